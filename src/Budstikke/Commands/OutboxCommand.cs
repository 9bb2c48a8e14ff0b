using System.CommandLine;
using Budstikke.Jobs;
using Budstikke.Sandbox;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>outbox</c> lists what simulated channels would have sent; <c>outbox open</c> makes a file of one, to be
/// looked at with a mail program or a browser.</summary>
internal static class OutboxCommand
{
    public static Command Of(StoreOfCommand store)
    {
        var client = new Option<string?>("--client") { Description = "Of this client alone: CLT and ten digits." };
        var outbox = store.Reading("outbox", Listing, work => List(work, client), client);
        outbox.Subcommands.Add(store.Reading("list", Listing, work => List(work, client), client));
        outbox.Subcommands.Add(Open(store));
        return outbox;
    }

    private static string Listing =>
        $"Lists what simulated channels would have sent, the {SandboxOutbox.MaxRead} newest first.";

    private static Command Open(StoreOfCommand store)
    {
        var key = new Argument<string>("KEY") { Description = "As listed." };
        var to = new Option<FileInfo?>("--to") { Description = "The file; by default one named after the key, here." };
        return store.Reading(
            "open",
            "Writes one of them into a file, as it would have gone out: a mail (.eml), a PDF or a UBL.",
            work => Open(work, work.Said.GetRequiredValue(key), work.Said.GetValue(to)),
            key,
            to
        );
    }

    private static async Task<int> List(StoreWork work, Option<string?> client)
    {
        var outbox = new SandboxOutbox(work.Database);
        var entries = work.Said.GetValue(client) is { } clientId ? await outbox.Of(clientId) : await outbox.OfAll();
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(entries.Select(ShapeOf));
        if (entries.Count == 0)
            return work.Fail("Nothing: no simulated channel has anything to show.");
        if (entries.Count == SandboxOutbox.MaxRead)
            work.Warn([$"Only the {SandboxOutbox.MaxRead} newest are shown."]);
        Terminal.On(work.Out).Write(TableOf(entries));
        return 0;
    }

    private static async Task<int> Open(StoreWork work, string key, FileInfo? to)
    {
        if (await new SandboxOutbox(work.Database).FindOfAny(key) is not var (entry, content))
            return work.Fail($"There is nothing under {key}.");
        var file = to ?? new FileInfo(entry.FileName);
        try
        {
            await File.WriteAllBytesAsync(file.FullName, content);
        }
        catch (IOException error)
        {
            return work.Fail($"{file} cannot be written: {error.Message}");
        }
        if (work.Said.GetValue<bool>("--json"))
            return work.Print(new { Entry = ShapeOf(entry), File = file.FullName });
        work.Out.WriteLine($"{entry.Channel} to {entry.Recipient}: {entry.Description}");
        work.Out.WriteLine($"Written to {file}");
        return 0;
    }

    public static Table TableOf(IReadOnlyList<OutboxEntry> entries)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Key").NoWrap());
        table.AddColumn(new TableColumn("Sent (UTC)").NoWrap());
        table.AddColumn("What");
        // Texts, no markup: a name may hold square brackets.
        foreach (var entry in entries)
            table.AddRow(
                new Text(entry.Key),
                new Text(Moments.Short(entry.SentAt)),
                new Text($"{entry.Channel} to {entry.Recipient}\n{entry.Description}")
            );
        return table;
    }

    private static object ShapeOf(OutboxEntry entry) =>
        new
        {
            entry.Key,
            entry.ClientId,
            SentAt = Moments.Text(entry.SentAt),
            entry.Channel,
            entry.Recipient,
            entry.Description,
            entry.ContentType,
        };
}
