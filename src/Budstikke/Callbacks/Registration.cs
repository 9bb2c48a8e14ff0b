using System.Net;
using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

internal static class Registration
{
    /// <summary>Waits for <see cref="OrderStatusChanged"/>; announces whether the client has heard of it.</summary>
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
            .AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync)
            .AddSingleton<CallbackCall>()
            .AddSingleton<IJobHandler, SendCallback>()
            .AddSingleton<CallbackLog>()
            .AddSingleton<ReplayCallbacks>()
            .AddSingleton<ForgetAttempts>()
            .AddChecks(CallbackChecks.Run, AttemptChecks.Run)
            .AddMoments(
                new Stamped(
                    "callback_attempts",
                    ("attempt_id", "order_id", "ended_at", "coalesce(replayed_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
                {
                    IsNumbered = true,
                }
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
