using Budstikke.Clients;
using Budstikke.Jobs;

namespace Budstikke.Invoicing.Runs;

/// <summary>The issuer's turns of a run: the collected orders of a slice of its customers.</summary>
internal sealed class IssueRun(IssueInvoices invoices, RunSteps runs) : IIssued
{
    public const string KindName = "issue-run";

    public string Kind => KindName;

    /// <param name="subject">The run, or the customer whose orders the turn names.</param>
    public static NewJob JobFor(string clientId, string subject, RunTurn turn) =>
        IssueDocuments.JobFor(KindName, clientId, subject) with
        {
            Content = JsonOptions.Store(turn),
        };

    public IReadOnlyList<string> OrdersOf(Job job) => RunTurn.Of(job).OrderIds ?? [];

    public async Task<IReadOnlyDictionary<long, TakeNumbers>> Find(
        IReadOnlyList<Job> jobs,
        Client client,
        RuleRefusals refused
    )
    {
        var found = new Dictionary<long, TakeNumbers>();
        foreach (var job in jobs)
        {
            var step = await runs.Take(job, RunTurn.Of(job), client);
            var groups = await invoices.Priced(step.Groups, client);
            found[job.JobId] = (first, now) =>
                Number(step, DraftGroups.Of(groups, client, first, now, refused), client, now);
        }
        return found;
    }

    private NumberedJob Number(RunStep step, DraftGroups drafts, Client client, DateTimeOffset now)
    {
        var numbered = invoices.Number(drafts, client, now);
        return numbered with { Beside = numbered.Beside.And(runs.Settle(step, drafts, client, now)) };
    }
}
