using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>A case as it stands in the store.</summary>
/// <param name="OrderId">The first of its orders.</param>
/// <param name="Number">1, and more where the same came again after its case was closed.</param>
/// <param name="OpenedAt">Unix milliseconds.</param>
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
    string? Note
)
{
    public const string Columns =
        "case_id AS CaseId, client_id AS ClientId, order_id AS OrderId, subject AS Subject, kind AS Kind, reason AS Reason, number AS Number, opened_at AS OpenedAt, closed_at AS ClosedAt, closed_by AS ClosedBy, note AS Note";
}

internal sealed class CaseStore(Database database, InvoiceStore invoices, DispatchStore dispatches)
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
            opened.OrderIds[0],
            opened.Subject,
            opened.Kind,
            opened.Reason,
            now.ToUnixTimeMilliseconds(),
            number,
            number == 1 ? null : opened.CaseId
        );

    /// <summary>A repeat that counts on it: where it is closed at the same moment, the repeat is looked at again, and opens another.</summary>
    public static Statement IsStillOpen(string caseId) =>
        new("UPDATE cases SET number = number WHERE case_id = @caseId AND closed_at IS NULL", new { caseId }, 1);

    /// <summary>Compare and set: a case is closed once.</summary>
    public static Statement Close(string caseId, string note, string by, DateTimeOffset now) =>
        new(
            "UPDATE cases SET closed_at = @at, closed_by = @by, note = @note WHERE case_id = @caseId AND closed_at IS NULL",
            new
            {
                caseId,
                note,
                by,
                at = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    public Task<CaseRow?> Find(string caseId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>($"SELECT {CaseRow.Columns} FROM cases WHERE case_id = @caseId", new { caseId })
        );

    /// <summary>Of the same trouble the last; null where there was none.</summary>
    /// <param name="firstId">Of the first.</param>
    public Task<CaseRow?> Newest(string firstId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>(
                $"SELECT {CaseRow.Columns} FROM cases WHERE case_id = @firstId OR again_of = @firstId ORDER BY number DESC LIMIT 1",
                new { firstId }
            )
        );

    /// <summary>The invoice that the case is about; null when there is none, and the case is about its order.</summary>
    public async Task<InvoiceRow?> InvoiceOf(CaseRow row) =>
        row.Kind != NewCase.ArrivalUnknown ? await invoices.Find(row.Subject)
        : await dispatches.Find(row.Subject) is { } dispatch ? await invoices.Find(dispatch.InvoiceId)
        : null;

    /// <summary>Every order whose timeline the case stands on.</summary>
    public async Task<IReadOnlyList<string>> OrdersOf(CaseRow row) =>
        (await InvoiceOf(row))?.Snapshot.OrderIds ?? [row.OrderId];
}
