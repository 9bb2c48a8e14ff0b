using Budstikke.Invoicing;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>A case as it stands in the store.</summary>
/// <param name="OrderId">The first of its orders.</param>
/// <param name="OpenedAt">Unix milliseconds.</param>
/// <param name="ClosedBy"><c>person:NAME</c>.</param>
internal sealed record CaseRow(
    string CaseId,
    string ClientId,
    string OrderId,
    string Subject,
    string Kind,
    string Reason,
    long OpenedAt,
    long? ClosedAt,
    string? ClosedBy,
    string? Note
)
{
    public const string Columns =
        "case_id AS CaseId, client_id AS ClientId, order_id AS OrderId, subject AS Subject, kind AS Kind, reason AS Reason, opened_at AS OpenedAt, closed_at AS ClosedAt, closed_by AS ClosedBy, note AS Note";
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
        ],
        Key: "case_id"
    );

    public static NewRow New(NewCase opened, DateTimeOffset now) =>
        new(
            s_cases,
            opened.CaseId,
            opened.ClientId,
            opened.OrderIds[0],
            opened.Subject,
            opened.Kind,
            opened.Reason,
            now.ToUnixTimeMilliseconds()
        );

    public Task<CaseRow?> Find(string caseId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>($"SELECT {CaseRow.Columns} FROM cases WHERE case_id = @caseId", new { caseId })
        );

    /// <summary>The invoice that the case is about; null when there is none, and the case is about its order.</summary>
    public Task<InvoiceRow?> InvoiceOf(CaseRow row) => invoices.Find(row.ClientId, row.Subject);

    /// <summary>Every order whose timeline the case stands on.</summary>
    public async Task<IReadOnlyList<string>> OrdersOf(CaseRow row) =>
        (await InvoiceOf(row))?.Snapshot.OrderIds ?? [row.OrderId];
}
