using System.Globalization;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.CustomerService;

/// <summary>Cases as a terminal and a program read them.</summary>
internal static class CaseReport
{
    public static Table TableOf(IReadOnlyList<CaseRow> cases)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators();
        table.AddColumn(new TableColumn("Case").NoWrap());
        table.AddColumn(new TableColumn("Opened (UTC)").NoWrap());
        table.AddColumn("What");
        // Texts, no markup: a reason may hold square brackets.
        foreach (var row in cases)
            table.AddRow(
                new Text(row.CaseId),
                new Text(Moment(row.OpenedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text($"{row.Kind}, {row.Subject}{Again(row)}\n{row.Reason}")
            );
        return table;
    }

    /// <summary>An array, unwrapped.</summary>
    public static string JsonOf(IReadOnlyList<CaseRow> cases) =>
        JsonOptions.Store(
            cases.Select(row => new
            {
                row.CaseId,
                row.ClientId,
                row.OrderId,
                row.Subject,
                row.Kind,
                row.Reason,
                row.Number,
                OpenedAt = Moment(row.OpenedAt),
                ClosedAt = row.ClosedAt is { } closed ? Moment(closed) : (DateTimeOffset?)null,
                row.ClosedBy,
                row.Note,
            })
        );

    private static string Again(CaseRow row) => row.Number == 1 ? "" : $" (again, number {row.Number})";

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
