using System.Net;
using System.Net.Sockets;
using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>The one function that turns a name into addresses; tests put their own in its place.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancel);

/// <summary>Makes the GET: to a checked address, without proxy, cookies or redirects, within limits.</summary>
internal sealed class CallbackClient : IDisposable
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxConnectionsPerHost = 8;
    private const int MaxHeaderKilobytes = 32;
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_whole = TimeSpan.FromSeconds(15);
    private readonly CallbackSettings _settings;
    private readonly ResolveHost _resolve;
    private readonly HttpClient _http;

    public CallbackClient(CallbackSettings settings, ResolveHost resolve)
    {
        (_settings, _resolve) = (settings, resolve);
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ConnectTimeout = s_connect,
                MaxConnectionsPerServer = MaxConnectionsPerHost,
                MaxResponseHeadersLength = MaxHeaderKilobytes,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                ConnectCallback = Connect,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Budstikke");
    }

    /// <summary>Accepted: a 2xx. Refused: a URL that we never call. Deferred: all else.</summary>
    public async Task<Outcome> Get(Uri url, CancellationToken cancel)
    {
        if (CallbackAddress.ReasonAgainst(url, _settings) is { } reason)
            return new Refused($"Not called: {reason}.");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(s_whole);
        try
        {
            using var answer = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await Drain(answer, timeout.Token);
            var evidence = $"HTTP {(int)answer.StatusCode}";
            return answer.IsSuccessStatusCode ? new Accepted(evidence) : new Deferred(evidence);
        }
        catch (HttpRequestException error) when (error.InnerException is AddressClosedException closed)
        {
            return new Refused($"Not called: {closed.Message}");
        }
        catch (HttpRequestException error)
        {
            return new Deferred($"No answer: {error.HttpRequestError}");
        }
        catch (IOException)
        {
            return new Deferred("No answer: the connection broke.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Deferred($"No answer within {s_whole.TotalSeconds} s.");
        }
    }

    /// <summary>Reads the body away, so that the connection can serve again; of a large one, not all.</summary>
    private static async Task Drain(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[4096];
        var total = 0;
        int read;
        while (total < MaxBodyBytes && (read = await body.ReadAsync(buffer, cancel)) > 0)
            total += read;
    }

    /// <summary>Resolves once, checks every address, and connects to a checked one: a name cannot change its mind in between.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancel);
        if (
            !_settings.AllowsPrivateAddresses
            && !_settings.IsOwnReceiver(host, port)
            && Array.Exists(addresses, address => !CallbackAddress.IsPublic(address))
        )
            throw new AddressClosedException("the host has an address that is not of the public internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => _http.Dispose();

    private sealed class AddressClosedException(string message) : Exception(message);
}
