using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

internal static class Registration
{
    /// <summary>Waits for <see cref="OrderAccepted"/>; announces <see cref="InvoiceIssued"/>, <see cref="InvoiceRejected"/>.</summary>
    public static IServiceCollection AddInvoicing(this IServiceCollection services) =>
        services
            .AddSingleton<InvoiceStore>()
            .AddSingleton<NumberSeries>()
            .AddSingleton<SharedParts>()
            .AddSingleton<IJobHandler, IssueInvoices>()
            .AddFacts(facts => facts.On<OrderAccepted>(IssueInvoices.JobFor));
}
