using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing.Runs;

/// <summary>What a job of a run is to issue: the slice behind a place, or named orders of one customer.</summary>
/// <param name="SliceOrders">How many orders it takes, where that is less than the node's own limit: a turn before it
/// lost with more.</param>
internal sealed record RunTurn(
    string RunId,
    HeldPlace After,
    IReadOnlyList<string>? OrderIds = null,
    int? SliceOrders = null
)
{
    public static RunTurn First(string runId) => new(runId, HeldPlace.BeforeAll);

    public static RunTurn Of(Job job) => JsonOptions.Restore<RunTurn>(job.Content);

    /// <summary>Fewer with each claim that came to nothing: somebody else changed what it was issuing meanwhile, or a
    /// node died in the middle.</summary>
    /// <param name="limit">The node's own.</param>
    public int OrdersAt(Job job, int limit) => job.Halved(Math.Min(SliceOrders ?? limit, limit));

    /// <summary>Behind the one that took <paramref name="orders"/> it takes up to twice as many.</summary>
    public RunTurn Next(HeldPlace after, int orders, int limit) =>
        this with
        {
            After = after,
            SliceOrders = orders * 2 < limit ? orders * 2 : null,
        };
}

/// <summary>A turn with what it found.</summary>
/// <param name="Next">Behind it; null where nothing is left, or it took named orders.</param>
/// <param name="Aside">What it does not issue itself, since it failed with it before: each customer gets a job of its
/// own.</param>
internal sealed record RunStep(
    RunTurn Turn,
    IReadOnlyList<InvoiceGroup> Groups,
    RunTurn? Next,
    IReadOnlyList<CustomerAside> Aside
)
{
    public bool IsLast => Turn.OrderIds is null && Next is null;
}

internal sealed record CustomerAside(string CustomerId, IReadOnlyList<string> OrderIds);

/// <summary>The steps of a run: what each issues, and what it leaves behind.</summary>
internal sealed class RunSteps(InvoiceRuns runs, RunSlices slices, RunLimits limits, Database database)
{
    public async Task<RunStep> Take(Job job, RunTurn turn, Client client)
    {
        if (turn.OrderIds is { } orderIds)
            return new(turn, InRun(await slices.GroupsOf(orderIds, client), turn), null, []);
        var orders = turn.OrdersAt(job, limits.SliceOrders);
        var slice = await slices.Next(await SelectionOf(turn.RunId), turn.After, orders);
        var next = slice.Next is { } after ? turn.Next(after, orders, limits.SliceOrders) : null;
        return job.Faults == 0
            ? new(turn, InRun(await slices.GroupsOf(slice, client), turn), next, [])
            : new(turn, [], next, Aside(slice));
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
    /// <param name="drafts">Of the step's groups.</param>
    public Settlement Settle(RunStep step, DraftGroups drafts, Client client, DateTimeOffset now)
    {
        var runId = step.Turn.RunId;
        var drafted = drafts.Drafted;
        var advanced = new RunAdvanced
        {
            ClientId = client.ClientId,
            OrderIds = [],
            About = runId,
            Orders = drafted.Sum(one => one.Group.Orders.Count),
            Rejected = drafts.Rejected.Sum(one => one.Group.Orders.Count),
            Invoices = drafted.Count,
            Amount = drafted.Sum(one => one.Invoice.Totals.AmountDue),
        };
        string[] putAside = [.. step.Aside.SelectMany(customer => customer.OrderIds)];
        return new()
        {
            Writes =
            [
                InvoiceRuns.Advance(runId, advanced, step.IsLast, now),
                .. putAside.Length == 0 ? [] : new Write[] { HeldOrders.PutAside(database.Dialect, putAside) },
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
                OrderIds = [],
                About = advanced.About,
                CustomerId = customer.CustomerId,
                Orders = customer.OrderIds.Count,
            };
        if (step.IsLast)
            yield return new RunEnded
            {
                ClientId = client.ClientId,
                OrderIds = [],
                About = advanced.About,
            };
    }

    private static NewJob JobFor(RunStep step, CustomerAside customer, Client client) =>
        IssueRun.JobFor(client.ClientId, customer.CustomerId, step.Turn with { OrderIds = customer.OrderIds });

    private static IEnumerable<NewJob> NextOf(RunStep step, Client client) =>
        step.Next is { } next ? [IssueRun.JobFor(client.ClientId, next.RunId, next)] : [];
}
