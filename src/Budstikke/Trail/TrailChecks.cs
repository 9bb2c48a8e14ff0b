using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Trail;

/// <summary>Nothing was changed in the trail, taken from it or put into it.</summary>
internal static class TrailChecks
{
    private static readonly Paged<TrailRow> s_rows = new(
        $"SELECT {TrailRow.Columns} FROM trail WHERE number > @after ORDER BY number LIMIT @rows",
        row => row.Number
    )
    {
        First = 0L,
    };

    public static async Task Run(Audit audit, Secrets secrets)
    {
        var tally = audit.Begin("trail");
        // Read before the rows: what is written meanwhile only makes the trail longer.
        var given = await audit.Query<long>(
            "SELECT next FROM sequences WHERE name = @name",
            new { name = TrailBook.Series }
        );
        TrailRow? last = null;
        await foreach (var page in audit.Pages(s_rows))
        {
            foreach (var row in page)
            {
                tally.Look(Name(row.Number), Judge(last, row, secrets));
                last = row;
            }
            audit.Tell(tally);
        }
        if (given.SingleOrDefault() is var numbers && numbers > (last?.Number ?? 0))
            tally.Find(Name(numbers), $"The entries after {last?.Number ?? 0} are missing, up to {numbers}.");
    }

    private static string Name(long number) => $"entry {number}";

    public static IEnumerable<string> Judge(TrailRow? before, TrailRow row, Secrets secrets)
    {
        var expected = (before?.Number ?? 0) + 1;
        if (row.Number != expected)
            yield return $"Entries {expected} to {row.Number - 1} are missing.";
        else if (row.Hash != row.HashAfter(before?.Hash ?? "", secrets))
            yield return "Its hash is not that of what it says and of the entry before it: one of them was changed.";
    }
}
