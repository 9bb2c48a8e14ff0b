using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

internal static class Registration
{
    /// <summary>
    /// Waits for <see cref="OrderAccepted"/>; announces <see cref="InvoiceIssued"/>, <see cref="InvoiceRejected"/>, and for a refund
    /// <see cref="RefundRequested"/>, <see cref="CreditNoteIssued"/>, <see cref="CreditNoteRejected"/>. Needs a <see cref="FirstChannel"/>.
    /// </summary>
    public static IServiceCollection AddInvoicing(this IServiceCollection services, IConfiguration settings) =>
        services
            .AddSingleton<InvoiceStore>()
            .AddSingleton<NumberSeries>()
            .AddSingleton<SharedParts>()
            .AddSingleton(FeeCap.Of(settings))
            .AddSingleton<InvoiceFees>()
            .AddSingleton<RefundStore>()
            .AddSingleton<RefundOrder>()
            .AddSingleton<IJobHandler, IssueInvoices>()
            .AddSingleton<IJobHandler, IssueCreditNotes>()
            .AddFacts(facts =>
            {
                facts.On<OrderAccepted>(IssueInvoices.JobFor);
                facts.On<RefundRequested>(IssueCreditNotes.JobFor);
            });
}
