using System.CommandLine;
using System.Text.Json;
using Budstikke.CustomerService;
using Budstikke.Jobs;
using Budstikke.Storage;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>cases</c> lists what a person must look at; <c>cases close</c> ends one.</summary>
internal static class CasesCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON." };
    private static readonly Argument<string> s_id = new("ID") { Description = "The case." };
    private static readonly Option<string> s_note = new("--note") { Description = "What was done.", Required = true };

    public static Command Of(TimeProvider time)
    {
        var close = new Command("close", "Closes a case.") { s_id, s_note };
        close.SetAction((parsed, _) => Close(parsed.GetRequiredValue(s_id), parsed.GetRequiredValue(s_note), time));
        var cases = new Command("cases", "Lists the open cases, oldest first.") { s_json, close };
        cases.SetAction((parsed, _) => List(parsed.GetValue(s_json), time));
        return cases;
    }

    private static async Task<int> List(bool json, TimeProvider time)
    {
        var (database, _) = await OpenStore.Run(CommandLine.Settings(), time);
        await using var opened = database;
        var open = await new Cases(database, new FactRegister(), time).Open();
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(open.Select(AsJson), JsonOptions.Stored));
        else
            AnsiConsole.Write(TableOf(open));
        return 0;
    }

    private static object AsJson(CaseRow row) =>
        new
        {
            row.CaseId,
            row.ClientId,
            row.OrderId,
            row.Subject,
            row.Kind,
            row.Reason,
            OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt).UtcDateTime,
        };

    private static Spectre.Console.Table TableOf(IReadOnlyList<CaseRow> open)
    {
        var table = new Spectre.Console.Table().AddColumns("Case", "Client", "Order", "Opened (UTC)", "Reason");
        foreach (var row in open)
            table.AddRow(
                Markup.Escape(row.CaseId),
                row.ClientId,
                row.OrderId,
                $"{DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt):yyyy-MM-dd HH:mm}",
                Markup.Escape(row.Reason)
            );
        return open.Count == 0 ? table.AddRow("none is open") : table;
    }

    private static async Task<int> Close(string caseId, string note, TimeProvider time)
    {
        var (database, _) = await OpenStore.Run(CommandLine.Settings(), time);
        await using var opened = database;
        var result = await new Cases(database, new FactRegister(), time).Close(
            caseId,
            note,
            $"person:{Environment.UserName}"
        );
        if (result == CloseResult.Closed)
            return 0;
        await Console.Error.WriteLineAsync(
            result == CloseResult.Unknown ? $"There is no case {caseId}." : $"Case {caseId} has been closed before."
        );
        return CommandLine.Refused;
    }
}
