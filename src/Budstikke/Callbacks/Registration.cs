using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

internal static class Registration
{
    /// <summary>Waits for <see cref="OrderStatusChanged"/>; announces whether the client has heard of it,
    /// and how it is with the client's server.</summary>
    /// <param name="alsoAllowed"><c>host:port</c> of receivers of our own.</param>
    /// <param name="works">The node works on jobs, and keeps the records small.</param>
    public static IServiceCollection AddCallbacks(
        this IServiceCollection services,
        IConfiguration settings,
        IReadOnlyCollection<string> alsoAllowed,
        bool works = true
    )
    {
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<ForgetAttempts>());
        foreach (var source in CallbackEvents.Sources)
            services.AddSingleton(source);
        return services
            .AddSingleton(CallbackSettings.Of(settings) with { AlsoAllowed = alsoAllowed })
            .AddSingleton<CallbackCall>()
            .AddSingleton<EndpointStore>()
            .AddSingleton<IJobHandler, SendCallback>()
            .AddSingleton<IJobHandler, TendEndpoint>()
            .AddSingleton<IJobHandler, WakeEndpoint>()
            .AddSingleton<CallbackLog>()
            .AddSingleton<ReplayCallbacks>()
            .AddSingleton<ForgetAttempts>()
            .AddChecks(CallbackChecks.Run, AttemptChecks.Run, EndpointChecks.Run)
            .AddMoments(
                new Stamped(
                    "callback_attempts",
                    ("attempt_id", "order_id", "ended_at", "coalesce(replayed_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
                {
                    IsNumbered = true,
                },
                new Stamped(
                    "callback_endpoints",
                    (
                        "endpoint || ' ' || client_id",
                        "endpoint",
                        "failing_since",
                        "coalesce(asleep_since, given_up_at, 0)",
                        Stamped.NoDay
                    ),
                    "It counts from then; nothing else is to be done."
                )
            )
            .AddFacts(facts => facts.On<OrderStatusChanged>(SendCallback.JobFor))
            .AddSingleton<EventData>()
            .AddSingleton(Routes);
    }

    /// <summary>Of all rooms' events.</summary>
    private static FactRoutes Routes(IServiceProvider provider)
    {
        var clients = provider.GetRequiredService<ClientStore>();
        var sources = provider.GetServices<EventSource>().ToList();
        return new(facts => sources.ForEach(source => source.Add(facts, clients)));
    }
}
