using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Distribution;

internal static class Registration
{
    /// <summary>
    /// Plans a document's first dispatch for whoever issues it; announces <see cref="ResendRequested"/>, what became of
    /// each channel, <see cref="DispatchInDoubt"/> and <see cref="DistributionExhausted"/>.
    /// </summary>
    public static IServiceCollection AddDistribution(this IServiceCollection services) =>
        services
            .AddSingleton<DispatchStore>()
            .AddSingleton<Channels>()
            .AddSingleton<CreditedParts>()
            .AddSingleton<PlanFirstDispatch>()
            .AddSingleton<PlanFirst>(provider => provider.GetRequiredService<PlanFirstDispatch>().Plan)
            .AddSingleton<CorrectedCustomer>(provider => provider.GetRequiredService<PlanFirstDispatch>().Correct)
            .AddSingleton<IJobHandler, PlanDispatch>()
            .AddHandler<ReportLateOutcome>(LateOutcome.Delivered)
            .AddHandler<ReportLateOutcome>(LateOutcome.Failed)
            .AddSingleton<IJobHandler, FollowDispatch>()
            .AddSingleton<FollowHint>()
            .AddSingleton<IJobHandler, NoteAnswer>()
            .AddSingleton<IJobHandler, NoteReport>()
            .AddSingleton<IJobHandler, PresumeDelivery>()
            .AddSingleton<BounceStore>()
            .AddSingleton<Suppressions>()
            .AddSingleton<ResendInvoice>()
            .AddChecks(WayChecks.Run, DispatchChecks.Run, BounceChecks.Run)
            .AddMoments(
                new Stamped(
                    "bounces",
                    ("bounce_id", "bounce_id", "received_at", Stamped.None, Stamped.NoDay),
                    Stamped.KeptAsSaid
                ),
                new Stamped(
                    "suppressions",
                    ("bounce_id", "bounce_id", "since", Stamped.None, Stamped.NoDay),
                    Stamped.KeptAsSaid
                ),
                new Stamped(
                    "dispatches",
                    ("dispatch_key", "dispatch_key", "planned_at", "coalesce(settled_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
            )
            .AddFacts(facts =>
                facts.On<ResendRequested>(fact => PlanDispatch.JobFor(fact.ClientId, fact.InvoiceId, fact.Resend))
            );

    /// <summary>A channel behind those that were added before; real where its settings are given.</summary>
    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddChannel(
        this IServiceCollection services,
        Channel channel,
        IConfiguration settings
    )
    {
        if (channel.SetUp(services, settings) is { Count: > 0 } reasons)
            throw new SettingRefusedException(string.Join(Environment.NewLine, reasons));
        return services.AddSingleton(channel).AddHandler<SendDispatch>(channel);
    }

    /// <summary>One handler for each of what it is told beside its services.</summary>
    private static IServiceCollection AddHandler<T>(this IServiceCollection services, object one)
        where T : IJobHandler =>
        services.AddSingleton<IJobHandler>(provider => ActivatorUtilities.CreateInstance<T>(provider, one));
}
