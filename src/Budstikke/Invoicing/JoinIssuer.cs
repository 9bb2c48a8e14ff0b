using Budstikke.Jobs;

namespace Budstikke.Invoicing;

/// <summary>
/// Invoices and credit notes had a lane each before they had one issuer. What stands in those lanes in a store from
/// then, and what an older node beside this one puts there, goes over to the issuer's, in its order.
/// </summary>
internal sealed class JoinIssuer(string kind) : IJobHandler
{
    public const string Invoices = "issue-invoice";
    public const string CreditNotes = "issue-credit-note";

    /// <summary>As SQL: the kinds of the jobs that issue something.</summary>
    public const string AnyKind = $"IN ('{IssueDocuments.KindName}', '{Invoices}', '{CreditNotes}')";

    public JobKind Kind { get; } = new(kind, Concurrency: 1, IsBatch: true);

    public Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel) =>
        Task.FromResult(
            new Settlement
            {
                Jobs =
                [
                    .. jobs.Select(job =>
                        IssueDocuments.JobFor(job.ClientId, job.Subject) with
                        {
                            Content = job.Content,
                        }
                    ),
                ],
            }
        );
}
