using Budstikke.Clients;
using Budstikke.Connect.Reading;

namespace Budstikke.Connect;

internal static class Registration
{
    private const string Orders = "/api/v1/connect/orders";

    public static IServiceCollection AddConnect(this IServiceCollection services, IConfiguration settings) =>
        services
            .AddSingleton(provider => RateLimit.Of(settings, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<Gate>()
            .AddSingleton<SendInvoice>()
            .AddSingleton<Previews>()
            .AddSingleton<OrderChanges>()
            .AddSingleton<OrderStatuses>()
            .AddSingleton<Details>()
            .AddSingleton<OrderReads>();

    public static void MapConnect(this WebApplication app)
    {
        var calls = new Calls(app, app.Services.GetRequiredService<Gate>());
        app.UseMiddleware<Edge>();
        app.UseRouting();
        MapSending(calls, app.Services.GetRequiredService<SendInvoice>());
        MapPreviews(calls, app.Services.GetRequiredService<Previews>());
        MapOrders(calls, app.Services);
        MapOurOwn(calls, app.Services.GetRequiredService<OrderReads>());
    }

    /// <summary>Each with the path that it had before.</summary>
    private static void MapSending(Calls calls, SendInvoice send)
    {
        calls.Post($"{Orders}/invoice/create", Of(FieldTable.Invoice, ""));
        foreach (var path in new[] { "faktura/create", "invoice/create/faktura" })
            calls.Post($"{Orders}/{path}", Of(FieldTable.Faktura, "faktura"));
        foreach (var path in new[] { "ehf/create", "invoice/create/ehf" })
            calls.Post($"{Orders}/{path}", Of(FieldTable.Ehf, "ehf"));

        Func<HttpContext, Caller, Task<Answer>> Of(FieldTable table, string call) =>
            (context, caller) => send.Handle(context, caller, table, call);
    }

    private static void MapPreviews(Calls calls, Previews previews)
    {
        calls.Post(
            $"{Orders}/invoice/preview",
            (context, caller) => previews.Handle(context, caller, FieldTable.Invoice)
        );
        calls.Post(
            $"{Orders}/faktura/preview",
            (context, caller) => previews.Handle(context, caller, FieldTable.Faktura)
        );
        calls.Post($"{Orders}/ehf/preview", (context, caller) => previews.Handle(context, caller, FieldTable.Ehf));
    }

    private static void MapOrders(Calls calls, IServiceProvider services)
    {
        var statuses = services.GetRequiredService<OrderStatuses>();
        var details = services.GetRequiredService<Details>();
        var changes = services.GetRequiredService<OrderChanges>();
        calls.Get($"{Orders}/status", statuses.List);
        calls.Get($"{Orders}/status/{{uuid}}", statuses.One);
        calls.Get($"{Orders}/invoice-number/{{uuid}}", statuses.InvoiceNumber);
        calls.Get($"{Orders}/details/{{uuid}}", details.Order);
        calls.Get("/api/v1/connect/customers/details/{uuid}", details.Customer);
        calls.Post($"{Orders}/cancel/{{uuid}}", changes.Cancel);
        calls.Post($"{Orders}/resend/{{uuid}}", changes.Resend);
        calls.Post($"{Orders}/refund/{{uuid}}", changes.Refund);
    }

    private static void MapOurOwn(Calls calls, OrderReads reads)
    {
        calls.Get("/api/v1/orders/{uuid}/timeline", reads.Timeline);
        calls.Get("/api/v1/orders/{uuid}/documents", reads.Documents);
        foreach (var format in new[] { "pdf", "xml" })
        {
            calls.Get($"/api/v1/orders/{{uuid}}/invoice.{format}", Document);
            calls.Get($"/api/v1/orders/{{uuid}}/documents/{{number}}.{format}", Document);

            Task<Answer> Document(HttpContext context, Caller caller) => reads.Document(context, caller, format);
        }
    }
}

/// <summary>The calls of the API: who calls is admitted, and gets the answer that the handler returns.</summary>
internal sealed class Calls(WebApplication app, Gate gate)
{
    public void Get(string path, Func<HttpContext, Caller, Task<Answer>> handle) =>
        app.MapGet(path, Answering(Scopes.Read, handle));

    public void Post(string path, Func<HttpContext, Caller, Task<Answer>> handle) =>
        app.MapPost(path, Answering(Scopes.Write, handle));

    private RequestDelegate Answering(Scopes needed, Func<HttpContext, Caller, Task<Answer>> handle) =>
        async context =>
        {
            var (caller, refusal) = await gate.Admit(context, needed);
            var answer = refusal ?? await handle(context, caller!);
            await answer.WriteTo(context);
        };
}
