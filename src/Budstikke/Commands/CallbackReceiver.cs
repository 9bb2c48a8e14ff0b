using System.Text;
using Budstikke.Callbacks;
using Microsoft.AspNetCore.Http.Features;

namespace Budstikke.Commands;

/// <summary>A client's server on loopback: it takes whatever is sent there, within bounds, and answers 200 to what is
/// genuine, 403 to what is not.</summary>
internal static class CallbackReceiver
{
    public const int MaxBodyBytes = 64 * 1024;
    private const int MaxConnections = 100;

    /// <summary>A URL of 2,048 characters, none of them ASCII, is nine times as long when it is written out.</summary>
    private const int MaxLineBytes = 32 * 1024;

    /// <param name="port">0: any that is free.</param>
    /// <param name="isGenuine">Asked for every call, for several at once.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<WebApplication> Start(
        int port,
        Func<ReceivedCall, bool> isGenuine,
        CancellationToken cancel
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = MaxConnections;
            server.Limits.MaxRequestLineSize = MaxLineBytes;
            server.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        var app = builder.Build();
        app.Run(async context =>
            context.Response.StatusCode =
                await Read(context) is not { } call ? StatusCodes.Status413PayloadTooLarge
                : isGenuine(call) ? StatusCodes.Status200OK
                : StatusCodes.Status403Forbidden
        );
        await app.StartAsync(cancel);
        return app;
    }

    /// <summary>Null where its body is too long.</summary>
    private static async Task<ReceivedCall?> Read(HttpContext context)
    {
        try
        {
            using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
            return new(
                context.Request.Method,
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                context.Request.Headers.ToDictionary(
                    header => header.Key.ToLowerInvariant(),
                    header => header.Value.ToString()
                ),
                await body.ReadToEndAsync(context.RequestAborted)
            );
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
