using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

internal static class Registration
{
    /// <summary>
    /// Waits for <see cref="DistributionExhausted"/>, <see cref="InvoiceRejected"/> and <see cref="CreditNoteRejected"/>; announces
    /// <see cref="CaseOpened"/>, <see cref="CaseReported"/>, <see cref="CaseReportFailed"/>, <see cref="CaseClosed"/>. Needs a <see cref="SendServiceMail"/>.
    /// </summary>
    public static IServiceCollection AddCustomerService(this IServiceCollection services) =>
        services
            .AddSingleton<CaseStore>()
            .AddSingleton<Cases>()
            .AddSingleton<IJobHandler, OpenCase>()
            .AddSingleton<IJobHandler, MailCase>()
            .AddFacts(facts =>
            {
                facts.On<DistributionExhausted>(OpenCase.JobFor);
                facts.On<InvoiceRejected>(OpenCase.JobFor);
                facts.On<CreditNoteRejected>(OpenCase.JobFor);
            });
}
