using Budstikke.Documents.Schematron;
using Budstikke.Invoicing;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>
/// What was found, for a bookkeeper: each document with its verdict, and each rule with what it wants.
/// </summary>
internal static class ValidateTable
{
    public static void Render(IReadOnlyList<CheckedFile> files, IReadOnlyList<string> rules, IAnsiConsole console)
    {
        foreach (var file in files)
        {
            console.WriteLine($"{file.File}: {Words(file)}", StyleOf(file.Outcome));
            if (file.Findings.Count > 0)
                console.Write(Findings(file));
        }
        if (files.Count > 1)
            console.WriteLine(Sum(files));
        console.WriteLine($"Checked by {string.Join(", ", rules)}.");
    }

    /// <summary>The ids stand whole, so that they can be searched for; the sentences give way.</summary>
    private static Table Findings(CheckedFile file)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators();
        table.AddColumn(new TableColumn("Rule").NoWrap());
        table.AddColumn(new TableColumn("Line").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("What is wrong"));
        foreach (var finding in file.Findings)
            table.AddRow(
                new Text(
                    $"{finding.RuleId}\n{(finding.Severity == Severity.Fatal ? "fatal" : "warning")}",
                    StyleOf(finding)
                ),
                new Text($"{finding.Line}"),
                new Text(Sentence(finding))
            );
        return table;
    }

    private static string Sentence(Finding finding)
    {
        var value = finding.Value is null ? "" : $"\nIt has {finding.Value}.";
        return $"{OfficialRules.TextOf(finding)}{value}\n{finding.Location}";
    }

    private static string Words(CheckedFile file)
    {
        var fatal = file.Findings.Count(finding => finding.Severity == Severity.Fatal);
        var warnings = file.Findings.Count - fatal;
        var beside = warnings == 0 ? "" : $", {Counted(warnings, "warning")}";
        return file.Outcome switch
        {
            Outcome.Valid => $"valid{beside}",
            Outcome.Invalid => $"not valid: {Counted(fatal, "fatal finding")}{beside}",
            _ => $"could not be checked: {file.Reason}",
        };
    }

    private static string Sum(IReadOnlyList<CheckedFile> files)
    {
        int Of(Outcome outcome) => files.Count(file => file.Outcome == outcome);
        return $"{Counted(files.Count, "document")}: {Of(Outcome.Valid)} valid, {Of(Outcome.Invalid)} not valid, "
            + $"{Of(Outcome.CouldNotCheck)} could not be checked.";
    }

    private static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";

    private static Style StyleOf(Outcome outcome) =>
        new(
            outcome switch
            {
                Outcome.Valid => Color.Green,
                Outcome.Invalid => Color.Red,
                _ => Color.Yellow,
            }
        );

    private static Style StyleOf(Finding finding) => new(finding.Severity == Severity.Fatal ? Color.Red : Color.Yellow);
}
