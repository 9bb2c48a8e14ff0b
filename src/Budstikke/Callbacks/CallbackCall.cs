using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Jobs.Network;

namespace Budstikke.Callbacks;

/// <summary>What came of a call. No evidence repeats what the other side wrote, which may hold our URL and so its
/// checksum; that stands in <see cref="Answer"/> alone.</summary>
/// <param name="HttpStatus">0 where no answer came.</param>
internal sealed record CallResult(Outcome Outcome, int HttpStatus = 0)
{
    /// <summary>How the answer began, as it came: what of ours it repeats is taken out before it is kept
    /// (<see cref="AnswerText"/>).</summary>
    public string Answer { get; init; } = "";

    public bool IsCutOff { get; init; }

    /// <summary>When the server wants to be called again; null where it did not say.</summary>
    public RetryConditionHeaderValue? RetryAfter { get; init; }
}

/// <summary>One request, bounded in every direction, to nowhere but addresses that were checked.</summary>
internal sealed class CallbackCall(CallbackSettings settings, ResolveHost resolve, ILogger<CallbackCall> log)
    : IDisposable
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>More than is kept of an answer, so that no half of a value of ours stands at the end.</summary>
    private const int KeptBytes = 8 * 1024;
    private static readonly TimeSpan s_connectionLife = TimeSpan.FromSeconds(30);

    /// <summary>Shorter than servers' own patience, so that they seldom hang up first.</summary>
    private static readonly TimeSpan s_connectionIdle = TimeSpan.FromSeconds(3);

    private readonly HttpMessageInvoker _http = new(HandlerOf(settings));

    public async Task<CallResult> Send(CallbackRequest request, CancellationToken cancel)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return new(new Refused(CallbackAddress.Refusal, ByData: true));
        if (CallbackAddress.Check(url, settings) is { } reason)
            return Refuse(url, reason);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(settings.WholeTimeout);
        try
        {
            var addresses = await CheckedConnection.AddressesOf(url, resolve, deadline.Token);
            if (addresses.Length == 0)
                return NotFound(url, "The name has no address.");
            if (CallbackAddress.Check(url, addresses, settings) is not { } refused)
                return await SendOnceMore(request, url, addresses, deadline.Token);
            return PublicAddress.IsLocalhost(url) ? Refuse(url, refused) : NotFound(url, refused);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return deadline.IsCancellationRequested
                ? NotNow($"No answer within {settings.WholeTimeout.TotalSeconds} s.")
                : NotNow($"No connection within {settings.ConnectTimeout.TotalSeconds} s.");
        }
        catch (SocketException error)
        {
            return NotFound(url, $"The name was not found: {error.SocketErrorCode}.");
        }
        catch (HttpRequestException error)
        {
            return NotNow($"No answer: {EvidenceOf(error)}.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What the URL itself shows is refused for good.</summary>
    private CallResult Refuse(Uri url, string reason)
    {
        Note(url, reason);
        return new(new Refused(CallbackAddress.Refusal, ByData: true));
    }

    private static CallResult NotNow(string evidence, int httpStatus = 0) => new(new Deferred(evidence), httpStatus);

    /// <summary>A name that has a private address is tried again like one that has none: to the client they are one and
    /// the same.</summary>
    private CallResult NotFound(Uri url, string reason)
    {
        Note(url, reason);
        return NotNow(CallbackAddress.Refusal);
    }

    /// <summary>The operator reads why; path and query, which may hold a client's secrets, are left out.</summary>
    private void Note(Uri url, string reason) =>
        log.LogInformation("A callback to {Host}:{Port} was not made: {Reason}", url.Host, url.Port, reason);

    /// <summary>A server that speaks HTTP 1.0 ends the connection behind its answer (RFC 9112, 9.3), and the handler
    /// keeps it all the same: such an end says nothing of the next call, which goes once more under its id.</summary>
    private async Task<CallResult> SendOnceMore(
        CallbackRequest request,
        Uri url,
        IPAddress[] addresses,
        CancellationToken cancel
    )
    {
        try
        {
            return await Send(request, url, addresses, cancel);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return await Send(request, url, addresses, cancel);
        }
    }

    private async Task<CallResult> Send(
        CallbackRequest request,
        Uri url,
        IPAddress[] addresses,
        CancellationToken cancel
    )
    {
        using var message = MessageOf(request, url);
        CheckedConnection.Allow(message, addresses);
        using var response = await _http.SendAsync(message, cancel);
        var status = (int)response.StatusCode;
        var result =
            response.IsSuccessStatusCode ? new(new Accepted($"HTTP {status}."), status)
            : status is >= 300 and < 400 ? NotNow($"HTTP {status}: a redirect is not followed.", status)
            : NotNow($"HTTP {status}.", status);
        var (answer, isCutOff) = await Read(response, cancel);
        return result with { Answer = answer, IsCutOff = isCutOff, RetryAfter = response.Headers.RetryAfter };
    }

    private static HttpRequestMessage MessageOf(CallbackRequest request, Uri url)
    {
        var message = new HttpRequestMessage(request.Method, url);
        message.Headers.UserAgent.Add(new("Budstikke", null));
        foreach (var (name, value) in request.Headers)
            message.Headers.Add(name, value);
        if (request.Body is { } body)
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return message;
    }

    /// <summary>
    /// Keeps how the body begins, and lets a side that has said that it knows finish writing, within bounds. What comes
    /// behind the status changes nothing, nor does its end.
    /// </summary>
    private static async Task<(string Answer, bool IsCutOff)> Read(
        HttpResponseMessage response,
        CancellationToken cancel
    )
    {
        if (response.Content.Headers.ContentLength is 0)
            return ("", false);
        var (kept, rest) = (new byte[KeptBytes], Array.Empty<byte>());
        var (all, most) = (0, response.IsSuccessStatusCode ? MaxBodyBytes : KeptBytes);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            while (all < most)
            {
                if (all >= KeptBytes && rest.Length == 0)
                    rest = new byte[KeptBytes];
                var read = await body.ReadAsync(all < KeptBytes ? kept.AsMemory(all) : rest, cancel);
                if (read == 0)
                    break;
                all += read;
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException) { }
        return (Encoding.UTF8.GetString(kept, 0, Math.Min(all, KeptBytes)), all >= KeptBytes);
    }

    private static SocketsHttpHandler HandlerOf(CallbackSettings settings)
    {
        var handler = CheckedConnection.Handler(settings.ConnectTimeout, settings.Authorities);
        // A kept connection leads to an address that was checked when it was made. A name that has moved is followed
        // when it ends.
        handler.PooledConnectionLifetime = s_connectionLife;
        handler.PooledConnectionIdleTimeout = s_connectionIdle;
        return handler;
    }

    private static string EvidenceOf(HttpRequestException error) =>
        error.InnerException is SocketException socket
            ? $"{error.HttpRequestError}, {socket.SocketErrorCode}"
            : $"{error.HttpRequestError}";
}
