using Budstikke.Clients;

namespace Budstikke.Connect;

internal static class Registration
{
    public static IServiceCollection AddConnect(this IServiceCollection services, IConfiguration settings) =>
        services
            .AddSingleton(provider => RateLimit.Of(settings, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<Gate>()
            .AddSingleton<SendInvoice>()
            .AddSingleton<OrderReads>();

    public static void MapConnect(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<Gate>();
        var sendInvoice = app.Services.GetRequiredService<SendInvoice>();
        var reads = app.Services.GetRequiredService<OrderReads>();

        app.UseMiddleware<Edge>();
        app.UseRouting();
        var create = new Call(gate, sendInvoice.Handle).Answer;
        var timeline = new Call(gate, reads.Timeline).Answer;
        var documents = new Call(gate, reads.Documents).Answer;
        app.MapPost("/api/v1/connect/orders/invoice/create", create);
        app.MapGet("/api/v1/orders/{uuid}/timeline", timeline);
        app.MapGet("/api/v1/orders/{uuid}/documents", documents);
        foreach (var format in new[] { "pdf", "xml" })
        {
            var document = new Call(gate, (context, caller) => reads.Document(context, caller, format)).Answer;
            app.MapGet($"/api/v1/orders/{{uuid}}/invoice.{format}", document);
            app.MapGet($"/api/v1/orders/{{uuid}}/documents/{{number}}.{format}", document);
        }
    }
}

/// <summary>One call of the API: who calls is admitted, and gets the answer that the handler returns.</summary>
internal sealed class Call(Gate gate, Func<HttpContext, Caller, Task<Answer>> handle)
{
    public RequestDelegate Answer =>
        async context =>
        {
            var (caller, refusal) = await gate.Admit(context);
            var answer = refusal ?? await handle(context, caller!);
            await answer.WriteTo(context);
        };
}
