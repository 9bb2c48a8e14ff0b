using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>What closing a case came to.</summary>
internal enum CloseResult
{
    Closed,

    /// <summary>There is no such case.</summary>
    Unknown,

    /// <summary>Somebody closed it before; nothing was changed.</summary>
    ClosedBefore,

    /// <summary>The note is empty or too long.</summary>
    NoteRefused,
}

/// <summary>The cases as a person works on them.</summary>
internal sealed class Cases(Database database, CaseStore store, FactRegister facts, TimeProvider time)
{
    /// <summary>The most cases that one reading gives.</summary>
    public const int MaxRead = 1000;

    public const int MaxNoteCharacters = 2000;

    public static bool IsNote(string note) => !string.IsNullOrWhiteSpace(note) && note.Length <= MaxNoteCharacters;

    /// <summary>Oldest first.</summary>
    /// <param name="openOnly">Without those that are closed.</param>
    /// <param name="after">The id of the last case of the page before; null for the first page.</param>
    /// <param name="limit">At most <see cref="MaxRead"/>.</param>
    public Task<IReadOnlyList<CaseRow>> List(bool openOnly = true, string? after = null, int limit = MaxRead) =>
        database.Read(session =>
            session.Query<CaseRow>(
                $"""
                SELECT {CaseRow.Columns} FROM cases WHERE 1 = 1
                {(openOnly ? "AND closed_at IS NULL" : "")}
                {(
                    after is null
                        ? ""
                        : "AND (opened_at, case_id) > (SELECT c.opened_at, c.case_id FROM cases c WHERE c.case_id = @after)"
                )}
                ORDER BY opened_at, case_id LIMIT @limit
                """,
                new { after, limit = (long)Math.Clamp(limit, 1, MaxRead) }
            )
        );

    /// <summary>With what they are about, in their order.</summary>
    public async Task<IReadOnlyList<CaseAbout>> About(IEnumerable<CaseRow> cases) =>
        await Task.WhenAll(cases.Select(store.About));

    /// <param name="caseId">As listed.</param>
    /// <param name="note">What was done about it.</param>
    /// <param name="by"><c>person:NAME</c>.</param>
    public async Task<CloseResult> Close(string caseId, string note, string by)
    {
        if (!IsNote(note))
            return CloseResult.NoteRefused;
        if (await store.Find(caseId) is not { } row)
            return CloseResult.Unknown;
        var orderIds = (await store.About(row)).OrderIds;
        var now = time.GetUtcNow();
        var closed = new CaseClosed
        {
            ClientId = row.ClientId,
            OrderIds = orderIds,
            CausedBy = by,
            CaseId = caseId,
            Note = note,
        };
        return await database.Write(async session =>
        {
            var close = CaseStore.Close(caseId, note, by, now);
            if (await session.Execute(close.Sql, close.Parameters) == 0)
                return CloseResult.ClosedBefore;
            await session.CarryOut([.. facts.Announce([closed], now)]);
            return CloseResult.Closed;
        });
    }
}
