using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Connect;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Documents.Calendar;
using Budstikke.Health;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Peppol;
using Budstikke.Peppol.As4;
using Budstikke.Providers;
using Budstikke.Relays;
using Budstikke.Sandbox;
using Budstikke.Storage;
using Budstikke.Telemetry;
using Budstikke.Timeline;
using Budstikke.Trail;
using Budstikke.Users;
using Budstikke.WebConsole;

namespace Budstikke;

/// <summary>The whole product in one process: the rooms in the order of the story.</summary>
internal static class Service
{
    public static async Task<WebApplication> Build(
        WebApplicationBuilder builder,
        TimeProvider time,
        Uri? ownReceiver = null,
        StoreUse use = StoreUse.Make,
        Action<IServiceCollection>? replace = null
    )
    {
        // Without the zone's rules orders would be taken that can never be invoiced.
        if (OsloTime.ReasonAgainst() is { } reason)
            throw new SettingRefusedException(reason);
        var settings = builder.Configuration;
        var (database, secrets) = await OpenStore.Run(settings, time, use);
        var roles = NodeRoles.Of(settings);
        builder
            .Services.AddSingleton(time)
            .AddSingleton<Outages>()
            .AddSingleton(provider => database.Telling(provider.GetRequiredService<Outages>()))
            .AddSingleton(secrets)
            .AddSingleton<NameIds>()
            .AddJobs(settings, roles.Works)
            .AddTrail()
            .AddClients(roles.Answers)
            .AddUsers(settings)
            .AddOrders(roles.Works)
            .AddInvoicing(settings, roles.Works)
            .AddRelays(settings, time)
            .AddSingleton<RelayAlarm>(_ => RelayCases.Of)
            .AddPeppol(settings)
            .AddAs4(settings, PeppolStatuses.JobsOf, roles.Answers)
            .AddDistribution()
            .AddProviders(settings)
            .AddChannels(settings)
            .AddSingleton(FirstChannels.Of)
            .AddSandbox(settings)
            .AddCallbacks(settings, ownReceiver is null ? [] : [ownReceiver.Authority], roles.Works)
            .AddCustomerService()
            .AddTimeline()
            .AddFacts(CallbackCases.Add)
            .AddSingleton(EventSource.Of<CaseOpened>(CallbackEvents.CaseOpened, IsTold))
            .AddSingleton(ServiceMails.Of)
            .AddSingleton(ServiceMails.WayOf)
            .AddConnect(settings)
            .AddTelemetry(settings, roles.Works)
            .AddWebConsole(settings);
        var limits = ServerLimits.Of(settings);
        var guard = GuardedOutput.Around(SlowCalls.Of(settings).AnswerTime);
        builder.WebHost.ConfigureKestrel(server =>
        {
            limits.ApplyTo(server.Limits);
            server.ConfigureEndpointDefaults(listen => listen.Use(guard));
        });
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        if (roles.Answers)
            app.MapConnect();
        app.MapHealth();
        return app;
    }

    /// <summary>By a callback, that is: not that callbacks come to nothing.</summary>
    private static bool IsTold(CaseOpened fact) => !fact.CaseKind.StartsWith("callback", StringComparison.Ordinal);
}

/// <summary>What a node does: it takes calls, works on jobs, or both.</summary>
internal sealed record NodeRoles(bool Answers, bool Works)
{
    public static NodeRoles Of(IConfiguration settings)
    {
        var roles = (settings["Node:Roles"] ?? "api,worker").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return roles.Length > 0 && roles.All(role => role is "api" or "worker")
            ? new(roles.Contains("api"), roles.Contains("worker"))
            : throw new SettingRefusedException($"Node__Roles must be api, worker or both: {settings["Node:Roles"]}");
    }
}
