using System.Net.Sockets;
using Budstikke.Jobs.Network;
using DnsClient;

namespace Budstikke.Peppol;

/// <summary>
/// Asks the network's directory by DNS. Nothing is kept here; what was found out is kept by the look-up.
/// </summary>
internal sealed class SmlClient
{
    private readonly PeppolSettings _settings;
    private readonly Lazy<LookupClient?> _client;

    public SmlClient(PeppolSettings settings)
    {
        _settings = settings;
        _client = new(() => NameServers.Client(settings.Dns));
    }

    public async Task<SmlAnswer> Ask(string name, CancellationToken cancel)
    {
        if (_client.Value is not { } client)
            return new SmlAnswer.Unclear("this machine has no name server, and Peppol__Dns names none");
        try
        {
            return SmlAnswer.Of(
                await client.QueryAsync(name, QueryType.NAPTR, cancellationToken: cancel),
                _settings.Zone
            );
        }
        catch (DnsResponseException error)
        {
            cancel.ThrowIfCancellationRequested();
            return new SmlAnswer.Unclear(
                error.GetBaseException() is SocketException socket
                    ? $"no answer from the name server: {socket.SocketErrorCode}"
                    : $"no answer from the name server: {error.Code}"
            );
        }
        catch (SocketException error)
        {
            return new SmlAnswer.Unclear($"no answer from the name server: {error.SocketErrorCode}");
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            // The library reads a malformed answer with whatever exception comes.
            return new SmlAnswer.Unclear($"the name server's answer cannot be read: {error.GetType().Name}");
        }
    }
}
