using System.CommandLine;
using Budstikke.Jobs;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary><c>clock mend</c>: a person says that the clock is right, and what a wrong one put off is due
/// now.</summary>
internal static class ClockCommand
{
    public static Command Of(StoreOfCommand store) =>
        new("clock", "What a wrong clock has left behind.")
        {
            store.Command(
                "mend",
                "Says that the clock is right: jobs that a wrong one put off are due now, and later moments in "
                    + "an embedded store stop its node no more.",
                work => Mend(work, work.Said.GetValue(store.Json))
            ),
        };

    private static async Task<int> Mend(StoreWork work, bool asJson)
    {
        var shared = new SharedClock(work.Time, new JobSettings());
        var mended = await new MendClock(work.Database, shared).Run(
            Actor.AtTerminal.By,
            session => work.Acting.Note(session, new("", "ClockMended", "clock"))
        );
        if (asJson)
            return work.Print(mended);
        await work.Out.WriteLineAsync(
            $"It is {Moments.Text(mended.Now)}. {mended.Jobs} jobs were due more than {MendClock.LongestWaitDays} "
                + "days ahead and are due now."
        );
        return 0;
    }
}
