using Budstikke.Jobs.Checks;
using Spectre.Console;

namespace Budstikke.Verify;

/// <summary>The report for a person: what was looked at, then each finding.</summary>
internal static class VerifyTable
{
    public static void Render(VerifyReport report, IAnsiConsole console)
    {
        console.Write(Checks(report));
        if (report.Findings.Count > 0)
            console.Write(Findings(report));
        console.WriteLine(Summary(report));
    }

    private static Table Checks(VerifyReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("Check", "Looked at", "Findings", "Remark");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var check in report.Checks)
            table.AddRow(
                new Text(check.Check),
                new Text(check.Looked.ToString()),
                new Text(check.Found.ToString(), check.Found > 0 ? new Style(Color.Red) : new Style(Color.Green)),
                new Text(check.Held > 0 ? $"{check.Held} held until their period closes" : "")
            );
        return table;
    }

    /// <summary>The ids stand whole, so that they can be searched for; the sentences give way.</summary>
    private static Table Findings(VerifyReport report)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Check").NoWrap());
        table.AddColumn(new TableColumn("Whose").NoWrap());
        table.AddColumn("What is wrong");
        foreach (var finding in report.Findings)
            table.AddRow(new Text(finding.Check), new Text(finding.Subject), new Text(finding.Sentence));
        return table;
    }

    private static string Summary(VerifyReport report)
    {
        var found = report.Checks.Sum(check => check.Found);
        return found switch
        {
            0 => "Nothing found: all is as it must be.",
            _ when found > report.Findings.Count =>
                $"{found} findings; of each check the first {Tally.MaxListedFindings} are listed.",
            1 => "1 finding.",
            _ => $"{found} findings.",
        };
    }
}
