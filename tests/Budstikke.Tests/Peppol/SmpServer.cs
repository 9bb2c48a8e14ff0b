using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Peppol;

/// <summary>Publishers on loopback behind TLS: the first part of a path says which, and so what is answered.</summary>
internal sealed class SmpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();

    private SmpServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    /// <summary>The paths, as they came over the wire.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<SmpServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(PeppolPki.Localhost))
        );
        var server = new SmpServer(builder.Build());
        server._app.Run(server.Answer);
        await server._app.StartAsync();
        server.Url = $"https://localhost:{new Uri(server._app.Urls.Single()).Port}";
        return server;
    }

    public void On(string name, RequestDelegate answer) => _answers[name] = answer;

    public void On(string name, byte[] body) =>
        On(
            name,
            context =>
            {
                context.Response.ContentType = "application/xml";
                return context.Response.Body.WriteAsync(body).AsTask();
            }
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        _asked.Enqueue(target);
        if (_answers.TryGetValue(target.Split('/')[1], out var answer))
            return answer(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
