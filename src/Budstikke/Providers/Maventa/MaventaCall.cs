using System.Net;
using System.Text;
using Budstikke.Jobs.Network;

namespace Budstikke.Providers.Maventa;

/// <summary>
/// One request to the provider, bounded in time and in what is read of the answer. A person's number may stand in a
/// request, so neither its address nor its body is logged or traced.
/// </summary>
internal sealed class MaventaCall(MaventaSettings settings) : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private const int MaxHeaderKilobytes = 32;
    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(2);

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.ConnectTimeout,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = s_connectionLife,
        }
    );

    public async Task<MaventaAnswer> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? token,
        CancellationToken cancel
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(settings.WholeTimeout);
        using var request = new HttpRequestMessage(method, new Uri(settings.Url, path));
        var body = content is null ? null : new WatchedContent(content);
        request.Content = body;
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            return new(response.StatusCode, await Read(response, deadline.Token), WasSent: true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Unanswered(
                deadline.IsCancellationRequested
                    ? $"no answer within {settings.WholeTimeout.TotalSeconds} s"
                    : $"no connection within {settings.ConnectTimeout.TotalSeconds} s"
            );
        }
        catch (HttpRequestException error)
        {
            return Unanswered($"no answer: {error.HttpRequestError}");
        }
        catch (IOException error)
        {
            return Unanswered($"the answer broke off: {error.GetType().Name}");
        }

        MaventaAnswer Unanswered(string why) => new(null, why, WasSent: body?.IsWritten ?? true);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> Read(HttpResponseMessage response, CancellationToken cancel) =>
        await LimitedBody.Read(response.Content, MaxAnswerBytes, cancel) is { } body
            ? Encoding.UTF8.GetString(body)
            : $"an answer of more than {MaxAnswerBytes / 1024} KiB";

    /// <summary>Knows whether all of it was handed to the connection: then it may have arrived, whatever comes
    /// back.</summary>
    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent _inner;

        public WatchedContent(HttpContent inner)
        {
            _inner = inner;
            foreach (var header in inner.Headers)
                Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        public bool IsWritten { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await _inner.CopyToAsync(stream, context);
            IsWritten = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
