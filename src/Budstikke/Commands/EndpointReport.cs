using Budstikke.Callbacks;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>The servers for callbacks that a client has trouble with, as a terminal and a program read them.</summary>
internal static class EndpointReport
{
    /// <summary>What whoever looks at the client should know; null where it is not for long.</summary>
    public static string? WarningOf(EndpointHealth server, DateTimeOffset now) =>
        server.StateAt(now) switch
        {
            EndpointState.Failing => $"{server.Endpoint} has taken no callback since {Since(server)}.",
            EndpointState.Asleep =>
                $"{server.Endpoint} has taken no callback since {Since(server)}: it is asked once an hour, and what "
                    + $"waits is given up at {Moments.Text(server.SleepsUntil!.Value)}.",
            EndpointState.GivenUp =>
                $"{server.Endpoint} has taken no callback since {Since(server)}: what waited was given up at "
                    + $"{Moments.Text(server.GivenUpAt!.Value)}.",
            _ => null,
        };

    public static void Render(IEnumerable<EndpointHealth> servers, DateTimeOffset now, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("Callback server");
        table.AddColumn(new TableColumn("State").NoWrap());
        table.AddColumn(new TableColumn("Failing since (UTC)").NoWrap());
        // Texts, no markup: a client chose the host.
        foreach (var server in servers)
            table.AddRow(
                new Text(server.Endpoint),
                new Text(WordFor(server.StateAt(now))),
                new Text(Moments.Short(server.FailingSince))
            );
        console.Write(table);
    }

    public static object ShapeOf(EndpointHealth server, DateTimeOffset now) =>
        new
        {
            server.Endpoint,
            State = WordFor(server.StateAt(now)),
            FailingSince = Since(server),
            HeldUntil = Text(server.HeldUntil == 0 ? null : server.HeldUntil),
            AsleepSince = Text(server.AsleepSince),
            SleepsUntil = Text(server.SleepsUntil),
            GivenUpAt = Text(server.GivenUpAt),
        };

    private static string Since(EndpointHealth server) => Moments.Text(server.FailingSince);

    private static string? Text(long? milliseconds) => milliseconds is { } at ? Moments.Text(at) : null;

    private static string WordFor(EndpointState state) =>
        state switch
        {
            EndpointState.Failing => "failing",
            EndpointState.Asleep => "asleep",
            EndpointState.GivenUp => "given up",
            _ => "troubled",
        };
}
