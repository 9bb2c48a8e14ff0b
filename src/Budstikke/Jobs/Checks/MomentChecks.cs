using System.Globalization;

namespace Budstikke.Jobs.Checks;

/// <summary>When a row says that something happened. Unix milliseconds; 0 where it has not happened yet.</summary>
/// <param name="Day">Of a document: its date.</param>
internal sealed record AuditedMoment(string Key, string Subject, long At, long Later, string Day);

/// <summary>Where the moments of a table stand.</summary>
/// <param name="Columns">Key, subject, the first moment, a later one, and a date.</param>
/// <param name="Advice">What to do about one that has not come.</param>
internal sealed record Stamped(
    string Table,
    (string Key, string Subject, string At, string Later, string Day) Columns,
    string Advice
)
{
    public const string None = "0";
    public const string NoDay = "''";

    /// <summary>What to do about a row that only tells what happened.</summary>
    public const string KeptAsSaid = "It is kept as it was said; nothing else is to be done.";

    /// <summary>The day at a moment, where the rows have a date.</summary>
    public Func<DateTimeOffset, DateOnly>? DayOf { get; init; }

    /// <summary>The key is a number that the database gives.</summary>
    public bool IsNumbered { get; init; }

    public Paged<AuditedMoment> Rows =>
        new(
            $"""
            SELECT CAST({Columns.Key} AS text) AS Key, {Columns.Subject} AS Subject, {Columns.At} AS At,
              CAST({Columns.Later} AS bigint) AS Later, {Columns.Day} AS Day
            FROM {Table} WHERE {Columns.Key} > @after ORDER BY {Columns.Key} LIMIT @rows
            """,
            row => IsNumbered ? long.Parse(row.Key, CultureInfo.InvariantCulture) : row.Key
        )
        {
            First = IsNumbered ? 0L : "",
            Rows = PageJobs.Rows,
        };
}

/// <summary>Nothing has happened at a moment that has not come. What is written beside a fact has the fact's moment,
/// and is not looked at twice.</summary>
internal static class MomentChecks
{
    /// <summary>The clocks of two nodes may differ by so much, and as much again while one is being found
    /// out.</summary>
    public const long SlackMilliseconds = 10_000;

    /// <param name="tables">Of all rooms.</param>
    public static async Task Run(Audit audit, IEnumerable<Stamped> tables)
    {
        var moments = audit.Begin("moments");
        foreach (var stamped in tables)
        await foreach (var page in audit.Pages(stamped.Rows))
        {
            var now = await audit.Later();
            foreach (var row in page)
                moments.Look(row.Subject, Judge(row, stamped, now));
            audit.Tell(moments);
        }
    }

    private static IEnumerable<string> Judge(AuditedMoment row, Stamped stamped, long now)
    {
        var latest = Math.Max(row.At, row.Later);
        var soon = now + SlackMilliseconds;
        if (row.Day.Length > 0 && string.CompareOrdinal(row.Day, Today(stamped, soon)) > 0)
            yield return $"It is dated {row.Day}, a day that has not come: a clock was wrong. {stamped.Advice}";
        else if (latest > soon)
            yield return $"In {stamped.Table} it is of {Moments.Text(latest)}, which has not come: a clock was wrong. "
                + $"{stamped.Advice}";
    }

    private static string? Today(Stamped stamped, long at) =>
        stamped.DayOf?.Invoke(DateTimeOffset.FromUnixTimeMilliseconds(at)).ToString("O", CultureInfo.InvariantCulture);
}
