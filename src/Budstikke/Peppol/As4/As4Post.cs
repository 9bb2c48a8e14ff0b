using System.Net.Sockets;
using System.Security.Authentication;
using Budstikke.Jobs.Network;

namespace Budstikke.Peppol.As4;

/// <summary>How long each phase of a message may take.</summary>
/// <param name="Connect">TCP and TLS.</param>
/// <param name="Send">Until our last byte, for a small message.</param>
/// <param name="SendPerMegabyte">What a large one has beside it.</param>
/// <param name="Answer">From our last byte to the answer's last.</param>
internal sealed record As4Limits(TimeSpan Connect, TimeSpan Send, TimeSpan SendPerMegabyte, TimeSpan Answer)
{
    private const double Megabyte = 1_000_000;

    public static As4Limits Default { get; } =
        new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(90));

    public TimeSpan SendOf(long bytes) => Connect + Send + (SendPerMegabyte * (bytes / Megabyte));
}

/// <summary>
/// Posts a message to an access point over TLS, and brings back what came, whatever it is. It posts once: whether to
/// repeat is not its matter.
/// </summary>
internal sealed class As4Post : IDisposable
{
    /// <summary>A receipt has some 10 kB.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Shorter than servers' own patience, so that they seldom hang up first.</summary>
    private static readonly TimeSpan s_connectionIdle = TimeSpan.FromSeconds(3);
    private readonly PeppolHttp _addresses;
    private readonly ResolveHost _resolve;
    private readonly As4Limits _limits;
    private readonly HttpMessageInvoker _http;

    /// <param name="addresses">Says which may be called.</param>
    public As4Post(PeppolHttp addresses, PeppolSettings settings, ResolveHost resolve, As4Limits limits)
    {
        (_addresses, _resolve, _limits) = (addresses, resolve, limits);
        var handler = CheckedConnection.Handler(limits.Connect, settings.TlsRoots);
        handler.PooledConnectionLifetime = s_connectionLife;
        handler.PooledConnectionIdleTimeout = s_connectionIdle;
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        _http = new(handler);
    }

    public void Dispose() => _http.Dispose();

    /// <exception cref="OperationCanceledException">The caller cancelled: it may have arrived.</exception>
    public async Task<Exchange> Send(Uri address, As4Message message, CancellationToken cancel)
    {
        if (_addresses.WhyNot(address) is { } reason)
            return NotCalled(reason);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_limits.SendOf(message.Payload.Bytes.Length));
        using var body = new MultipartBody(message, () => deadline.CancelAfter(_limits.Answer));
        try
        {
            var addresses = await CheckedConnection.AddressesOf(address, _resolve, deadline.Token);
            if (_addresses.WhyNot(addresses) is { } refused)
                return NotCalled(refused);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
            CheckedConnection.Allow(request, addresses);
            using var response = await _http.SendAsync(request, deadline.Token);
            return await Read(response, body, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Broken(body, body.MayHaveArrived ? "No answer came in time." : "It could not be sent in time.");
        }
        catch (SocketException error)
        {
            return NotCalled($"its host was not found: {error.SocketErrorCode}");
        }
        catch (HttpRequestException error)
        {
            return Broken(body, WordsFor(error));
        }
        catch (IOException error)
        {
            return Broken(body, $"The connection broke: {error.GetType().Name}.");
        }
    }

    private static Exchange NotCalled(string reason) =>
        new(0, [], $"The access point was not called: {reason}.", MayHaveArrived: false);

    private static Exchange Broken(MultipartBody body, string fault) => new(0, [], fault, body.MayHaveArrived);

    private static async Task<Exchange> Read(HttpResponseMessage response, MultipartBody body, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        return await LimitedBody.Read(response.Content, MaxAnswerBytes, cancel) is { } answer
            ? new(status, answer, null, body.MayHaveArrived)
            : new(status, [], "The answer is too long.", body.MayHaveArrived);
    }

    private static string WordsFor(HttpRequestException error) =>
        error.InnerException switch
        {
            SocketException socket => $"There was no answer: {error.HttpRequestError}, {socket.SocketErrorCode}.",
            AuthenticationException => "There was no answer: its TLS certificate or protocol is not accepted.",
            _ => $"There was no answer: {error.HttpRequestError}.",
        };
}
