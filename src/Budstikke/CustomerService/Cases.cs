using Budstikke.Distribution;
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

    /// <summary>Nobody knows whether a document arrived: closing the case must say what becomes of it.</summary>
    DecisionMissing,

    /// <summary>There is no such doubt, or none any more.</summary>
    DecisionUnfit,
}

/// <param name="Remains">What led to the case and is still so, as a sentence.</param>
internal sealed record ClosedCase(CloseResult Result, string? Remains = null);

/// <summary>The cases as a person works on them.</summary>
internal sealed class Cases(
    Database database,
    CaseStore store,
    DispatchStore dispatches,
    Causes causes,
    FactRegister facts,
    TimeProvider time
)
{
    /// <summary>The most cases that one reading gives.</summary>
    public const int MaxRead = 1000;

    public const int MaxNoteCharacters = 2000;

    public static bool IsNote(string note) => !string.IsNullOrWhiteSpace(note) && note.Length <= MaxNoteCharacters;

    /// <summary>Oldest first.</summary>
    /// <param name="openOnly">Without those that are closed.</param>
    /// <param name="after">The id of the last case of the page before; null for the first page.</param>
    /// <param name="limit">At most <see cref="MaxRead"/>.</param>
    /// <param name="clientId">Null: of all clients.</param>
    public Task<IReadOnlyList<CaseRow>> List(
        bool openOnly = true,
        string? after = null,
        int limit = MaxRead,
        string? clientId = null
    ) =>
        database.Read(session =>
            session.Query<CaseRow>(
                $"""
                SELECT {CaseRow.Columns} FROM cases WHERE 1 = 1
                {(openOnly ? "AND closed_at IS NULL" : "")} {(clientId is null ? "" : "AND client_id = @clientId")}
                {(
                    after is null
                        ? ""
                        : "AND (opened_at, case_id) > (SELECT c.opened_at, c.case_id FROM cases c "
                            + "WHERE c.case_id = @after)"
                )}
                ORDER BY opened_at, case_id LIMIT @limit
                """,
                new
                {
                    after,
                    clientId,
                    limit = (long)Math.Clamp(limit, 1, MaxRead),
                }
            )
        );

    /// <summary>With what they are about, in their order.</summary>
    public async Task<IReadOnlyList<CaseAbout>> About(IEnumerable<CaseRow> cases) =>
        await Task.WhenAll(cases.Select(store.About));

    /// <param name="caseId">As listed.</param>
    /// <param name="note">What was done about it.</param>
    /// <param name="by"><c>person:NAME</c>.</param>
    /// <param name="decision">Of a case about whether a document arrived, and of no other.</param>
    public async Task<ClosedCase> Close(string caseId, string note, string by, DoubtDecision? decision = null)
    {
        if (!IsNote(note))
            return new(CloseResult.NoteRefused);
        if (await store.Find(caseId) is not { } row)
            return new(CloseResult.Unknown);
        if (row.ClosedAt is not null)
            return new(CloseResult.ClosedBefore);
        var doubt = await DoubtOf(row);
        if (doubt is null != decision is null)
            return new(doubt is null ? CloseResult.DecisionUnfit : CloseResult.DecisionMissing);
        var about = await store.About(row);
        var remains = await causes.Remaining(row);
        var closed = new CaseClosed
        {
            ClientId = row.ClientId,
            OrderIds = about.OrderIds,
            About = about.Other,
            CausedBy = by,
            CaseId = caseId,
            Note = note,
            Remains = remains,
        };
        var now = time.GetUtcNow();
        var effect = doubt is null
            ? Settlement.Done
            : Doubts.Settle(doubt, about.OrderIds, new(decision!.Value, by, note), now);
        return await TryWrite(row, closed, effect, now)
            ? new(CloseResult.Closed, remains)
            : new(CloseResult.ClosedBefore);
    }

    private async Task<DispatchRow?> DoubtOf(CaseRow row) =>
        row.Kind == NewCase.ArrivalUnknown
        && await dispatches.Find(row.Subject) is { Past.State: DispatchState.InDoubt } dispatch
            ? dispatch
            : null;

    /// <summary>False: somebody, or the trouble's own end, was faster.</summary>
    private async Task<bool> TryWrite(CaseRow row, CaseClosed closed, Settlement effect, DateTimeOffset now)
    {
        try
        {
            await database.Write([
                CaseStore.Close(row.CaseId, closed.Note, closed.CausedBy, now),
                .. row.Kind == NewCase.JobFailing
                    ? new Write[] { JobQueue.TryNow(OpenCase.JobIn(row.Subject), now) }
                    : [],
                .. effect.Writes,
                .. JobQueue.Rows(effect.Jobs, now),
                .. facts.Announce([closed, .. effect.Facts], now),
            ]);
        }
        catch (ConflictException)
        {
            return false;
        }
        return true;
    }
}
