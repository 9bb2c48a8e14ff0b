using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Budstikke.Tests.Peppol;

/// <summary>What came in at the proxy.</summary>
internal sealed record Recorded(string ContentType, byte[] Body)
{
    private const int MaxEnvelope = 64 * 1024;

    public string MessageId { get; } = Named(Body, "eb:MessageId");

    public string Named(string element) => Named(Body, element);

    private static string Named(byte[] body, string element) =>
        Regex
            .Match(
                Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxEnvelope)),
                $"<{element}>([^<]*)</{element}>"
            )
            .Groups[1]
            .Value;
}

/// <summary>What is given back: a status and a body, or nothing and the connection ends.</summary>
internal sealed record Given(int Status, byte[] Body);

/// <summary>
/// A TLS server in front of an access point: keeps every message that came whole, and gives the faults that are asked
/// of it.
/// </summary>
internal sealed partial class RecordingProxy : IAsyncDisposable
{
    private const int MaxHeadBytes = 32 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http = new();
    private readonly Task _accepting;
    private readonly ConcurrentBag<TcpClient> _open = [];

    public RecordingProxy(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        Address = new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/as4");
        _accepting = Accept();
    }

    public Uri Address { get; }

    public ConcurrentQueue<Recorded> Came { get; } = [];

    /// <summary>False for a measurement, which would fill the memory.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>How often each message id came.</summary>
    public IReadOnlyDictionary<string, int> Ids =>
        Came.GroupBy(one => one.MessageId).ToDictionary(some => some.Key, some => some.Count());

    /// <summary>Answers a message that came whole; null hangs up.</summary>
    public Func<Recorded, Task<Given?>> Answer { get; set; } = _ => Task.FromResult<Given?>(null);

    /// <summary>Reads so many bytes of a body and then hangs up; null reads all.</summary>
    public int? CutAfter { get; set; }

    /// <summary>From now on nobody listens.</summary>
    public void Close() => _listener.Stop();

    /// <summary>What the other side has unpacked of the last message that was passed on.</summary>
    public byte[] Unpacked { get; private set; } = [];

    /// <summary>Passes a message on, and back what came.</summary>
    public async Task<Given?> Forward(Recorded message)
    {
        using var content = new ByteArrayContent(message.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", message.ContentType);
        var address = await As4Peer.Address;
        // It keeps what it has unpacked last, and other tests have messages for it too.
        await As4Peer.Turn.WaitAsync(_end.Token);
        try
        {
            using var answer = await _http.PostAsync(address, content, _end.Token);
            var given = new Given((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(_end.Token));
            Unpacked = answer.IsSuccessStatusCode ? await File.ReadAllBytesAsync(As4Peer.Unpacked, _end.Token) : [];
            return given;
        }
        finally
        {
            As4Peer.Turn.Release();
        }
    }

    /// <summary>It never answers.</summary>
    public async Task<Given?> Hang(Recorded message)
    {
        await new TaskCompletionSource().Task.WaitAsync(_end.Token);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        foreach (var client in _open)
            client.Dispose();
        await _accepting;
        _http.Dispose();
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                // Head and body of an answer are two writes: the second would wait for the first to be acknowledged.
                client.NoDelay = true;
                _open.Add(client);
                _ = Serve(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(_certificate, false, SslProtocols.None, false);
                while (await ReadMessage(tls) is { } message)
                {
                    if (Keeps)
                        Came.Enqueue(message);
                    if (await Answer(message) is not { } given)
                        return;
                    await Write(tls, given);
                }
            }
            catch (Exception error)
                when (error
                        is IOException
                            or AuthenticationException
                            or OperationCanceledException
                            or ObjectDisposedException
                )
            {
                // The other side has gone: it may.
            }
        }
    }

    private async Task<Recorded?> ReadMessage(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count > 3 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (head.Count > MaxHeadBytes || await stream.ReadAsync(one, _end.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        var text = Encoding.ASCII.GetString([.. head]);
        var length = int.Parse(Header(text, "Content-Length"), CultureInfo.InvariantCulture);
        var body = new byte[Math.Min(length, CutAfter ?? length)];
        await stream.ReadExactlyAsync(body, _end.Token);
        return CutAfter is null ? new(Header(text, "Content-Type"), body) : null;
    }

    private static async Task Write(Stream stream, Given given)
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {given.Status} So\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"
                    + $"Content-Length: {given.Body.Length}\r\n\r\n"
            )
        );
        await stream.WriteAsync(given.Body);
        await stream.FlushAsync();
    }

    private static string Header(string head, string name) =>
        Regex.Match(head, $@"^{name}:\s*(.*?)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase).Groups[1].Value;
}
