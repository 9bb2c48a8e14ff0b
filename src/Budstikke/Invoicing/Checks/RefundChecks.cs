using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>A refund with who works on it, at one moment. Sums are in øre.</summary>
/// <param name="HasNote">1 where it says that its credit note is issued.</param>
/// <param name="NoteAmount">Of that credit note; -1 where there is none.</param>
/// <param name="Jobs">Those that issue credit notes of the order.</param>
/// <param name="Cases">Closed ones too: then a person has dealt with it; and those about to be opened.</param>
internal sealed record AuditedRefund(
    string OrderId,
    long Refund,
    long Amount,
    long HasNote,
    long NoteAmount,
    long Jobs,
    long Cases
);

/// <summary>What was promised to be given back has its credit note, or somebody works on it.</summary>
internal static class RefundChecks
{
    /// <param name="orders">Which orders' refunds.</param>
    /// <param name="cases">How its cases are counted.</param>
    private static string Sql(string orders, string cases) =>
        $"""
            WITH page AS (SELECT order_id, refund, amount, credit_note_id FROM refunds WHERE order_id {orders}),
            {PageJobs.Of($"= '{IssueCreditNotes.KindName}'", "order_id")}
            SELECT f.order_id AS OrderId, f.refund AS Refund, f.amount AS Amount,
              CAST(CASE WHEN f.credit_note_id IS NULL THEN 0 ELSE 1 END AS bigint) AS HasNote,
              coalesce((SELECT i.amount_due FROM invoices i WHERE i.invoice_id = f.credit_note_id
                AND i.kind = @creditNote), -1) AS NoteAmount,
              coalesce(w.jobs, 0) AS Jobs,
              {cases} AS Cases
            FROM page f LEFT JOIN work w ON w.subject = f.order_id ORDER BY f.order_id, f.refund
            """;

    private static object Parameters(string? id = null, SoughtCase? sought = null) =>
        new
        {
            id,
            caseId = sought?.CaseId,
            caseLane = sought?.Lane,
            creditNote = InvoiceRow.CreditNote,
        };

    private static readonly Paged<AuditedRefund> s_refunds = new(
        Sql(
            "IN (SELECT DISTINCT order_id FROM refunds WHERE order_id > @after ORDER BY order_id LIMIT @rows)",
            CaseCounts.None
        ),
        row => row.OrderId
    )
    {
        Parameters = Parameters(),
        Rows = PageJobs.Rows,
    };

    public static async Task Run(Audit audit)
    {
        var refunds = audit.Begin("refunds");
        await foreach (var page in audit.Pages(s_refunds))
        {
            foreach (var refund in page)
                refunds.Look($"{refund.OrderId} {refund.Refund}", Judge(await Again(audit, refund)));
            audit.Tell(refunds);
        }
    }

    /// <summary>A suspect is looked at again, with its case.</summary>
    private static async Task<AuditedRefund> Again(Audit audit, AuditedRefund refund)
    {
        if (!Judge(refund).Any())
            return refund;
        var sought = audit.Cases.Of(typeof(CreditNoteRejected), refund.OrderId, refund.Refund);
        var withCase = refund with { Cases = await audit.Count(audit.Cases.All, sought) };
        if (!Judge(withCase).Any())
            return withCase;
        var again = await audit.Query<AuditedRefund>(Sql("= @id", audit.Cases.All), Parameters(refund.OrderId, sought));
        return again.FirstOrDefault(now => now.Refund == refund.Refund) ?? refund;
    }

    public static IEnumerable<string> Judge(AuditedRefund refund)
    {
        if (refund is { HasNote: 0, Jobs: 0, Cases: 0 })
            yield return "It is promised and has no credit note, and nobody works on it: it has no job and no case.";
        if (refund.HasNote == 1 && refund.NoteAmount != refund.Amount)
            yield return refund.NoteAmount < 0
                ? "Its credit note is missing."
                : $"It is {refund.Amount / 100m:0.00}, and its credit note {refund.NoteAmount / 100m:0.00}.";
    }
}
