using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>Opens a case where the product can do no more by itself, and has it reported to the client.</summary>
internal sealed class OpenCase(Cases cases, TimeProvider time) : IJobHandler
{
    public const string KindName = "open-case";
    public const string Exhausted = "undelivered";
    public const string Rejected = "not-invoiced";

    private const int Concurrency = 8;

    public JobKind Kind { get; } = new(KindName, Concurrency);

    private sealed record Trouble(string OrderId, string Kind, string Reason);

    public static NewJob JobFor(DistributionExhausted fact) =>
        JobFor(
            fact,
            fact.InvoiceId,
            Exhausted,
            $"Invoice {fact.Number} reached the customer by no channel.\n{string.Join('\n', fact.Reasons)}"
        );

    public static NewJob JobFor(InvoiceRejected fact) =>
        JobFor(
            fact,
            fact.OrderId,
            Rejected,
            $"No lawful invoice can be made of the order.\n{string.Join('\n', fact.Violations)}"
        );

    private static NewJob JobFor(Fact fact, string subject, string kind, string reason) =>
        new(fact.ClientId, KindName, subject) { Content = JsonOptions.Store(new Trouble(fact.OrderId, kind, reason)) };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var trouble = JsonOptions.Restore<Trouble>(job.Content);
        var caseId = Cases.IdOf(trouble.Kind, job.Subject);
        if (await cases.Find(caseId) is not null)
            return Settlement.Done;
        var opened = new CaseRow(
            caseId,
            job.ClientId,
            trouble.OrderId,
            job.Subject,
            trouble.Kind,
            trouble.Reason,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            null
        );
        return new()
        {
            Writes = [Cases.New(opened)],
            Facts =
            [
                new CaseOpened
                {
                    ClientId = job.ClientId,
                    OrderIds = [trouble.OrderId],
                    CaseId = caseId,
                    Reason = trouble.Reason,
                },
            ],
            Jobs = [new NewJob(job.ClientId, MailCase.KindName, caseId)],
        };
    }
}
