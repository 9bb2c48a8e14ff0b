using System.CommandLine;
using System.Data.Common;
using System.Text.Json;
using Budstikke.Commands.Move;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary><c>move</c>: brings a whole store from one database to another, proves the copy, and retires the
/// source.</summary>
internal static class MoveCommand
{
    private const int NotMoved = 1;
    private const string From = "--from";
    private const string To = "--to";
    private static readonly Option<string> s_from = new(From)
    {
        Description = MoveEnd.Help("The store to move; nobody may serve it"),
        Required = true,
    };
    private static readonly Option<string> s_to = new(To)
    {
        Description = MoveEnd.Help("An empty database"),
        Required = true,
    };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the report as JSON." };

    public static Command Of(TimeProvider time)
    {
        var command = new Command(
            "move",
            "Moves a whole store to another database and proves the copy. The source cannot be served afterwards."
        )
        {
            s_from,
            s_to,
            s_json,
        };
        command.SetAction(
            (parsed, cancel) =>
                Run(
                    (parsed.GetRequiredValue(s_from), parsed.GetRequiredValue(s_to)),
                    time,
                    parsed.GetValue(s_json),
                    Console.Out,
                    cancel
                )
        );
        return command;
    }

    public static async Task<int> Run(
        (string From, string To) ends,
        TimeProvider time,
        bool json,
        TextWriter output,
        CancellationToken cancel = default
    )
    {
        await using var source = MoveEnd.Of(From, ends.From);
        await using var target = MoveEnd.Of(To, ends.To);
        if (source.Shown == target.Shown)
            throw new StorageRefusedException($"{From} and {To} are the same database: {source.Shown}.");
        source.RefuseAbsentFile(From);
        try
        {
            var report = await Terminal.WithStatus<MoveProgress, MoveReport>(
                "Looking at both databases",
                progress => $"{progress.Doing} {progress.Table}: {progress.Rows}",
                progress => new MoveStore(source, target, time, progress, cancel).Run()
            );
            Show(report, json, output);
            return report.IsMoved ? 0 : NotMoved;
        }
        catch (Exception error) when (error is DbException or IOException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(
                $"The move did not end: {error.Message} Run the same command again; it begins anew or finishes "
                    + "what was begun."
            );
            return NotMoved;
        }
    }

    private static void Show(MoveReport report, bool json, TextWriter output)
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(report, JsonOptions.Stored));
        else
            MoveTable.Render(report, Terminal.On(output));
    }
}
