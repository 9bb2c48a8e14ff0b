using System.CommandLine;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary><c>cases</c> lists what a person must look at; <c>cases close</c> says that somebody has.</summary>
internal static class CasesCommand
{
    private const int NotFound = 1;

    /// <summary>What a person is told whose note is blank or too long.</summary>
    public static readonly string NoteRefused = $"--note must be 1 to {Cases.MaxNoteCharacters} characters.";

    public static Command Of(BuildService build)
    {
        var json = new Option<bool>("--json") { Description = "JSON on stdout, nothing else." };
        var cases = new Command("cases", "Lists the open cases: what a person must look at.") { json, Close(build) };
        cases.SetAction((parsed, _) => List(build, parsed.GetValue(json)));
        return cases;
    }

    private static Command Close(BuildService build)
    {
        var id = new Argument<string>("ID") { Description = "As listed: CASE and sixteen characters." };
        var note = new Option<string>("--note") { Description = "What was done about it.", Required = true };
        var arrived = new Option<bool>("--arrived")
        {
            Description = "Of an arrival-unknown: the customer has the document.",
        };
        var sendOn = new Option<bool>("--send-on")
        {
            Description = "Of an arrival-unknown: the next channel shall bring it.",
        };
        var close = new Command("close", "Closes a case, and says what of its cause is still there.")
        {
            id,
            note,
            arrived,
            sendOn,
        };
        close.Validators.Add(said =>
        {
            if (said.GetValue(arrived) && said.GetValue(sendOn))
                said.AddError("Only one of --arrived and --send-on can be so.");
        });
        close.SetAction(
            (said, _) =>
                Close(
                    build,
                    said.GetRequiredValue(id),
                    said.GetRequiredValue(note),
                    said.GetValue(arrived) ? DoubtDecision.Arrived
                        : said.GetValue(sendOn) ? DoubtDecision.SendOn
                        : null
                )
        );
        return close;
    }

    private static async Task<int> List(BuildService build, bool asJson)
    {
        await using var app = await build(ServeCommand.Builder(), use: StoreUse.Read);
        var cases = app.Services.GetRequiredService<Cases>();
        var open = await cases.About(await cases.List());
        if (open.Count == Cases.MaxRead)
            await Console.Error.WriteLineAsync($"Only the {Cases.MaxRead} oldest are shown.");
        if (asJson)
            Console.WriteLine(CaseReport.JsonOf(open));
        else if (open.Count == 0)
            Console.WriteLine("No open cases.");
        else
            Terminal.On(Console.Out).Write(CaseReport.TableOf(open));
        return 0;
    }

    private static async Task<int> Close(BuildService build, string caseId, string note, DoubtDecision? decision)
    {
        await using var app = await build(ServeCommand.Builder(), use: StoreUse.Change);
        var (result, remains) = await app
            .Services.GetRequiredService<Cases>()
            .Close(caseId, note, Actor.AtTerminal.By, decision);
        if (result == CloseResult.Closed)
        {
            Console.WriteLine($"{caseId} is closed.");
            if (remains is not null)
                await Console.Error.WriteLineAsync(remains);
            return 0;
        }
        await Console.Error.WriteLineAsync(
            result switch
            {
                CloseResult.Unknown => $"There is no case {caseId}.",
                CloseResult.ClosedBefore => $"{caseId} was closed before.",
                CloseResult.DecisionMissing =>
                    $"{caseId} asks whether a document arrived: close it with --arrived or --send-on.",
                CloseResult.DecisionUnfit =>
                    $"{caseId} does not ask whether a document arrived, or not any more: close it without "
                        + "--arrived and --send-on.",
                _ => NoteRefused,
            }
        );
        return result is CloseResult.Unknown or CloseResult.ClosedBefore ? NotFound : CommandLine.Refused;
    }
}
