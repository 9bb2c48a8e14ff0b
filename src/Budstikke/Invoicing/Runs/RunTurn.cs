using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing.Runs;

/// <summary>What a job of a run is to issue: the slice behind a place, or named orders of one customer.</summary>
internal sealed record RunTurn(string RunId, HeldPlace After, IReadOnlyList<string>? OrderIds = null)
{
    public static RunTurn First(string runId) => new(runId, HeldPlace.BeforeAll);

    /// <summary>Null: the job's subject is an order that is invoiced at once.</summary>
    public static RunTurn? Of(Job job) =>
        job.Content == NewJob.NoContent ? null : JsonOptions.Restore<RunTurn>(job.Content);
}

/// <summary>A turn with what it found.</summary>
/// <param name="Aside">What it does not issue itself, since it failed with it before: each customer gets a job of its own.</param>
internal sealed record RunStep(
    RunTurn Turn,
    IReadOnlyList<InvoiceGroup> Groups,
    HeldPlace? Next,
    IReadOnlyList<CustomerAside> Aside
)
{
    public bool IsLast => Turn.OrderIds is null && Next is null;
}

internal sealed record CustomerAside(string CustomerId, IReadOnlyList<string> OrderIds);

/// <summary>The steps of a run: what each issues, and what it leaves behind.</summary>
internal sealed class RunSteps(InvoiceRuns runs, RunSlices slices, Database database)
{
    public async Task<RunStep> Take(Job job, RunTurn turn, Client client)
    {
        var settings = client.Settings.Runs;
        if (turn.OrderIds is { } orderIds)
            return new(turn, InRun(await slices.GroupsOf(orderIds, settings), turn), null, []);
        var slice = await slices.Next(await SelectionOf(turn.RunId), turn.After);
        return job.Faults == 0
            ? new(turn, InRun(await slices.GroupsOf(slice, settings), turn), slice.Next, [])
            : new(turn, [], slice.Next, Aside(slice));
    }

    private async Task<HeldSelection> SelectionOf(string runId) =>
        (await runs.Find(runId) ?? throw new InvalidOperationException($"There is no run {runId}.")).Selection;

    private static IReadOnlyList<InvoiceGroup> InRun(IReadOnlyList<InvoiceGroup> groups, RunTurn turn) =>
        [.. groups.Select(group => group with { RunId = turn.RunId })];

    private static IReadOnlyList<CustomerAside> Aside(RunSlice slice) =>
        [
            .. slice
                .Orders.GroupBy(order => order.CustomerId)
                .Select(customer => new CustomerAside(customer.Key, [.. customer.Select(order => order.OrderId)])),
        ];

    /// <summary>What is written beside the invoices themselves.</summary>
    public Settlement Settle(RunStep step, DraftGroups all, Client client, DateTimeOffset now)
    {
        var runId = step.Turn.RunId;
        var mine = step.Groups.SelectMany(group => group.OrderIds).ToHashSet(StringComparer.Ordinal);
        var drafted = all.Drafted.Where(one => mine.Contains(one.Group.OrderIds[0])).ToList();
        var rejected = all.Rejected.SelectMany(one => one.Group.OrderIds).Where(mine.Contains).ToList();
        var advanced = new RunAdvanced
        {
            ClientId = client.ClientId,
            OrderIds = [runId],
            Orders = drafted.Sum(one => one.Group.Orders.Count),
            Rejected = rejected.Count,
            Invoices = drafted.Count,
            Amount = drafted.Sum(one => one.Invoice.Totals.AmountDue),
        };
        IReadOnlyList<string> putAside = [.. rejected, .. step.Aside.SelectMany(customer => customer.OrderIds)];
        return new()
        {
            Writes =
            [
                InvoiceRuns.Advance(runId, advanced, step.IsLast, now),
                .. putAside.Count == 0 ? [] : new Write[] { HeldOrders.PutAside(database.Dialect, putAside) },
            ],
            Facts = [.. FactsOf(step, advanced, client)],
            Jobs = [.. step.Aside.Select(customer => JobFor(step, customer, client)), .. NextOf(step, client)],
        };
    }

    private static IEnumerable<Fact> FactsOf(RunStep step, RunAdvanced advanced, Client client)
    {
        if (advanced.Orders + advanced.Rejected > 0)
            yield return advanced;
        foreach (var customer in step.Aside)
            yield return new RunPutAside
            {
                ClientId = client.ClientId,
                OrderIds = advanced.OrderIds,
                CustomerId = customer.CustomerId,
                Orders = customer.OrderIds.Count,
            };
        if (step.IsLast)
            yield return new RunEnded { ClientId = client.ClientId, OrderIds = advanced.OrderIds };
    }

    private static NewJob JobFor(RunStep step, CustomerAside customer, Client client) =>
        IssueInvoices.JobFor(client.ClientId, customer.CustomerId, step.Turn with { OrderIds = customer.OrderIds });

    private static IEnumerable<NewJob> NextOf(RunStep step, Client client) =>
        step.Next is { } next
            ? [IssueInvoices.JobFor(client.ClientId, step.Turn.RunId, step.Turn with { After = next })]
            : [];
}
