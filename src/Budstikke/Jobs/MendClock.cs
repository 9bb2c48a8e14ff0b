using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>What was brought back.</summary>
/// <param name="Jobs">Due now, that were due years ahead.</param>
internal sealed record MendedClock(DateTimeOffset Now, long Jobs);

/// <summary>
/// Undoes what a wrong clock left in the queue, and lets an embedded store's node go on that has later moments on the
/// disk. On a person's word that the clock is right now, since nobody else can know.
/// </summary>
internal sealed class MendClock(Database database, SharedClock shared)
{
    /// <summary>No handler lets a job wait for longer.</summary>
    public const int LongestWaitDays = 11;

    /// <param name="also">What is written with it.</param>
    public Task<MendedClock> Run(string by, Func<Session, Task>? also = null) =>
        database.Write(async session =>
        {
            var now = await shared.Read(session);
            var jobs = await session.Execute(
                "UPDATE jobs SET due_at = @now WHERE due_at > @latest",
                new
                {
                    now = now.ToUnixTimeMilliseconds(),
                    latest = now.AddDays(LongestWaitDays).ToUnixTimeMilliseconds(),
                }
            );
            if (await FactRow.Newest(session) is { } newest)
                await new ClockMark(newest.FactId, by, now).Set(session);
            if (also is not null)
                await also(session);
            return new MendedClock(now, jobs);
        });
}
