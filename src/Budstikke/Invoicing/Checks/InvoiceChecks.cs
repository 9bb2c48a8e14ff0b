using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Ledger;

namespace Budstikke.Invoicing.Checks;

/// <summary>An invoice or credit note with its orders and its ledger, at one moment. Sums are in øre.</summary>
/// <param name="StrangeOrders">Of its orders, those of another customer.</param>
/// <param name="IssuedEntries">Of the ledger's entries, those that say what was issued.</param>
/// <param name="LastEntry">The ledger's highest entry number.</param>
/// <param name="CreditedTotal">What the ledger says was given back of it.</param>
/// <param name="Refunds">Of a credit note: the refunds that it was issued for.</param>
/// <param name="CreditEntries">Of a credit note: the entries of it in the ledger of the invoice that it
/// credits.</param>
/// <param name="OrdersWithoutFact">Orders whose timeline does not say that it was issued.</param>
internal sealed record AuditedInvoice(
    string InvoiceId,
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
    long OrdersWithoutFact
)
{
    public bool IsOriginal => Kind == InvoiceRow.Invoice;
}

/// <summary>Sums agree, and each order on a document has it on its timeline.</summary>
internal static class InvoiceChecks
{
    private const string OrdersOn = "FROM invoice_orders o WHERE o.invoice_id = p.invoice_id";
    private const string OrdersWithRows =
        "FROM invoice_orders o JOIN orders r ON r.order_id = o.order_id WHERE o.invoice_id = p.invoice_id";

    /// <summary>By the refund, since a ledger is found by its invoice; the entry is of the order that the refund is
    /// of.</summary>
    private const string CreditEntries =
        "FROM refunds f JOIN ledger l ON l.invoice_id = f.invoice_id AND l.document_id = f.credit_note_id "
        + "AND l.order_id = f.order_id WHERE f.credit_note_id = p.invoice_id";

    private static readonly Paged<AuditedInvoice> s_invoices = new(
        $"""
        WITH page AS (
          SELECT invoice_id, client_id, customer_id, kind, amount_due, fee
          FROM invoices WHERE invoice_id > @after ORDER BY invoice_id LIMIT @rows)
        SELECT p.invoice_id AS InvoiceId, p.kind AS Kind, p.amount_due AS AmountDue, p.fee AS Fee,
          (SELECT count(*) {OrdersOn}) AS Orders,
          (SELECT count(*) {OrdersWithRows}
            AND (r.customer_id <> p.customer_id OR r.client_id <> p.client_id)) AS StrangeOrders,
          (SELECT CAST(coalesce(sum(r.grand_total), 0) AS bigint) {OrdersWithRows}) AS OrdersTotal,
          (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS Entries,
          (SELECT coalesce(max(l.entry), 0) FROM ledger l WHERE l.invoice_id = p.invoice_id) AS LastEntry,
          (SELECT count(*) FROM ledger l WHERE l.invoice_id = p.invoice_id AND l.kind = @Issued) AS IssuedEntries,
          (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM ledger l
            WHERE l.invoice_id = p.invoice_id AND l.kind = @Issued) AS IssuedTotal,
          (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) FROM ledger l
            WHERE l.invoice_id = p.invoice_id AND l.kind = @Credited) AS CreditedTotal,
          (SELECT count(*) FROM refunds f WHERE f.credit_note_id = p.invoice_id) AS Refunds,
          (SELECT count(*) {CreditEntries}) AS CreditEntries,
          (SELECT CAST(coalesce(sum(l.amount), 0) AS bigint) {CreditEntries}) AS CreditTotal,
          (SELECT count(*) {OrdersOn} AND NOT EXISTS
            (SELECT 1 FROM facts f WHERE f.order_id = o.order_id
              AND f.kind = CASE p.kind WHEN @creditNote THEN @creditedKind ELSE @issuedKind END)) AS OrdersWithoutFact
        FROM page p ORDER BY p.invoice_id
        """,
        row => row.InvoiceId
    )
    {
        Parameters = new
        {
            issuedKind = StoredName.Of<InvoiceIssued>(),
            creditedKind = StoredName.Of<CreditNoteIssued>(),
            creditNote = InvoiceRow.CreditNote,
            EntryKind.Issued,
            EntryKind.Credited,
        },
    };

    public static Task Run(Audit audit)
    {
        var sums = audit.Begin("sums");
        var facts = audit.Begin("invoice facts");
        return audit.Judge(
            s_invoices,
            invoice =>
            {
                sums.Look(invoice.InvoiceId, JudgeSums(invoice));
                facts.Look(invoice.InvoiceId, JudgeFacts(invoice));
            },
            sums,
            facts
        );
    }

    public static IEnumerable<string> JudgeSums(AuditedInvoice invoice)
    {
        if (invoice.Orders == 0)
            yield return "It stands for no order.";
        else if (invoice.IsOriginal && invoice.AmountDue != invoice.OrdersTotal + invoice.Fee)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its orders come to "
                + $"{Nok(invoice.OrdersTotal)}{(invoice.Fee == 0 ? "" : $" with a fee of {Nok(invoice.Fee)}")}.";
        if (invoice.StrangeOrders > 0)
            yield return $"{invoice.StrangeOrders} of its {invoice.Orders} orders are another customer's.";
        if (invoice.IsOriginal && invoice.IssuedEntries != 1)
            yield return $"Its ledger says {invoice.IssuedEntries} times what was issued.";
        else if (invoice.IsOriginal && invoice.IssuedTotal != invoice.AmountDue)
            yield return $"Its amount due is {Nok(invoice.AmountDue)}, and its ledger says {Nok(invoice.IssuedTotal)}.";
        if (invoice.CreditedTotal > invoice.IssuedTotal)
            yield return $"Its ledger says that {Nok(invoice.CreditedTotal)} was given back of "
                + $"{Nok(invoice.IssuedTotal)}.";
        if (!invoice.IsOriginal && invoice is not { Refunds: 1, CreditEntries: 1 })
            yield return $"It stands for {invoice.Refunds} refunds, and for {invoice.CreditEntries} entries of a "
                + "ledger.";
        else if (!invoice.IsOriginal && invoice.CreditTotal != invoice.AmountDue)
            yield return $"Its amount is {Nok(invoice.AmountDue)}, and the ledger of its invoice says "
                + $"{Nok(invoice.CreditTotal)}.";
        if (invoice.LastEntry != invoice.Entries)
            yield return $"Its ledger has {invoice.Entries} entries, and the last is number {invoice.LastEntry}.";
    }

    public static IEnumerable<string> JudgeFacts(AuditedInvoice invoice) =>
        invoice.OrdersWithoutFact > 0
            ?
            [
                $"{invoice.OrdersWithoutFact} of its {invoice.Orders} orders have no "
                    + $"{(invoice.IsOriginal ? StoredName.Of<InvoiceIssued>() : StoredName.Of<CreditNoteIssued>())} on "
                    + "their timeline.",
            ]
            : [];

    private static string Nok(long ore) => (ore / 100m).ToString("0.00");
}
