using System.Net;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

internal static class Registration
{
    /// <summary>Waits for <see cref="OrderStatusChanged"/>; announces what became of each callback.</summary>
    public static IServiceCollection AddCallbacks(
        this IServiceCollection services,
        IConfiguration settings,
        Uri? ownReceiver
    ) =>
        services
            .AddSingleton(CallbackSettings.Of(settings, ownReceiver))
            .AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync)
            .AddSingleton<CallbackClient>()
            .AddSingleton<IJobHandler, SendCallback>()
            .AddFacts(facts => facts.On<OrderStatusChanged>(SendCallback.JobFor));
}
