using Budstikke.Clients;
using Budstikke.Connect.OpenApi;
using Budstikke.Connect.Reading;
using Budstikke.Distribution;
using Budstikke.Jobs;

namespace Budstikke.Connect;

internal static class Registration
{
    private const string Orders = "/api/v1/connect/orders";

    public static IServiceCollection AddConnect(this IServiceCollection services, IConfiguration settings)
    {
        TrustedProxies.Configure(services, settings);
        return services
            .AddSingleton(provider => RateLimit.Of(settings, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(SlowCalls.Of(settings))
            .AddSingleton(RefusedTokens.Of)
            .AddSingleton<RequestLog>()
            .AddSingleton<ServerRefusals>()
            .AddSingleton<Gate>()
            .AddSingleton<OrderBody>()
            .AddSingleton<SendInvoice>()
            .AddSingleton<Previews>()
            .AddSingleton<Validations>()
            .AddSingleton<OrderChanges>()
            .AddSingleton<OrderStatuses>()
            .AddSingleton<Details>()
            .AddSingleton<OrderReads>()
            .AddSingleton<SandboxReads>()
            .AddSingleton<BounceCalls>()
            .AddSingleton<ProviderHints>();
    }

    public static void MapConnect(this WebApplication app)
    {
        var calls = new Calls(
            app,
            app.Services.GetRequiredService<Gate>(),
            app.Services.GetRequiredService<NodeClock>()
        );
        ServerRefusals.Watch(app.Services);
        app.UseForwardedHeaders();
        app.UseMiddleware<Edge>();
        app.UseApiDocs();
        app.UseRouting();
        MapSending(
            calls,
            app.Services.GetRequiredService<SendInvoice>(),
            app.Services.GetRequiredService<Channels>().All
        );
        MapPreviews(calls, app.Services.GetRequiredService<Previews>());
        calls
            .Post("/api/v1/validate", app.Services.GetRequiredService<Validations>().Handle, Scopes.Read)
            .WithMetadata(OurCalls.Validate);
        MapOrders(calls, app.Services);
        MapOurOwn(calls, app.Services.GetRequiredService<OrderReads>());
        MapSandbox(calls, app.Services.GetRequiredService<SandboxReads>());
        calls
            .Post("/api/v1/bounces", app.Services.GetRequiredService<BounceCalls>().Take, Scopes.Bounces)
            .WithMetadata(OurCalls.Bounces);
        calls.PostWithoutToken(ProviderHints.Path, app.Services.GetRequiredService<ProviderHints>().Handle);
        app.MapApiDocument(app.Services.GetRequiredService<TimeProvider>());
    }

    /// <summary>Each with the path that it had before.</summary>
    private static void MapSending(Calls calls, SendInvoice send, IReadOnlyList<Channel> channels)
    {
        calls
            .Post($"{Orders}/invoice/create", Of(FieldTable.Invoice, ""))
            .WithMetadata(SendingCalls.InvoiceBy(channels));
        MapTwice("faktura/create", "invoice/create/faktura", FieldTable.Faktura, "faktura", SendingCalls.Faktura);
        MapTwice("ehf/create", "invoice/create/ehf", FieldTable.Ehf, "ehf", SendingCalls.Ehf);

        void MapTwice(string path, string olderPath, FieldTable table, string call, Described described)
        {
            calls.Post($"{Orders}/{path}", Of(table, call)).WithMetadata(described);
            calls.Post($"{Orders}/{olderPath}", Of(table, call)).WithMetadata(described with { IsOlderPath = true });
        }

        Func<HttpContext, Caller, Task<Answer>> Of(FieldTable table, string call) =>
            (context, caller) => send.Handle(context, caller, table, call);
    }

    private static void MapPreviews(Calls calls, Previews previews)
    {
        Map("invoice", FieldTable.Invoice, SendingCalls.PreviewInvoice);
        Map("faktura", FieldTable.Faktura, SendingCalls.PreviewFaktura);
        Map("ehf", FieldTable.Ehf, SendingCalls.PreviewEhf);

        void Map(string kind, FieldTable table, Described described) =>
            calls
                .Post(
                    $"{Orders}/{kind}/preview",
                    (context, caller) => previews.Handle(context, caller, table),
                    Scopes.Read
                )
                .WithMetadata(described);
    }

    private static void MapOrders(Calls calls, IServiceProvider services)
    {
        var statuses = services.GetRequiredService<OrderStatuses>();
        var details = services.GetRequiredService<Details>();
        var changes = services.GetRequiredService<OrderChanges>();
        calls.Get($"{Orders}/status", statuses.List).WithMetadata(OrderCalls.Statuses);
        calls.Get($"{Orders}/status/{{uuid}}", statuses.One).WithMetadata(OrderCalls.Status);
        calls.Get($"{Orders}/invoice-number/{{uuid}}", statuses.InvoiceNumber).WithMetadata(OrderCalls.InvoiceNumber);
        calls.Get($"{Orders}/details/{{uuid}}", details.Order).WithMetadata(OrderCalls.Details);
        calls.Get("/api/v1/connect/customers/details/{uuid}", details.Customer).WithMetadata(OrderCalls.Customer);
        calls.Post($"{Orders}/cancel/{{uuid}}", changes.Cancel).WithMetadata(OrderCalls.Cancel);
        calls.Post($"{Orders}/resend/{{uuid}}", changes.Resend).WithMetadata(OrderCalls.Resend);
        calls.Post($"{Orders}/refund/{{uuid}}", changes.Refund).WithMetadata(OrderCalls.Refund);
    }

    private static void MapSandbox(Calls calls, SandboxReads reads)
    {
        calls.Get("/api/v1/sandbox/outbox", reads.List).WithMetadata(OurCalls.Outbox);
        calls.Get("/api/v1/sandbox/outbox/{key}", reads.Open).WithMetadata(OurCalls.OutboxEntry);
    }

    private static void MapOurOwn(Calls calls, OrderReads reads)
    {
        calls.Get("/api/v1/orders/{uuid}/timeline", reads.Timeline).WithMetadata(OurCalls.Timeline);
        calls.Get("/api/v1/orders/{uuid}/documents", reads.Documents).WithMetadata(OurCalls.Documents);
        calls.Get("/api/v1/orders/{uuid}/evidence.zip", reads.Evidence).WithMetadata(OurCalls.Evidence);
        foreach (var format in new[] { "pdf", "xml" })
        {
            calls.Get($"/api/v1/orders/{{uuid}}/invoice.{format}", Document).WithMetadata(OurCalls.InvoiceAs(format));
            calls
                .Get($"/api/v1/orders/{{uuid}}/documents/{{number}}.{format}", Document)
                .WithMetadata(OurCalls.DocumentAs(format));

            Task<Answer> Document(HttpContext context, Caller caller) => reads.Document(context, caller, format);
        }
    }
}

/// <summary>The calls of the API: who calls is admitted, and gets the answer that the handler returns.</summary>
internal sealed class Calls(WebApplication app, Gate gate, NodeClock clock)
{
    public IEndpointConventionBuilder Get(string path, Func<HttpContext, Caller, Task<Answer>> handle) =>
        app.MapGet(path, Answering(Scopes.Read, handle));

    public IEndpointConventionBuilder Post(
        string path,
        Func<HttpContext, Caller, Task<Answer>> handle,
        Scopes needed = Scopes.Write
    ) => app.MapPost(path, Answering(needed, handle));

    public void PostWithoutToken(string path, Func<HttpContext, Task<Answer>> handle) =>
        app.MapPost(
            path,
            async context =>
                await (
                    clock.WhyWrong() is null ? await handle(context) : Envelope.TooBusy(NodeClock.PollSeconds)
                ).WriteTo(context)
        );

    private RequestDelegate Answering(Scopes needed, Func<HttpContext, Caller, Task<Answer>> handle) =>
        async context => await (await Answer(context, needed, handle)).WriteTo(context);

    private async Task<Answer> Answer(
        HttpContext context,
        Scopes needed,
        Func<HttpContext, Caller, Task<Answer>> handle
    )
    {
        // The clock comes before all else: by a wrong one nobody can tell whether a token has expired.
        if (clock.WhyWrong() is not null)
            return Envelope.TooBusy(NodeClock.PollSeconds);
        var (caller, refusal) = await gate.Admit(context, needed);
        return refusal ?? await handle(context, caller!);
    }
}
