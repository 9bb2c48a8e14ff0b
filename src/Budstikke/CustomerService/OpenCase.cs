using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>Opens a case, once for the same of the same subject, and has the client's contact told.</summary>
internal sealed class OpenCase(CaseStore cases, TimeProvider time) : IJobHandler
{
    public const string KindName = "open-case";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    /// <summary>Repeats wait in one lane, so that the second sees the first's case.</summary>
    public static NewJob JobFor(NewCase opened) =>
        new(opened.ClientId, KindName, opened.Subject)
        {
            Lane = LaneOf(opened.CaseId),
            Content = JsonOptions.Store(opened),
        };

    public static string LaneOf(string caseId) => $"{KindName}:{caseId}";

    /// <summary>Each sending that found no way is a case of its own, also after an earlier one's was closed.</summary>
    public static string SubjectOf(string invoiceId, long resend) => resend == 0 ? invoiceId : $"{invoiceId}-{resend}";

    public static NewJob JobFor(DistributionExhausted fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                OrderIds = fact.OrderIds,
                Subject = SubjectOf(fact.InvoiceId, fact.Resend),
                InvoiceId = fact.InvoiceId,
                Kind = NewCase.DistributionExhausted,
                Reasons = fact.Reasons,
            }
        );

    public static NewJob JobFor(InvoiceRejected fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                OrderIds = fact.OrderIds,
                Subject = fact.OrderId,
                Kind = NewCase.InvoiceRejected,
                Reasons = fact.Violations,
            }
        );

    public static NewJob JobFor(CreditNoteRejected fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                OrderIds = fact.OrderIds,
                Subject = SubjectOfRefund(fact.OrderId, fact.Refund),
                Kind = NewCase.CreditNoteRejected,
                Reasons = fact.Violations,
            }
        );

    /// <summary>Each refund of an order is a matter of its own.</summary>
    public static string SubjectOfRefund(string orderId, long refund) => $"{orderId} {refund}";

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var opened = JsonOptions.Restore<NewCase>(jobs[0].Content);
        if (await cases.Find(opened.CaseId) is not null)
            return Settlement.Done;
        return new()
        {
            Writes = [CaseStore.New(opened, time.GetUtcNow())],
            Facts =
            [
                new CaseOpened
                {
                    ClientId = opened.ClientId,
                    OrderIds = opened.OrderIds,
                    CaseId = opened.CaseId,
                    CaseKind = opened.Kind,
                    Reason = opened.Reason,
                },
            ],
            Jobs = [MailCase.JobFor(opened.ClientId, opened.CaseId)],
        };
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        Task.FromResult(JsonOptions.Restore<NewCase>(job.Content).OrderIds);
}
