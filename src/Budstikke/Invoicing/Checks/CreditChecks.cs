using Budstikke.Documents.Invoices;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Checks;

/// <summary>An order of which something was given back, and the invoice that it stands on.</summary>
/// <param name="Content">JSON of the <see cref="Orders.Order"/>.</param>
internal sealed record AuditedCredited(string OrderId, string InvoiceId, string Content);

/// <summary>One of its credit notes.</summary>
/// <param name="Content">JSON of the <see cref="Invoicing.Credit"/>.</param>
internal sealed record AuditedCreditNote(string CreditNoteId, string Content);

/// <summary>A credit note as its document says it, with the lines of the order that it gives back.</summary>
internal sealed record GivenBack(Credit Credit, Invoice Note);

/// <summary>Of no line and of no VAT rate more is given back than was issued, and of an order that is given back whole,
/// all of both.</summary>
internal static class CreditChecks
{
    /// <summary>Where many lines are given back in an order of their own, single øre move between them so that each
    /// document is lawful.</summary>
    private const decimal LeewayOfLine = 0.01m;

    private const string OfOrder =
        "SELECT credit_note_id AS CreditNoteId, content AS Content FROM refunds WHERE order_id = @OrderId "
        + "AND credit_note_id IS NOT NULL ORDER BY refund";

    private static readonly Paged<AuditedCredited> s_orders = new(
        """
        SELECT r.order_id AS OrderId, r.invoice_id AS InvoiceId, o.content AS Content
        FROM refunds r JOIN orders o ON o.order_id = r.order_id
        WHERE r.order_id > @after AND r.refund =
          (SELECT min(f.refund) FROM refunds f WHERE f.order_id = r.order_id AND f.credit_note_id IS NOT NULL)
        ORDER BY r.order_id LIMIT @rows
        """,
        row => row.OrderId
    );

    public static async Task Run(Audit audit)
    {
        var credits = audit.Begin("credited VAT");
        var documents = new StoredDocuments(audit);
        await foreach (var page in audit.Pages(s_orders))
        {
            foreach (var order in page)
                credits.Look(order.OrderId, await Judge(audit, documents, order));
            audit.Tell(credits);
        }
    }

    /// <summary>A document that is missing or cannot be read is a finding of its own.</summary>
    private static async Task<IEnumerable<string>> Judge(Audit audit, StoredDocuments documents, AuditedCredited order)
    {
        var notes = new List<GivenBack>();
        foreach (var row in await audit.Query<AuditedCreditNote>(OfOrder, new { order.OrderId }))
        {
            if (await documents.Find(row.CreditNoteId) is not { } note)
                return [];
            notes.Add(new(JsonOptions.Restore<Credit>(row.Content), note));
        }
        return await documents.Find(order.InvoiceId) is { } invoice
            ? Judge(JsonOptions.Restore<Order>(order.Content), DraftCreditNote.LinesOn(invoice, order.OrderId), notes)
            : [];
    }

    /// <param name="issued">The order's lines on its invoice, in their order.</param>
    public static IEnumerable<string> Judge(
        Order order,
        IReadOnlyList<InvoiceLine> issued,
        IReadOnlyCollection<GivenBack> notes
    )
    {
        if (issued.Count != order.Lines.Count)
            return [$"Its invoice has {issued.Count} lines of it, and it has {order.Lines.Count}."];
        var isWhole = notes.Sum(note => note.Note.Totals.AmountDue) == order.Claimed.GrandTotal;
        var rates = order.Lines.Zip(issued).GroupBy(line => line.First.VatRate);
        return
        [
            .. issued.SelectMany((line, at) => JudgeLine(at + 1, line, notes)),
            .. rates.SelectMany(rate => JudgeRate(rate.Key, [.. rate], notes, isWhole)),
        ];
    }

    private static IEnumerable<string> JudgeLine(int number, InvoiceLine issued, IEnumerable<GivenBack> notes)
    {
        var credited = notes
            .SelectMany(note => note.Credit.Lines.Zip(note.Note.Lines))
            .Where(line => line.First.Line == number)
            .Sum(line => line.Second.LineNetAmount);
        if (Math.Abs(credited) > Math.Abs(issued.LineNetAmount) + LeewayOfLine)
            yield return $"Of its line {number}, {Nok(credited)} without VAT is given back, and "
                + $"{Nok(issued.LineNetAmount)} was issued.";
    }

    private static IEnumerable<string> JudgeRate(
        decimal rate,
        (OrderLine Asked, InvoiceLine Issued)[] lines,
        IEnumerable<GivenBack> notes,
        bool isWhole
    )
    {
        var issued = lines.Sum(line => line.Asked.Amount - line.Issued.LineNetAmount);
        var credited = notes
            .SelectMany(note => note.Note.VatBreakdowns)
            .Where(breakdown => breakdown.Vat.Rate == rate)
            .Sum(breakdown => breakdown.TaxAmount);
        var difference = credited - issued;
        if (isWhole ? difference == 0 : credited <= Math.Max(0, issued))
            yield break;
        // Documents that were issued before credit notes closed to the øre stay as they are.
        var remedy = isWhole
            ? $"Issued documents are never changed: book the difference of {Nok(difference)} by a voucher that "
                + "names them."
            : "The next credit note of the order gives back so much less.";
        yield return $"Its credit notes give back {Nok(credited)} of VAT at {rate:0.##} %, and {Nok(issued)} was "
            + "issued. "
            + $"{remedy}";
    }

    private static string Nok(decimal amount) => amount.ToString("0.00");
}
