using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.CustomerService;

internal static class Registration
{
    /// <summary>
    /// Waits for <see cref="DistributionExhausted"/>, <see cref="DispatchInDoubt"/>, <see cref="InvoiceRejected"/>,
    /// <see cref="CreditNoteRejected"/>, <see cref="DispatchHeld"/>, <see cref="JobFailing"/> and
    /// <see cref="RecipientAnswered"/>, and for what takes their cause away, <see cref="OrderCancelled"/>,
    /// <see cref="InvoiceIssued"/>, <see cref="RefundWithdrawn"/>, <see cref="DispatchAccepted"/>,
    /// <see cref="DispatchFailedLate"/>, <see cref="DispatchDelivered"/> and <see cref="JobRecovered"/>; announces
    /// <see cref="CaseOpened"/>, <see cref="CaseReported"/>, <see cref="CaseReportFailed"/>, <see cref="CaseClosed"/>.
    /// Needs a <see cref="SendServiceMail"/>.
    /// </summary>
    public static IServiceCollection AddCustomerService(this IServiceCollection services) =>
        services
            .AddSingleton<CaseStore>()
            .AddSingleton<Cases>()
            .AddSingleton<Causes>()
            .AddSingleton<WorkOnCase>()
            .AddSingleton<IJobHandler, OpenCase>()
            .AddSingleton<IJobHandler, CloseCase>()
            .AddSingleton<IJobHandler, MailCase>()
            .AddSingleton<IJobHandler, MailAccountChange>()
            .AddSingleton(CasesOfFacts.Counts)
            .AddMoments(
                new Stamped(
                    "cases",
                    ("case_id", "case_id", "opened_at", "coalesce(closed_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
            )
            .AddFacts(facts =>
            {
                facts.On<DistributionExhausted>(OpenCase.JobFor);
                facts.On<InvoiceRejected>(OpenCase.JobFor);
                facts.On<CreditNoteRejected>(OpenCase.JobFor);
                facts.On<DispatchInDoubt>(OpenCase.JobFor);
                facts.On<DispatchHeld>(OpenCase.JobFor);
                facts.On<DispatchAccepted>(CloseCase.JobFor);
                facts.On<JobFailing>(OpenCase.JobFor);
                facts.On<RecipientAnswered>(OpenCase.JobFor);
                facts.On<DispatchFailedLate>(OpenCase.JobFor);
                facts.On<OrderCancelled>(CloseCase.JobFor);
                facts.On<InvoiceIssued>(CloseCase.JobFor);
                facts.On<RefundWithdrawn>(CloseCase.JobFor);
                facts.On<DispatchFailedLate>(CloseCase.JobFor);
                facts.On<DispatchDelivered>(CloseCase.JobFor);
                facts.On<JobRecovered>(CloseCase.JobFor);
            });
}
