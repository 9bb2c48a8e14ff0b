using System.CommandLine;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>bounces</c> lists the mails to a bounce address that came to nothing by themselves; <c>bounces open</c>
/// makes a file of one.</summary>
internal static class BouncesCommand
{
    private const int MaxShownCharacters = 120;

    public static Command Of(StoreOfCommand store)
    {
        var all = new Option<bool>("--all") { Description = "Those too that came to something by themselves." };
        var bounces = store.Reading(
            "bounces",
            "Lists what came back and matches no dispatch, or cannot be believed, the newest first.",
            work => List(work, work.Said.GetValue(all)),
            all
        );
        var id = new Argument<string>("ID") { Description = "As listed." };
        var to = new Option<FileInfo?>("--to") { Description = "The file; by default one named after the id, here." };
        bounces.Subcommands.Add(
            store.Reading(
                "open",
                "Writes the beginning of one of them into a file, as it came.",
                work => Open(work, work.Said.GetRequiredValue(id), work.Said.GetValue(to)),
                id,
                to
            )
        );
        bounces.Subcommands.Add(
            store.Reading("suppressed", "Lists the addresses that nothing is mailed to for now.", Suppressed)
        );
        var client = new Argument<string>("CLIENT") { Description = "CLT and ten digits." };
        var address = new Argument<string>("ADDRESS") { Description = "As listed by bounces suppressed." };
        bounces.Subcommands.Add(
            store.Command(
                "allow",
                "Takes an address off that list: the next invoice is mailed to it.",
                work => Allow(work, work.Said.GetRequiredValue(client), work.Said.GetRequiredValue(address)),
                client,
                address
            )
        );
        return bounces;
    }

    private static async Task<int> Suppressed(StoreWork work)
    {
        var rows = await new Suppressions(work.Database).List(work.Now);
        if (rows.Count == Suppressions.MaxRead)
            work.Warn([$"Only the {Suppressions.MaxRead} newest are shown."]);
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(
                rows.Select(row => new
                {
                    row.ClientId,
                    row.Address,
                    row.Reason,
                    row.BounceId,
                    Since = Moments.Text(row.Since),
                    Until = Moments.Text(row.Until),
                })
            );
        foreach (var row in rows)
            await work.Out.WriteLineAsync(
                $"{row.ClientId} {row.Address} until {Moments.Text(row.Until)}: {row.Reason}"
            );
        if (rows.Count == 0)
            await work.Out.WriteLineAsync("No address is suppressed.");
        return 0;
    }

    private static async Task<int> Allow(StoreWork work, string clientId, string address)
    {
        if (!await new Suppressions(work.Database).Lift(clientId, address))
            return work.Fail($"{address} is not suppressed for {clientId}.");
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(new { clientId, address });
        await work.Out.WriteLineAsync($"{address} is mailed to again.");
        return 0;
    }

    private static async Task<int> List(StoreWork work, bool all)
    {
        var rows = await new BounceStore(work.Database, new Wake()).List(all);
        if (rows.Count == BounceStore.MaxRead)
            work.Warn([$"Only the {BounceStore.MaxRead} newest are shown."]);
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(rows.Select(ShapeOf));
        if (rows.Count == 0)
        {
            await work.Out.WriteLineAsync("Nothing came back that did not find its dispatch.");
            return 0;
        }
        Terminal.On(work.Out).Write(TableOf(rows));
        return 0;
    }

    private static async Task<int> Open(StoreWork work, string id, FileInfo? to)
    {
        if (await new BounceStore(work.Database, new Wake()).Mail(id) is not { } mail)
            return work.Fail($"There is no bounce {id}.");
        var file = to ?? new FileInfo($"{id}.eml");
        try
        {
            await File.WriteAllBytesAsync(file.FullName, mail);
        }
        catch (IOException error)
        {
            return work.Fail($"{file} cannot be written: {error.Message}");
        }
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(new { BounceId = id, File = file.FullName });
        await work.Out.WriteLineAsync($"Written to {file}");
        return 0;
    }

    public static Table TableOf(IReadOnlyList<BounceRow> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Bounce").NoWrap());
        table.AddColumn("What");
        // Texts, no markup: a stranger's words may hold square brackets.
        foreach (var row in rows)
            table.AddRow(
                new Text(row.BounceId),
                new Text(
                    $"{row.Ending}{(row.DispatchKey is { } key ? $", {key}" : "")}, by {row.Way} "
                        + $"{Moments.Short(row.ReceivedAt)} UTC\n{row.Sender}: {row.Subject}\n"
                        + Cut.To(row.Said, MaxShownCharacters)
                )
            );
        return table;
    }

    private static object ShapeOf(BounceRow row) =>
        new
        {
            row.BounceId,
            row.ClientId,
            row.DispatchKey,
            row.Ending,
            row.Way,
            row.Kind,
            row.Sender,
            row.Subject,
            row.Said,
            row.MailBytes,
            ReceivedAt = Moments.Text(row.ReceivedAt),
        };
}
