using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Budstikke.Peppol.As4;

/// <summary>
/// The door for late answers, on an address of its own: strangers' access points have no business at the API's, and a
/// flood of theirs ends here. TLS is the matter of the server in front of it.
/// </summary>
internal sealed class StatusServer(As4Settings settings, ReceiveStatus receive, ILoggerFactory logs)
    : IHostedService,
        IAsyncDisposable
{
    private const int MaxConnections = 64;

    /// <summary>Each may inflate to ten times its size.</summary>
    private const int MaxAtOnce = 4;
    private static readonly TimeSpan s_headers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_whole = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _atOnce = new(MaxAtOnce);
    private WebApplication? _app;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(new Uri(_app!.Urls.First()), settings.Receive!.AbsolutePath);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Receive is not { } address)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(logs);
        builder
            .WebHost.UseKestrelCore()
            .UseUrls(address.GetLeftPart(UriPartial.Authority))
            .ConfigureKestrel(server => Limit(server.Limits));
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _atOnce.Dispose();
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxRequestBodySize = ReceiveStatus.MaxBodyBytes;
        limits.RequestHeadersTimeout = s_headers;
        limits.KeepAliveTimeout = s_idle;
    }

    private async Task Answer(HttpContext call)
    {
        if (call.Request.Path != settings.Receive!.AbsolutePath || !HttpMethods.IsPost(call.Request.Method))
        {
            call.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted);
        deadline.CancelAfter(s_whole);
        using var body = new MemoryStream();
        try
        {
            await call.Request.Body.CopyToAsync(body, deadline.Token);
        }
        catch (BadHttpRequestException error)
        {
            call.Response.StatusCode = error.StatusCode;
            return;
        }
        await _atOnce.WaitAsync(deadline.Token);
        try
        {
            var reply = await receive.Handle(call.Request.ContentType, body.ToArray(), deadline.Token);
            call.Response.StatusCode = reply.HttpStatus;
            call.Response.ContentType = $"{As4Names.SoapType};charset=UTF-8";
            call.Response.ContentLength = reply.Envelope.Length;
            await call.Response.Body.WriteAsync(reply.Envelope, deadline.Token);
        }
        finally
        {
            _atOnce.Release();
        }
    }
}
