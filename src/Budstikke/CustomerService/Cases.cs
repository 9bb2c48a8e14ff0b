using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>Something that a person must look at.</summary>
/// <param name="Subject">The invoice or order it is about.</param>
internal sealed record CaseRow(
    string CaseId,
    string ClientId,
    string OrderId,
    string Subject,
    string Kind,
    string Reason,
    long OpenedAt,
    long? ClosedAt
);

/// <summary>A case has been opened.</summary>
internal sealed record CaseOpened : Fact
{
    public required string CaseId { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The client has been written to about a case.</summary>
internal sealed record CaseReported : Fact
{
    public required string CaseId { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>The client could not be written to; the case stays open, for whoever reads the list.</summary>
internal sealed record CaseReportFailed : Fact
{
    public required string CaseId { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>Somebody has looked at a case and closed it.</summary>
internal sealed record CaseClosed : Fact
{
    public required string CaseId { get; init; }

    public required string Note { get; init; }
}

internal enum CloseResult
{
    Closed,
    Unknown,
    ClosedBefore,
}

/// <summary>The table of cases.</summary>
internal sealed class Cases(Database database, FactRegister facts, TimeProvider time)
{
    /// <summary>The most cases that one reading gives.</summary>
    public const int MaxRead = 500;

    private const string Columns =
        "case_id AS CaseId, client_id AS ClientId, order_id AS OrderId, subject AS Subject, kind AS Kind, reason AS Reason, opened_at AS OpenedAt, closed_at AS ClosedAt";

    private static readonly Table s_table = new(
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

    /// <summary>The same trouble has the same id: work that is repeated opens no second case.</summary>
    public static string IdOf(string kind, string subject) => $"{kind}-{subject}".ToLowerInvariant();

    public static NewRow New(CaseRow row) =>
        new(s_table, row.CaseId, row.ClientId, row.OrderId, row.Subject, row.Kind, row.Reason, row.OpenedAt);

    public Task<CaseRow?> Find(string caseId) =>
        database.Read(session =>
            session.QueryOne<CaseRow>($"SELECT {Columns} FROM cases WHERE case_id = @caseId", new { caseId })
        );

    /// <summary>The open cases, oldest first, at most <see cref="MaxRead"/>.</summary>
    public Task<IReadOnlyList<CaseRow>> Open() =>
        database.Read(session =>
            session.Query<CaseRow>(
                $"SELECT {Columns} FROM cases WHERE closed_at IS NULL ORDER BY opened_at, case_id LIMIT @MaxRead",
                new { MaxRead = (long)MaxRead }
            )
        );

    public async Task<CloseResult> Close(string caseId, string note, string by)
    {
        if (await Find(caseId) is not { } found)
            return CloseResult.Unknown;
        var now = time.GetUtcNow();
        return await database.Write(async session =>
        {
            var closed = await session.Execute(
                "UPDATE cases SET closed_at = @at, closed_by = @by, note = @note WHERE case_id = @caseId AND closed_at IS NULL",
                new
                {
                    caseId,
                    by,
                    note,
                    at = now.ToUnixTimeMilliseconds(),
                }
            );
            if (closed == 0)
                return CloseResult.ClosedBefore;
            var fact = new CaseClosed
            {
                ClientId = found.ClientId,
                OrderIds = [found.OrderId],
                CausedBy = by,
                CaseId = caseId,
                Note = note,
            };
            await session.CarryOut([.. facts.Announce([fact], now)]);
            return CloseResult.Closed;
        });
    }
}
