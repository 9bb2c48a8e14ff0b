using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Budstikke.Tests.Support;

/// <summary>
/// Postfix asks it about every recipient (its SMTPD policy delegation protocol, the one that postgrey speaks): full@
/// has a full mailbox, grey…@ is turned away the first time, and huge@ refuses the sender's mail for good.
/// </summary>
internal sealed class PostfixPolicy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public PostfixPolicy()
    {
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Answer(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The tests are over.
        }
    }

    private async Task Answer(TcpClient client)
    {
        using (client)
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                var recipient = "";
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    if (line.StartsWith("recipient=", StringComparison.Ordinal))
                        recipient = line["recipient=".Length..];
                    if (line.Length > 0)
                        continue;
                    await client
                        .GetStream()
                        .WriteAsync(Encoding.ASCII.GetBytes($"action={Action(recipient)}\n\n"), _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Postfix or the tests are over.
            }
    }

    private string Action(string recipient) =>
        recipient.Split('@')[0] switch
        {
            "full" => "452 4.2.2 Mailbox full",
            "huge" => "552 5.2.3 Message length exceeds administrative limit",
            var name when name.StartsWith("grey", StringComparison.Ordinal) && _seen.TryAdd(recipient, true) =>
                "450 4.2.0 Greylisted, see you later",
            _ => "DUNNO",
        };
}
