using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Distribution;

internal static class Registration
{
    /// <summary>Waits for <see cref="InvoiceIssued"/> and <see cref="CreditNoteIssued"/>; announces <see cref="ResendRequested"/>, what became of each channel, <see cref="DispatchInDoubt"/> and <see cref="DistributionExhausted"/>.</summary>
    public static IServiceCollection AddDistribution(this IServiceCollection services)
    {
        services
            .AddSingleton<DispatchStore>()
            .AddSingleton<Channels>()
            .AddSingleton<IJobHandler, PlanDispatch>()
            .AddSingleton<IJobHandler, ReportLateFailure>()
            .AddSingleton<ResendInvoice>()
            .AddChecks(WayChecks.Run, DispatchChecks.Run)
            .AddMoments(
                new Stamped(
                    "dispatches",
                    ("dispatch_key", "dispatch_key", "planned_at", "coalesce(settled_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
            )
            .AddFacts(facts =>
            {
                facts.On<InvoiceIssued>(fact => PlanDispatch.JobFor(fact.ClientId, fact.InvoiceId, resend: 0));
                facts.On<CreditNoteIssued>(fact => PlanDispatch.JobFor(fact.ClientId, fact.CreditNoteId, resend: 0));
                facts.On<ResendRequested>(fact => PlanDispatch.JobFor(fact.ClientId, fact.InvoiceId, fact.Resend));
            });
        foreach (var channel in Enum.GetValues<Channel>())
            services.AddSingleton<IJobHandler>(provider =>
                ActivatorUtilities.CreateInstance<SendDispatch>(provider, channel)
            );
        return services;
    }
}
