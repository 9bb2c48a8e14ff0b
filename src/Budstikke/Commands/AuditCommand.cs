using System.CommandLine;
using Budstikke.Jobs;
using Budstikke.Trail;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>audit</c>: who did what.</summary>
internal static class AuditCommand
{
    private const int UsualCount = 100;

    public static Command Of(StoreOfCommand store)
    {
        var client = new Option<string?>("--client") { Description = "Of this client alone." };
        var about = new Option<string?>("--about") { Description = "About this alone: an order, a case, a user." };
        var before = new Option<long?>("--before") { Description = "Only entries before this number." };
        var count = new Option<int>("--count")
        {
            Description = $"How many, at most {TrailBook.MaxRead}.",
            DefaultValueFactory = _ => UsualCount,
        };
        return store.Reading(
            "audit",
            "Shows who did what, the newest first: changes of clients, tokens, secrets and users, and what a person "
                + "decided. `verify` checks that nothing of it was changed.",
            async work =>
            {
                var said = work.Said;
                var asked = new TrailQuestion(
                    said.GetValue(client),
                    said.GetValue(about),
                    said.GetValue(before),
                    said.GetValue(count)
                );
                var rows = await work.Database.Read(session => TrailBook.Read(session, asked));
                if (said.GetValue(store.Json))
                    return work.Print(rows.Select(JsonOf));
                Render(rows, Terminal.On(work.Out));
                return 0;
            },
            client,
            about,
            before,
            count
        );
    }

    private static object JsonOf(TrailRow row) =>
        new
        {
            row.Number,
            At = Moments.Text(row.At),
            By = row.ByWhom,
            row.Place,
            ClientId = row.ClientId.Length == 0 ? null : row.ClientId,
            row.Action,
            row.About,
            Changes = row.WhatChanged,
            row.Reason,
            row.Hash,
        };

    private static void Render(IEnumerable<TrailRow> rows, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in new[] { "No", "When (UTC)", "Who", "What", "About", "Changed" })
            table.AddColumn(column);
        foreach (var row in rows)
            table.AddRow(
                new Text($"{row.Number}"),
                new Text(Moments.Short(row.At)),
                new Text(row.Place is { } place ? $"{row.ByWhom} ({place})" : row.ByWhom),
                new Text(row.Action),
                new Text(row.About),
                new Text(
                    string.Join(
                        '\n',
                        [
                            .. row.WhatChanged.Select(one =>
                                $"{one.What}: {one.Before ?? "(none)"} -> {one.After ?? "(none)"}"
                            ),
                            .. row.Reason is { } reason ? new[] { reason } : [],
                        ]
                    )
                )
            );
        console.Write(table);
    }
}
