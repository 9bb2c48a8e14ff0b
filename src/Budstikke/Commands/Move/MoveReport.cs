using Spectre.Console;

namespace Budstikke.Commands.Move;

/// <summary>What a move did, and the proof.</summary>
/// <param name="IsMoved">The target may be used, the source may not.</param>
internal sealed record MoveReport(string From, string To, bool IsMoved, IReadOnlyList<MovedTable> Tables);

/// <summary>A table as it was read back from both ends; the target's sum is given where it differs.</summary>
internal sealed record MovedTable(string Table, long Rows, string Checksum, TableSum? InTarget)
{
    public static MovedTable Of(string table, TableSum source, TableSum target) =>
        new(table, source.Rows, source.Checksum, source == target ? null : target);
}

/// <summary>How far a move is.</summary>
/// <param name="Doing">As a person would say it: copying, reading back.</param>
internal sealed record MoveProgress(string Doing, string Table, long Rows);

/// <summary>The report for a person.</summary>
internal static class MoveTable
{
    /// <summary>Enough to compare by eye; the JSON has it whole.</summary>
    private const int ShownChecksumCharacters = 16;

    public static void Render(MoveReport report, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("Table", "Rows", "Checksum", "Read back");
        table.Columns[1].RightAligned();
        foreach (var moved in report.Tables)
            table.AddRow(
                new Text(moved.Table),
                new Text(moved.Rows.ToString()),
                new Text(moved.Checksum[..ShownChecksumCharacters]),
                moved.InTarget is { } other
                    ? new Text(
                        $"differs: {other.Rows} rows, {other.Checksum[..ShownChecksumCharacters]}",
                        new Style(Color.Red)
                    )
                    : new Text("the same", new Style(Color.Green))
            );
        console.Write(table);
        console.WriteLine(Summary(report));
    }

    private static string Summary(MoveReport report) =>
        report.IsMoved
            ? $"Moved to {report.To}. {report.From} can no longer be served; keep it as a backup."
            : $"Not moved: the copy differs in {Differing(report)}. "
                + $"Go on with {report.From}; {report.To} cannot be served. "
                + "Running the same command again begins anew.";

    private static string Differing(MoveReport report) =>
        string.Join(", ", report.Tables.Where(table => table.InTarget is not null).Select(table => table.Table));
}
