using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

internal static class Registration
{
    /// <summary>
    /// Waits for <see cref="OrderAccepted"/>; announces <see cref="InvoiceIssued"/>, <see cref="InvoiceRejected"/> and
    /// <see cref="InvoiceSplit"/>, for a refund <see cref="RefundRequested"/>, <see cref="CreditNoteIssued"/>,
    /// <see cref="CreditNoteRejected"/>, and on a run's own timeline <see cref="RunBegun"/>, <see cref="RunAdvanced"/>,
    /// <see cref="RunPutAside"/> and <see cref="RunEnded"/>. Needs a <see cref="FirstChannel"/>.
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
            .AddSingleton(FeeCap.Of(settings))
            .AddSingleton<InvoiceFees>()
            .AddSingleton<ForeseeViolations>()
            .AddSingleton<RefundStore>()
            .AddSingleton<RefundOrder>()
            .AddSingleton<InvoiceRuns>()
            .AddSingleton(LimitsOf(settings))
            .AddSingleton<RunSlices>()
            .AddSingleton<RunSteps>()
            .AddSingleton<PlanRuns>()
            .AddSingleton<PreviewRuns>()
            .AddSingleton<IJobHandler, IssueInvoices>()
            .AddSingleton<IJobHandler, IssueCreditNotes>()
            .AddFacts(facts =>
            {
                facts.On<OrderAccepted>(IssueInvoices.JobFor);
                facts.On<RefundRequested>(IssueCreditNotes.JobFor);
            });
    }

    private static RunLimits LimitsOf(IConfiguration settings) =>
        new(
            Settings.Number(settings, "Node:RunSliceOrders", RunLimits.DefaultSliceOrders, 1, RunLimits.MaxSliceOrders)
        );
}
