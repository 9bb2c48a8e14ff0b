using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;

namespace Budstikke.Commands.Verify;

/// <summary>An invoice or credit note with its orders, its ledger and how it goes to the customer, at one moment. Sums are in øre.</summary>
/// <param name="Resend">The newest sending, which must come to something; the earlier ones need not any more.</param>
/// <param name="StrangeOrders">Of its orders, those of another customer.</param>
/// <param name="IssuedEntries">Of the ledger's entries, those that say what was issued.</param>
/// <param name="LastEntry">The ledger's highest entry number.</param>
/// <param name="CreditedTotal">What the ledger says was given back of it.</param>
/// <param name="Refunds">Of a credit note: the refunds that it was issued for.</param>
/// <param name="CreditEntries">Of a credit note: the entries of it in the ledger of the invoice that it credits.</param>
/// <param name="OnTheWay">Dispatches that are planned or that a person finds out about, and jobs that will plan one.</param>
/// <param name="Cases">Closed ones too: then a person has dealt with it; and those about to be opened.</param>
/// <param name="OrdersWithoutFact">Orders whose timeline does not say that it was issued.</param>
internal sealed record InvoiceSight(
    string InvoiceId,
    long Resend,
    string Kind,
    long AmountDue,
    long Fee,
    long Orders,
    long StrangeOrders,
    long OrdersTotal,
    long Entries,
    long LastEntry,
    long IssuedEntries,
    long IssuedTotal,
    long CreditedTotal,
    long Refunds,
    long CreditEntries,
    long CreditTotal,
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
    private const string NewestDispatches =
        "FROM dispatches d WHERE d.invoice_id = p.invoice_id AND d.resend = p.resend";
    private const string OrdersOn = "FROM invoice_orders o WHERE o.invoice_id = p.invoice_id";
    private const string OrdersWithRows =
        "FROM invoice_orders o JOIN orders r ON r.order_id = o.order_id WHERE o.invoice_id = p.invoice_id";

    /// <summary>By the refund, since a ledger is found by its invoice.</summary>
    private const string CreditEntries =
        "FROM refunds f JOIN ledger l ON l.invoice_id = f.invoice_id AND l.document_id = f.credit_note_id WHERE f.credit_note_id = p.invoice_id";

    /// <param name="which">Which rows of <c>invoices</c>.</param>
    private static string Sql(string which) =>
        $"""
            WITH page AS (
              SELECT i.invoice_id, i.client_id, i.customer_id, i.kind, i.amount_due, i.fee,
                (SELECT coalesce(max(r.resend), 0) FROM resends r WHERE r.invoice_id = i.invoice_id) AS resend
              FROM invoices i WHERE {which}),
            {PageJobs.Of("= @planKind", "invoice_id")}
            SELECT p.invoice_id AS InvoiceId, p.resend AS Resend, p.kind AS Kind, p.amount_due AS AmountDue, p.fee AS Fee,
              (SELECT count(*) {OrdersOn}) AS Orders,
              (SELECT count(*) {OrdersWithRows} AND (r.customer_id <> p.customer_id OR r.client_id <> p.client_id)) AS StrangeOrders,
              (SELECT CAST(coalesce(sum(r.grand_total), 0) AS bigint) {OrdersWithRows}) AS OrdersTotal,
              (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS Entries,
              (SELECT coalesce(max(l.entry), 0) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS LastEntry,
              (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id AND l.kind = 'issued') AS IssuedEntries,
              (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM ledger l
                WHERE l.invoice_id = p.invoice_id AND l.kind = 'issued') AS IssuedTotal,
              (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM ledger l
                WHERE l.invoice_id = p.invoice_id AND l.kind = 'credited') AS CreditedTotal,
              (SELECT count(*) FROM refunds f WHERE f.credit_note_id = p.invoice_id) AS Refunds,
              (SELECT count(*) {CreditEntries}) AS CreditEntries,
              (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) {CreditEntries}) AS CreditTotal,
              (SELECT count(*) {NewestDispatches} AND d.state IN (@accepted, @delivered)) AS Accepted,
              (SELECT count(*) {NewestDispatches} AND d.state IN (@planned, @inDoubt))
                + coalesce(w.jobs, 0) AS OnTheWay,
              {Audit.CountOfCases()} AS Cases,
              (SELECT count(*) {OrdersOn} AND NOT EXISTS
                (SELECT 1 FROM facts f WHERE f.order_id = o.order_id
                  AND f.kind = CASE p.kind WHEN @creditNote THEN @creditedKind ELSE @issuedKind END)) AS OrdersWithoutFact
            FROM page p LEFT JOIN work w ON w.subject = p.invoice_id ORDER BY p.invoice_id
            """;

    private static object Parameters(string id, string caseId) =>
        new
        {
            id,
            caseId,
            caseLane = OpenCase.LaneOf(caseId),
            accepted = nameof(DispatchState.Accepted),
            delivered = nameof(DispatchState.Delivered),
            planned = nameof(DispatchState.Planned),
            inDoubt = nameof(DispatchState.InDoubt),
            planKind = PlanDispatch.KindName,
            issuedKind = nameof(InvoiceIssued),
            creditedKind = nameof(CreditNoteIssued),
            creditNote = InvoiceRow.CreditNote,
        };

    private static readonly Paged<InvoiceSight> s_invoices = new(
        Sql("invoice_id > @after ORDER BY invoice_id LIMIT @rows"),
        row => row.InvoiceId
    )
    {
        Parameters = Parameters("", ""),
        Rows = PageJobs.Rows,
    };

    public static async Task Run(Audit audit)
    {
        var sums = audit.Begin("sums");
        var distribution = audit.Begin("distribution");
        var facts = audit.Begin("invoice facts");
        await foreach (var page in audit.Pages(s_invoices))
        {
            foreach (var invoice in page)
            {
                sums.Look(invoice.InvoiceId, JudgeSums(invoice));
                distribution.Look(invoice.InvoiceId, JudgeWay(await Again(audit, invoice)));
                facts.Look(invoice.InvoiceId, JudgeFacts(invoice));
            }
            audit.Tell(sums, distribution, facts);
        }
    }

    /// <summary>A suspect is looked at again, with its case; a page need not ask for everyone's.</summary>
    private static async Task<InvoiceSight> Again(Audit audit, InvoiceSight invoice)
    {
        if (!JudgeWay(invoice).Any())
            return invoice;
        var caseId = CaseIds.Of(NewCase.DistributionExhausted, OpenCase.SubjectOf(invoice.InvoiceId, invoice.Resend));
        var withCase = invoice with { Cases = await audit.Cases(caseId) };
        if (!JudgeWay(withCase).Any())
            return withCase;
        var again = await audit.Query<InvoiceSight>(Sql("invoice_id = @id"), Parameters(invoice.InvoiceId, caseId));
        return again is [var now] ? now : invoice;
    }

    public static IEnumerable<string> JudgeSums(InvoiceSight invoice)
    {
        if (invoice.Orders == 0)
            yield return "It stands for no order.";
        else if (invoice.IsOriginal && invoice.AmountDue != invoice.OrdersTotal + invoice.Fee)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its orders come to {Nok(invoice.OrdersTotal)}{(invoice.Fee == 0 ? "" : $" with a fee of {Nok(invoice.Fee)}")}.";
        if (invoice.StrangeOrders > 0)
            yield return $"{invoice.StrangeOrders} of its {invoice.Orders} orders are another customer's.";
        if (invoice.IsOriginal && invoice.IssuedEntries != 1)
            yield return $"Its ledger says {invoice.IssuedEntries} times what was issued.";
        else if (invoice.IsOriginal && invoice.IssuedTotal != invoice.AmountDue)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its ledger says {Nok(invoice.IssuedTotal)}.";
        if (invoice.CreditedTotal > invoice.IssuedTotal)
            yield return $"Its ledger says that {Nok(invoice.CreditedTotal)} was given back of {Nok(invoice.IssuedTotal)}.";
        if (!invoice.IsOriginal && invoice is not { Refunds: 1, CreditEntries: 1 })
            yield return $"It stands for {invoice.Refunds} refunds, and for {invoice.CreditEntries} entries of a ledger.";
        else if (!invoice.IsOriginal && invoice.CreditTotal != invoice.AmountDue)
            yield return $"Its amount is {Nok(invoice.AmountDue)}, and the ledger of its invoice says {Nok(invoice.CreditTotal)}.";
        if (invoice.LastEntry != invoice.Entries)
            yield return $"Its ledger has {invoice.Entries} entries, and the last is number {invoice.LastEntry}.";
    }

    public static IEnumerable<string> JudgeWay(InvoiceSight invoice) =>
        invoice is { Accepted: 0, OnTheWay: 0, Cases: 0 }
            ? ["No channel has taken it, none is planned, and no person has a case of it."]
            : [];

    public static IEnumerable<string> JudgeFacts(InvoiceSight invoice) =>
        invoice.OrdersWithoutFact > 0
            ?
            [
                $"{invoice.OrdersWithoutFact} of its {invoice.Orders} orders have no {(invoice.IsOriginal ? nameof(InvoiceIssued) : nameof(CreditNoteIssued))} on their timeline.",
            ]
            : [];

    private static string Nok(long ore) => (ore / 100m).ToString("0.00");
}
