using Budstikke.Jobs;
using Budstikke.Peppol;
using Budstikke.Storage;

namespace Budstikke.Health;

/// <summary>For whatever watches over the nodes; on every node, whatever its roles, and without a token.</summary>
internal static class Registration
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this WebApplication app)
    {
        var probe = new ReadyProbe(
            app.Services.GetRequiredService<Database>(),
            app.Services.GetRequiredService<TimeProvider>()
        );
        var certificate = app.Services.GetRequiredService<CertificateWatch>();
        var mail = new MailProbe(app.Services, app.Services.GetRequiredService<TimeProvider>());
        var clock = app.Services.GetRequiredService<NodeClock>();
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapMethods("/health/live", s_methods, (RequestDelegate)(context => Answer(context, null, null)));
        app.MapMethods(
            "/health/ready",
            s_methods,
            (RequestDelegate)(
                async context =>
                    await Answer(
                        context,
                        (await probe.Of(WhyNot(), context.RequestAborted)).Reason,
                        certificate.Warning() ?? await mail.Warning()
                    )
            )
        );

        string? WhyNot() => stopping.IsCancellationRequested ? Readiness.Stopping : clock.WhyWrong();
    }

    private static Task Answer(HttpContext context, string? reason, string? warning)
    {
        context.Response.StatusCode = reason is null
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new
            {
                status = reason is null ? "ok" : "unavailable",
                reason,
                // Nothing that makes the node less ready, but somebody must do something about it.
                warning,
            },
            context.RequestAborted
        );
    }
}
