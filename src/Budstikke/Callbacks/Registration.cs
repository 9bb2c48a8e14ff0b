using System.Net;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

internal static class Registration
{
    /// <summary>Waits for <see cref="OrderStatusChanged"/>; announces whether the client has heard of it.</summary>
    /// <param name="alsoAllowed"><c>host:port</c> of receivers of our own.</param>
    public static IServiceCollection AddCallbacks(
        this IServiceCollection services,
        IConfiguration settings,
        IReadOnlyCollection<string> alsoAllowed
    ) =>
        services
            .AddSingleton(CallbackSettings.Of(settings) with { AlsoAllowed = alsoAllowed })
            .AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync)
            .AddSingleton<CallbackCall>()
            .AddSingleton<IJobHandler, SendCallback>()
            .AddChecks(CallbackChecks.Run)
            .AddFacts(facts => facts.On<OrderStatusChanged>(SendCallback.JobFor));
}
