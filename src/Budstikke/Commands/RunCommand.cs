using System.CommandLine;
using Budstikke.Clients;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary><c>run preview</c>, <c>run now</c> and <c>run status</c>: what is held, closing it early, and how far the
/// runs are.</summary>
internal static class RunCommand
{
    private const int NotFound = 1;
    private static readonly Option<string?> s_client = new("--client")
    {
        Description = "Of this client alone, by its id.",
    };
    private static readonly Option<DateOnly?> s_date = new("--date")
    {
        Description = "The day of the run, 2026-12-01; without it everything that is held, by the run it will go with.",
    };
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };
    private static readonly Argument<string?> s_run = new("RUN")
    {
        Description = "A run's id: its own timeline.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Of(BuildService build)
    {
        var preview = new Command(
            "preview",
            "Shows what the invoice runs would issue: customers, orders, totals and splits."
        )
        {
            s_client,
            s_date,
            s_json,
        };
        var now = new Command(
            "now",
            "Closes the open periods at this moment and has what is held invoiced; a serving node does it."
        )
        {
            s_client,
            s_json,
        };
        var status = new Command("status", "Shows the runs and how far they are, the newest first.")
        {
            s_run,
            s_client,
            s_json,
        };
        preview.SetAction((parsed, _) => On(builder => build(builder, use: StoreUse.Read), parsed, Preview));
        now.SetAction((parsed, _) => On(builder => build(builder, use: StoreUse.Change), parsed, Now));
        status.SetAction((parsed, _) => On(builder => build(builder, use: StoreUse.Read), parsed, Status));
        return new Command("run", "The invoice runs of collected orders.") { preview, now, status };
    }

    /// <summary>The whole service is built, and nothing of it is started.</summary>
    private static async Task<int> On(
        Func<WebApplicationBuilder, Task<WebApplication>> build,
        ParseResult parsed,
        Func<IServiceProvider, ParseResult, TextWriter, Task<int>> command
    )
    {
        await using var app = await build(ServeCommand.QuietBuilder());
        if (
            parsed.GetValue(s_client) is { } client
            && await app.Services.GetRequiredService<ClientStore>().Find(client) is null
        )
            return await Missing($"There is no client {client}.");
        return await command(app.Services, parsed, Console.Out);
    }

    private static async Task<int> Preview(IServiceProvider services, ParseResult parsed, TextWriter output)
    {
        var previews = await services
            .GetRequiredService<PreviewRuns>()
            .Of(parsed.GetValue(s_client), parsed.GetValue(s_date));
        if (parsed.GetValue(s_json))
            await output.WriteLineAsync(JsonOptions.Store(previews));
        else
            RunReport.Write(previews, Terminal.On(output));
        return 0;
    }

    private static async Task<int> Now(IServiceProvider services, ParseResult parsed, TextWriter output)
    {
        var clock = services.GetRequiredService<NodeClock>();
        await clock.Compare();
        if (clock.WhyWrong() is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return CommandLine.Refused;
        }
        var runs = services.GetRequiredService<InvoiceRuns>();
        var begun = new List<InvoiceRun>();
        foreach (var client in parsed.GetValue(s_client) is { } one ? [one] : await runs.HoldingClients())
            if (await runs.Begin(client, InvoiceRun.Now, Actor.AtTerminal.By) is { } run)
                begun.Add(run);
        Print(begun, parsed, output, "Nothing is held.");
        return 0;
    }

    private static async Task<int> Status(IServiceProvider services, ParseResult parsed, TextWriter output)
    {
        var runs = services.GetRequiredService<InvoiceRuns>();
        if (parsed.GetValue(s_run) is not { } runId)
        {
            Print(await runs.List(parsed.GetValue(s_client)), parsed, output, "There has been no run yet.");
            return 0;
        }
        if (await runs.Find(runId) is not { } run)
            return await Missing($"There is no run {runId}.");
        var facts = await services
            .GetRequiredService<Database>()
            .Read(session => FactRow.Of(session, run.ClientId, runId));
        if (parsed.GetValue(s_json))
            await output.WriteLineAsync(RunReport.JsonOf(run, facts));
        else
            RunReport.Write(run, facts, Terminal.On(output));
        return 0;
    }

    private static void Print(IReadOnlyList<InvoiceRun> runs, ParseResult parsed, TextWriter output, string none)
    {
        if (parsed.GetValue(s_json))
            output.WriteLine(RunReport.JsonOf(runs));
        else if (runs.Count == 0)
            output.WriteLine(none);
        else
            RunReport.Write(runs, Terminal.On(output));
    }

    private static async Task<int> Missing(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return NotFound;
    }
}
