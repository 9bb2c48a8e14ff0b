using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>A case as it stands in the store.</summary>
/// <param name="OrderId">The first of its orders; the id of what it is about where that is none.</param>
/// <param name="InvoiceId">The document that it is about; null where it is about an order, and in a case from before
/// this was noted.</param>
/// <param name="Number">1, and more where the same came again after its case was closed.</param>
/// <param name="OpenedAt">Unix milliseconds.</param>
/// <param name="ToldAt">When the client's contact was written to; null where nobody was told.</param>
/// <param name="Told">What the mail's server said, or why nobody was told; null before the first try.</param>
/// <param name="TakenBy"><c>user:ID</c> of who works on it; null for nobody.</param>
/// <param name="SnoozedUntil">It is put off until then.</param>
/// <param name="ClosedBy"><c>person:NAME</c>.</param>
internal sealed record CaseRow(
    string CaseId,
    string ClientId,
    string OrderId,
    string Subject,
    string Kind,
    string Reason,
    long Number,
    long OpenedAt,
    long? ClosedAt,
    string? ClosedBy,
    string? Note,
    string? InvoiceId,
    long? ToldAt,
    string? Told,
    string? TakenBy = null,
    long? SnoozedUntil = null
)
{
    public const string Columns =
        "case_id AS CaseId, client_id AS ClientId, order_id AS OrderId, subject AS Subject, kind AS Kind, "
        + "reason AS Reason, number AS Number, opened_at AS OpenedAt, closed_at AS ClosedAt, "
        + "closed_by AS ClosedBy, note AS Note, invoice_id AS InvoiceId, told_at AS ToldAt, told AS Told, "
        + "taken_by AS TakenBy, snoozed_until AS SnoozedUntil";
}

/// <summary>A case with what it is about.</summary>
/// <param name="Invoice">Null where it is about an order.</param>
/// <param name="Timelines">All that it stands on.</param>
internal sealed record CaseAbout(CaseRow Row, InvoiceRow? Invoice, IReadOnlyList<string> Timelines)
{
    /// <summary>A collective invoice may have a thousand.</summary>
    private const int MaxOrdersNamed = 20;

    public IReadOnlyList<string> OrderIds => CaseTimelines.Orders(Timelines);

    /// <inheritdoc cref="CaseTimelines.Other"/>
    public string? Other => CaseTimelines.Other(Timelines);

    public string NamedOrders =>
        string.Join(", ", OrderIds.Take(MaxOrdersNamed))
        + (OrderIds.Count > MaxOrdersNamed ? $" + {OrderIds.Count - MaxOrdersNamed}" : "");
}

/// <summary>Whose timelines a case stands on, by their ids.</summary>
internal static class CaseTimelines
{
    public static IReadOnlyList<string> Orders(IReadOnlyList<string> timelines) =>
        [.. timelines.Where(OrderIds.CanBeOrder)];

    /// <summary>What it is about where that is no order: a run. Null otherwise.</summary>
    public static string? Other(IReadOnlyList<string> timelines) =>
        timelines.FirstOrDefault(id => !OrderIds.CanBeOrder(id));
}

internal sealed class CaseStore(Database database, InvoiceStore invoices)
{
    private static readonly Table s_cases = new(
        "cases",
        [
            ("case_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("subject", ColumnType.Text),
            ("kind", ColumnType.Text),
            ("reason", ColumnType.Text),
            ("opened_at", ColumnType.Bigint),
            ("invoice_id", ColumnType.Text),
            ("number", ColumnType.Bigint),
            ("again_of", ColumnType.Text),
        ],
        Key: "case_id"
    );

    /// <param name="number">See <see cref="CaseRow.Number"/>.</param>
    public static NewRow New(NewCase opened, long number, DateTimeOffset now) =>
        new(
            s_cases,
            NewCase.IdOf(opened.Kind, opened.Subject, number),
            opened.ClientId,
            opened.Timelines[0],
            opened.Subject,
            opened.Kind,
            opened.Reason,
            now.ToUnixTimeMilliseconds(),
            opened.InvoiceId,
            number,
            number == 1 ? null : opened.CaseId
        );

    /// <summary>Makes sure that the case is still open, for a repeat that opens none because of it. If somebody closes
    /// the case at the same moment, the repeat is handled again and opens another.</summary>
    public static Statement IsStillOpen(string caseId) =>
        new("UPDATE cases SET number = number WHERE case_id = @caseId AND closed_at IS NULL", new { caseId }, 1);

    /// <summary>Compare and set: a case is closed once.</summary>
    public static Statement Close(string caseId, string note, string by, DateTimeOffset now) =>
        new(
            "UPDATE cases SET closed_at = @at, closed_by = @by, note = @note WHERE case_id = @caseId "
                + "AND closed_at IS NULL",
            new
            {
                caseId,
                note,
                by,
                at = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    /// <summary>What became of the last try to write to the client's contact.</summary>
    public static Statement Told(string caseId, DateTimeOffset? at, string evidence) =>
        new(
            "UPDATE cases SET told_at = @at, told = @evidence WHERE case_id = @caseId",
            new
            {
                caseId,
                evidence,
                at = at?.ToUnixTimeMilliseconds(),
            }
        );

    /// <summary>The open cases of a kind whose first order is one of these.</summary>
    public Task<IReadOnlyList<CaseRow>> OpenOf(IReadOnlyCollection<string> orderIds, string kind) =>
        database.Read(session =>
            session.Query<CaseRow>(
                $"SELECT {CaseRow.Columns} FROM cases WHERE {session.Dialect.IsIn("order_id", "ids")} "
                    + "AND kind = @kind AND closed_at IS NULL ORDER BY opened_at, case_id",
                new { ids = session.Dialect.List(orderIds), kind }
            )
        );

    public Task<CaseRow?> Find(string caseId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>($"SELECT {CaseRow.Columns} FROM cases WHERE case_id = @caseId", new { caseId })
        );

    /// <summary>The newest case of the same trouble; null where there was none.</summary>
    /// <param name="firstId">Of the first.</param>
    public Task<CaseRow?> Newest(string firstId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>(
                $"SELECT {CaseRow.Columns} FROM cases WHERE case_id = @firstId OR again_of = @firstId "
                    + "ORDER BY number DESC LIMIT 1",
                new { firstId }
            )
        );

    /// <summary>A case that an older node opened does not name its document. Its subject is the document's id where it
    /// is the document's first case of that kind.</summary>
    public async Task<CaseAbout> About(CaseRow row) =>
        await invoices.Find(row.ClientId, row.InvoiceId ?? row.Subject) is { } invoice
            ? new(row, invoice, invoice.Snapshot.OrderIds)
            : new(row, null, [row.OrderId]);
}
