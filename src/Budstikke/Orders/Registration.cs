using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Orders;

internal static class Registration
{
    /// <summary>Announces <see cref="OrderAccepted"/>, <see cref="OrderCancelled"/>,
    /// <see cref="OrderStatusChanged"/>.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services, bool works = true)
    {
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<ForgetKeys>());
        return services
            .AddSingleton<ForgetKeys>()
            .AddSingleton(provider => OrderIds.Of(provider.GetRequiredService<Database>()))
            .AddSingleton<OrderStore>()
            .AddSingleton<HeldOrders>()
            .AddSingleton<FirstAnswers>()
            .AddSingleton<KeyedChanges>()
            .AddSingleton<CancelOrder>()
            .AddSingleton<NoteOrder>()
            .AddSingleton<AcceptOrders>()
            .AddSingleton<Door>()
            .AddChecks(OrderFactChecks.Run)
            .AddCheck<Secrets>(PersonalNumberChecks.Run)
            .AddMoments(
                new Stamped(
                    "orders",
                    ("order_id", "order_id", "accepted_at", "state_changed_at", Stamped.NoDay),
                    "If it is SENT and held, have it invoiced with `run now`."
                )
            );
    }
}
