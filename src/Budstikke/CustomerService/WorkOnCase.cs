using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>What a person does with a case before it is closed: takes it, puts it off, notes something. Each stands on
/// the timelines of its orders.</summary>
internal sealed class WorkOnCase(Database database, CaseStore store, FactRegister facts, TimeProvider time)
{
    public const int MaxSnoozeDays = 30;

    /// <summary>False where there is no such open case.</summary>
    public Task<bool> Take(string caseId, string by) =>
        Change(
            caseId,
            new("UPDATE cases SET taken_by = @by WHERE case_id = @caseId AND closed_at IS NULL", new { caseId, by }, 1),
            about => new CaseTaken
            {
                ClientId = about.Row.ClientId,
                OrderIds = about.OrderIds,
                About = about.Other,
                CausedBy = by,
                CaseId = caseId,
            }
        );

    /// <summary>It stands among those that wait until then.</summary>
    public Task<bool> Snooze(string caseId, int days, string by)
    {
        var until = time.GetUtcNow().AddDays(Math.Clamp(days, 1, MaxSnoozeDays));
        return Change(
            caseId,
            new(
                "UPDATE cases SET snoozed_until = @until WHERE case_id = @caseId AND closed_at IS NULL",
                new { caseId, until = until.ToUnixTimeMilliseconds() },
                1
            ),
            about => new CaseSnoozed
            {
                ClientId = about.Row.ClientId,
                OrderIds = about.OrderIds,
                About = about.Other,
                CausedBy = by,
                CaseId = caseId,
                Until = until,
            }
        );
    }

    /// <summary>False too where the note is none, or too long.</summary>
    public Task<bool> Note(string caseId, string note, string by) =>
        !Cases.IsNote(note)
            ? Task.FromResult(false)
            : Change(
                caseId,
                CaseStore.IsStillOpen(caseId),
                about => new CaseNoted
                {
                    ClientId = about.Row.ClientId,
                    OrderIds = about.OrderIds,
                    About = about.Other,
                    CausedBy = by,
                    CaseId = caseId,
                    Note = note,
                }
            );

    private async Task<bool> Change(string caseId, Statement change, Func<CaseAbout, Fact> fact)
    {
        if (await store.Find(caseId) is not { ClosedAt: null } row)
            return false;
        var about = await store.About(row);
        try
        {
            await database.Write([change, .. facts.Announce([fact(about)], time.GetUtcNow())]);
        }
        catch (ConflictException)
        {
            return false;
        }
        return true;
    }
}
