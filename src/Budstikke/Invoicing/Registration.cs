using Budstikke.Invoicing.Checks;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

internal static class Registration
{
    /// <summary>
    /// Waits for <see cref="OrderAccepted"/>; announces <see cref="InvoiceIssued"/>, <see cref="InvoiceRejected"/>,
    /// <see cref="InvoiceSplit"/> and <see cref="IssueRequested"/>, for a refund <see cref="RefundRequested"/>,
    /// <see cref="CreditNoteIssued"/>,
    /// <see cref="CreditNoteRejected"/>, <see cref="RefundWithdrawn"/>, and on a run's own timeline
    /// <see cref="RunBegun"/>, <see cref="RunAdvanced"/>,
    /// <see cref="RunPutAside"/> and <see cref="RunEnded"/>. Needs a <see cref="FirstChannel"/>, a
    /// <see cref="PlanFirst"/> and a <see cref="CorrectedCustomer"/>.
    /// </summary>
    public static IServiceCollection AddInvoicing(
        this IServiceCollection services,
        IConfiguration settings,
        bool works = true
    )
    {
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<PlanRuns>());
        return services
            .AddSingleton<InvoiceStore>()
            .AddSingleton<NumberSeries>()
            .AddSingleton<SharedParts>()
            .AddSingleton(OfficialRules.Of(settings))
            .AddSingleton(FeeCap.Of(settings))
            .AddSingleton<InvoiceFees>()
            .AddSingleton<ForeseeViolations>()
            .AddSingleton<RefundStore>()
            .AddSingleton<RefundOrder>()
            .AddSingleton<EndRefund>()
            .AddSingleton<InvoiceRuns>()
            .AddSingleton(LimitsOf(settings))
            .AddSingleton<RunSlices>()
            .AddSingleton<RunSteps>()
            .AddSingleton<PlanRuns>()
            .AddSingleton<PreviewRuns>()
            .AddSingleton<IssueInvoices>()
            .AddSingleton<IssueOrder>()
            .AddSingleton<IIssued>(provider => provider.GetRequiredService<IssueInvoices>())
            .AddSingleton<IIssued, IssueCreditNotes>()
            .AddSingleton<IIssued, IssueRun>()
            .AddSingleton<IJobHandler, IssueDocuments>()
            .AddFacts(facts =>
            {
                facts.On<OrderAccepted>(IssueInvoices.JobFor);
                facts.On<IssueRequested>(IssueInvoices.JobFor);
                facts.On<RefundRequested>(IssueCreditNotes.JobFor);
            })
            .AddInvoicingChecks();
    }

    private static RunLimits LimitsOf(IConfiguration settings) =>
        new(
            Settings.Number(settings, "Node:RunSliceOrders", RunLimits.DefaultSliceOrders, 1, RunLimits.MaxSliceOrders)
        );
}
