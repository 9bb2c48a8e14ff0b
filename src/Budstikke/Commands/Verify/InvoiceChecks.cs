using Budstikke.Distribution;
using Budstikke.Invoicing;

namespace Budstikke.Commands.Verify;

/// <summary>An invoice or credit note with its orders, its ledger and how it goes to the customer, at one moment. Sums are in øre.</summary>
/// <param name="IssuedEntries">Of the ledger's entries, those that say what was issued.</param>
/// <param name="LastEntry">The ledger's highest entry number.</param>
/// <param name="OnTheWay">Dispatches that are planned, and jobs that will plan one.</param>
/// <param name="Cases">Opened since it was issued, closed ones too: then a person has dealt with it.</param>
/// <param name="OrdersWithoutFact">Orders whose timeline does not say that it was issued.</param>
internal sealed record InvoiceSight(
    string InvoiceId,
    string Kind,
    long AmountDue,
    long Orders,
    long OrdersTotal,
    long Entries,
    long LastEntry,
    long IssuedEntries,
    long IssuedTotal,
    long Accepted,
    long OnTheWay,
    long Cases,
    long OrdersWithoutFact
)
{
    public bool IsOriginal => Kind == InvoiceRow.Invoice;
}

/// <summary>Sums agree, and every document has reached its customer, is on its way, or lies with a person.</summary>
internal static class InvoiceChecks
{
    private const string OrdersOn = "FROM invoice_orders o WHERE o.invoice_id = p.invoice_id";

    private static readonly Paged<InvoiceSight> s_invoices = new(
        $"""
        WITH page AS (
          SELECT i.invoice_id, i.kind, i.amount_due, i.issued_at,
            (SELECT count(*) FROM dispatches d WHERE d.invoice_id = i.invoice_id AND d.state = @accepted) AS accepted
          FROM invoices i WHERE i.invoice_id > @after ORDER BY i.invoice_id LIMIT @rows)
        SELECT p.invoice_id AS InvoiceId, p.kind AS Kind, p.amount_due AS AmountDue,
          (SELECT count(*) {OrdersOn}) AS Orders,
          (SELECT CAST(coalesce(sum(r.grand_total), 0) AS bigint) FROM invoice_orders o JOIN orders r ON r.order_id = o.order_id
            WHERE o.invoice_id = p.invoice_id) AS OrdersTotal,
          (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS Entries,
          (SELECT coalesce(max(l.entry), 0) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS LastEntry,
          (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id AND l.kind = 'issued') AS IssuedEntries,
          (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM ledger l
            WHERE l.invoice_id = p.invoice_id AND l.kind = 'issued') AS IssuedTotal,
          p.accepted AS Accepted,
          (SELECT count(*) FROM dispatches d WHERE d.invoice_id = p.invoice_id AND d.state = @planned)
            + (SELECT count(*) FROM jobs j WHERE j.subject = p.invoice_id AND j.kind = @planKind) AS OnTheWay,
          CASE WHEN p.accepted > 0 THEN 0 ELSE
            (SELECT count(*) FROM cases c WHERE c.opened_at >= p.issued_at AND c.order_id IN (SELECT o.order_id {OrdersOn}))
            + {Verify.Cases.JobsFor("p.invoice_id")} END AS Cases,
          (SELECT count(*) {OrdersOn} AND NOT EXISTS
            (SELECT 1 FROM facts f WHERE f.order_id = o.order_id AND f.kind = @issuedKind)) AS OrdersWithoutFact
        FROM page p ORDER BY p.invoice_id
        """,
        row => row.InvoiceId
    )
    {
        Parameters = new
        {
            accepted = nameof(DispatchState.Accepted),
            planned = nameof(DispatchState.Planned),
            planKind = PlanDispatch.KindName,
            issuedKind = nameof(InvoiceIssued),
        },
    };

    public static Task Run(Audit audit)
    {
        var sums = audit.Begin("sums");
        var distribution = audit.Begin("distribution");
        var facts = audit.Begin("invoice facts");
        return audit.Judge(
            s_invoices,
            invoice =>
            {
                sums.Look(invoice.InvoiceId, JudgeSums(invoice));
                distribution.Look(invoice.InvoiceId, JudgeWay(invoice));
                facts.Look(invoice.InvoiceId, JudgeFacts(invoice));
            },
            sums,
            distribution,
            facts
        );
    }

    public static IEnumerable<string> JudgeSums(InvoiceSight invoice)
    {
        if (invoice.Orders == 0)
            yield return "It stands for no order.";
        else if (invoice.IsOriginal && invoice.AmountDue != invoice.OrdersTotal)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its orders come to {Nok(invoice.OrdersTotal)}.";
        if (invoice.IsOriginal && invoice.IssuedEntries != 1)
            yield return $"Its ledger says {invoice.IssuedEntries} times what was issued.";
        else if (invoice.IsOriginal && invoice.IssuedTotal != invoice.AmountDue)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its ledger says {Nok(invoice.IssuedTotal)}.";
        if (invoice.LastEntry != invoice.Entries)
            yield return $"Its ledger has {invoice.Entries} entries, and the last is number {invoice.LastEntry}.";
    }

    public static IEnumerable<string> JudgeWay(InvoiceSight invoice) =>
        invoice is { Accepted: 0, OnTheWay: 0, Cases: 0 }
            ? ["No channel has taken it, none is planned, and no person has a case of it."]
            : [];

    public static IEnumerable<string> JudgeFacts(InvoiceSight invoice) =>
        invoice is { IsOriginal: true, OrdersWithoutFact: > 0 }
            ?
            [
                $"{invoice.OrdersWithoutFact} of its {invoice.Orders} orders have no {nameof(InvoiceIssued)} on their timeline.",
            ]
            : [];

    private static string Nok(long ore) => (ore / 100m).ToString("0.00");
}
