using Budstikke.Jobs;
using Budstikke.Jobs.Checks;

namespace Budstikke.Distribution;

/// <summary>An invoice or credit note, and how it goes to the customer, at one moment.</summary>
/// <param name="Resend">The newest sending, which must come to something; the earlier ones need not any more.</param>
/// <param name="OnTheWay">
/// Dispatches that are planned or that a person finds out about, and jobs that will plan one.
/// </param>
/// <param name="Cases">Closed ones too: then a person has dealt with it; and those about to be opened.</param>
internal sealed record AuditedWay(string InvoiceId, long Resend, long Accepted, long OnTheWay, long Cases);

/// <summary>Every document has reached its customer, is on its way, or lies with a person.</summary>
internal static class WayChecks
{
    private const string NewestDispatches =
        "FROM dispatches d WHERE d.invoice_id = p.invoice_id AND d.resend = p.resend";

    /// <param name="which">Which rows of <c>invoices</c>.</param>
    /// <param name="cases">How its cases are counted.</param>
    private static string Sql(string which, string cases) =>
        $"""
            WITH page AS (
              SELECT i.invoice_id,
                (SELECT coalesce(max(r.resend), 0) FROM resends r WHERE r.invoice_id = i.invoice_id) AS resend
              FROM invoices i WHERE {which}),
            {PageJobs.Of("= @planKind", "invoice_id")}
            SELECT p.invoice_id AS InvoiceId, p.resend AS Resend,
              (SELECT count(*) {NewestDispatches} AND d.state IN (@accepted, @delivered)) AS Accepted,
              (SELECT count(*) {NewestDispatches} AND d.state IN (@planned, @inDoubt))
                + coalesce(w.jobs, 0) AS OnTheWay,
              {cases} AS Cases
            FROM page p LEFT JOIN work w ON w.subject = p.invoice_id ORDER BY p.invoice_id
            """;

    private static object Parameters(string? id = null, SoughtCase? sought = null) =>
        new
        {
            id,
            caseId = sought?.CaseId,
            caseLane = sought?.Lane,
            accepted = StoredName.Of(DispatchState.Accepted),
            delivered = StoredName.Of(DispatchState.Delivered),
            planned = StoredName.Of(DispatchState.Planned),
            inDoubt = StoredName.Of(DispatchState.InDoubt),
            planKind = PlanDispatch.KindName,
        };

    private static readonly Paged<AuditedWay> s_invoices = new(
        Sql("invoice_id > @after ORDER BY invoice_id LIMIT @rows", CaseCounts.None),
        row => row.InvoiceId
    )
    {
        Parameters = Parameters(),
        Rows = PageJobs.Rows,
    };

    public static async Task Run(Audit audit)
    {
        var distribution = audit.Begin("distribution");
        await foreach (var page in audit.Pages(s_invoices))
        {
            foreach (var invoice in page)
                distribution.Look(invoice.InvoiceId, Judge(await Again(audit, invoice)));
            audit.Tell(distribution);
        }
    }

    /// <summary>A suspect is looked at again, with its case; a page need not ask for everyone's.</summary>
    private static async Task<AuditedWay> Again(Audit audit, AuditedWay invoice)
    {
        if (!Judge(invoice).Any())
            return invoice;
        var sought = audit.Cases.Of(typeof(DistributionExhausted), invoice.InvoiceId, invoice.Resend);
        var withCase = invoice with { Cases = await audit.Count(audit.Cases.All, sought) };
        if (!Judge(withCase).Any())
            return withCase;
        var again = await audit.Query<AuditedWay>(
            Sql("invoice_id = @id", audit.Cases.All),
            Parameters(invoice.InvoiceId, sought)
        );
        return again is [var now] ? now : invoice;
    }

    public static IEnumerable<string> Judge(AuditedWay invoice) =>
        invoice is { Accepted: 0, OnTheWay: 0, Cases: 0 }
            ? ["No channel has taken it, none is planned, and no person has a case of it."]
            : [];
}
