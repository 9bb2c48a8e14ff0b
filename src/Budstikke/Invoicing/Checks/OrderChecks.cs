using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Checks;

/// <summary>An order with who works on it, at one moment.</summary>
/// <param name="Originals">Original invoices.</param>
/// <param name="InvoiceJobs">A customer's orders that a run failed with have a job together.</param>
/// <param name="Promised">Øre that are to be given back or were; not what was rejected.</param>
/// <param name="OpenCases">Those that lie with a person because it cannot be invoiced, or are about to.</param>
/// <param name="DueAt">When its run goes, of an order that is held.</param>
internal sealed record AuditedOrder(
    string OrderId,
    string ClientId,
    string State,
    long InvoiceInterval,
    long SeparateInvoices,
    long Originals,
    long InvoiceJobs,
    long OpenCases,
    long GrandTotal,
    long Promised,
    long DueAt,
    long OpenRuns
)
{
    /// <summary>A node looks for due runs all the time; an hour later nobody has.</summary>
    private const long MaxOverdueMilliseconds = 60 * 60 * 1000;

    /// <summary>Two months: the longest period has one, and its run goes the day after.</summary>
    private const long LongestHoldMilliseconds = 62L * 24 * 60 * 60 * 1000;

    private bool IsCollected => InvoiceInterval != (long)Orders.InvoiceInterval.Daily || SeparateInvoices == 0;

    /// <summary>It waits for its period to close, or for the run that has begun to come to it.</summary>
    public bool IsHeld(long now) =>
        State == OrderState.Sent
        && IsCollected
        && DueAt != HeldOrders.SetAside
        && (DueAt > now - MaxOverdueMilliseconds || OpenRuns > 0);

    /// <summary>No run will come to it in time: the clock was wrong that said when.</summary>
    public bool IsHeldTooLong(long now) => IsHeld(now) && DueAt > now + LongestHoldMilliseconds;
}

/// <summary>An accepted order is never lost and never invoiced twice.</summary>
internal static class OrderChecks
{
    /// <param name="which">Which rows of <c>orders</c>.</param>
    /// <param name="cases">How its cases are counted.</param>
    private static string Sql(string which, string cases) =>
        $"""
            WITH page AS (SELECT order_id, client_id, customer_id, state, invoice_interval, separate_invoices,
              grand_total,
                CASE WHEN held_until = 0 THEN accepted_at ELSE held_until END AS due_at FROM orders WHERE {which}),
            {PageJobs.Of($"IN ('{IssueInvoices.KindName}', '{IssueRun.KindName}')", "order_id", "customer_id")}
            SELECT p.order_id AS OrderId, p.client_id AS ClientId, p.state AS State,
              p.invoice_interval AS InvoiceInterval, p.separate_invoices AS SeparateInvoices,
              (SELECT count(*) FROM invoice_orders o WHERE o.order_id = p.order_id AND o.original = 1) AS Originals,
              coalesce(o.jobs, 0) + coalesce(c.jobs, 0) AS InvoiceJobs,
              {cases} AS OpenCases,
              p.grand_total AS GrandTotal,
              (SELECT CAST(coalesce(sum(f.amount), 0) AS bigint) FROM refunds f
                WHERE f.order_id = p.order_id AND f.rejected_at IS NULL) AS Promised,
              p.due_at AS DueAt,
              (SELECT count(*) FROM invoice_runs r WHERE r.client_id = p.client_id AND r.ended_at IS NULL) AS OpenRuns
            FROM page p LEFT JOIN work o ON o.subject = p.order_id LEFT JOIN work c ON c.subject = p.customer_id
            ORDER BY p.order_id
            """;

    private static readonly Paged<AuditedOrder> s_orders = new(
        Sql("order_id > @after ORDER BY order_id LIMIT @rows", CaseCounts.None),
        row => row.OrderId
    )
    {
        Rows = PageJobs.Rows,
    };

    public static async Task Run(Audit audit)
    {
        var orders = audit.Begin("orders");
        await foreach (var page in audit.Pages(s_orders))
        {
            foreach (var order in page)
            {
                orders.Look(order.OrderId, Judge(await Again(audit, order), audit.Now));
                orders.Hold(order.IsHeld(audit.Now));
            }
            audit.Tell(orders);
        }
    }

    /// <summary>A suspect is looked at again, with its case; a page need not ask for everyone's.</summary>
    private static async Task<AuditedOrder> Again(Audit audit, AuditedOrder order)
    {
        if (!Judge(order, audit.Now).Any())
            return order;
        var sought = audit.Cases.Of(typeof(InvoiceRejected), order.OrderId, 0);
        var withCase = order with { OpenCases = await audit.Count(audit.Cases.Open, sought) };
        if (!Judge(withCase, audit.Now).Any())
            return withCase;
        var again = await audit.Query<AuditedOrder>(
            Sql("order_id = @OrderId", audit.Cases.Open),
            new
            {
                order.OrderId,
                caseId = sought.CaseId,
                caseLane = sought.Lane,
            }
        );
        return again is [var now] ? now : order;
    }

    public static IEnumerable<string> Judge(AuditedOrder order, long now)
    {
        if (order.Promised > order.GrandTotal)
            yield return $"{order.Promised / 100m:0.00} is promised to be given back of "
                + $"{order.GrandTotal / 100m:0.00}.";
        switch (order.State)
        {
            case OrderState.Sent:
                if (order.Originals > 0)
                    yield return $"It is {OrderState.Sent} and has been invoiced.";
                else if (!order.IsHeld(now) && order.InvoiceJobs == 0 && order.OpenCases == 0)
                    yield return $"It is {OrderState.Sent} and nobody works on it: it has no job, no open case, and is "
                        + "not held.";
                else if (order.IsHeldTooLong(now))
                    yield return $"It is held until {Moments.Text(order.DueAt)}, and no period is so long: a clock was "
                        + $"wrong. Have it invoiced with `run now --client {order.ClientId}`.";
                break;
            // It was ended before it was invoiced, or credited afterwards, so an invoice is neither required nor wrong.
            case OrderState.Cancelled or OrderState.Expired:
                if (order.Originals > 1)
                    yield return Several(order);
                break;
            case OrderState.Invoiced
            or OrderState.Paid
            or OrderState.PartiallyRefunded
            or OrderState.Refunded
            or OrderState.Reminded
            or OrderState.InCollection:
                if (order.Originals == 0)
                    yield return $"It is {order.State} and has no invoice.";
                else if (order.Originals > 1)
                    yield return Several(order);
                break;
            default:
                yield return $"Its state {order.State} is no state of an order.";
                break;
        }
    }

    private static string Several(AuditedOrder order) => $"It is invoiced {order.Originals} times.";
}
