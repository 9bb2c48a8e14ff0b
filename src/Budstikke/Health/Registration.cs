using Budstikke.Storage;

namespace Budstikke.Health;

/// <summary>For whatever watches over the nodes; on every node, whatever its roles, and without a token.</summary>
internal static class Registration
{
    public static void MapHealth(this WebApplication app)
    {
        var probe = new ReadyProbe(
            app.Services.GetRequiredService<Database>(),
            app.Services.GetRequiredService<TimeProvider>()
        );
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/health/live", (RequestDelegate)(context => Answer(context, null)));
        app.MapGet(
            "/health/ready",
            (RequestDelegate)(
                async context =>
                    await Answer(
                        context,
                        (await probe.Of(stopping.IsCancellationRequested, context.RequestAborted)).Reason
                    )
            )
        );
    }

    private static Task Answer(HttpContext context, string? reason)
    {
        context.Response.StatusCode = reason is null
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new { status = reason is null ? "ok" : "unavailable", reason },
            context.RequestAborted
        );
    }
}
