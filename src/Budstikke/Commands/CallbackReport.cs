using Budstikke.Callbacks;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>Tries to tell clients, as a terminal and a program read them. Texts, no markup: others wrote some of
/// them.</summary>
internal static class CallbackReport
{
    public static Table TableOf(IReadOnlyList<CallbackAttempt> attempts)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("Try").NoWrap());
        table.AddColumn(new TableColumn("Ended (UTC)").NoWrap());
        table.AddColumn("What");
        foreach (var one in attempts)
            table.AddRow(
                new Text($"{one.AttemptId}"),
                new Text(Moments.Short(one.EndedAt)),
                new Text($"{one.OrderId} {one.Status}: {OutcomeOf(one)}\n{one.Url}")
            );
        return table;
    }

    public static Table TableOf(CallbackAttempt one)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders();
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn("");
        foreach (
            var (name, value) in new (string, string?)[]
            {
                ("order", $"{one.OrderId} of {one.ClientId}"),
                ("told", $"{one.Status}, since {Moments.Text(one.ChangedAt)}"),
                ("webhook-id", one.WebhookId),
                ("URL", one.Url),
                ("endpoint", one.Endpoint),
                ("try", $"{one.Attempt}: {OutcomeOf(one)}"),
                ("began (UTC)", $"{Moments.Text(one.StartedAt)}, took {one.EndedAt - one.StartedAt} ms"),
                ("told again", one.ReplayedAt is { } at ? Moments.Text(at) : null),
                ("answer", one.Answer),
            }
        )
            if (value is not null)
                table.AddRow(new Text(name), new Text(value));
        return table;
    }

    private static string OutcomeOf(CallbackAttempt one) =>
        one.Error is null ? $"{one.Outcome}, HTTP {one.HttpStatus}" : $"{one.Outcome}: {one.Error}";

    /// <summary>An array, unwrapped.</summary>
    public static string JsonOf(IEnumerable<CallbackAttempt> attempts) => JsonOptions.Store(attempts.Select(ShapeOf));

    public static string JsonOf(CallbackAttempt attempt) => JsonOptions.Store(ShapeOf(attempt));

    /// <summary>What is told again.</summary>
    public static object NewsOf(CallbackAttempt one) =>
        new
        {
            one.OrderId,
            one.Status,
            one.WebhookId,
        };

    private static object ShapeOf(CallbackAttempt one) =>
        new
        {
            one.AttemptId,
            one.ClientId,
            one.OrderId,
            one.WebhookId,
            one.Status,
            ChangedAt = Moments.Text(one.ChangedAt),
            one.Url,
            one.Endpoint,
            one.Attempt,
            one.Outcome,
            one.HttpStatus,
            StartedAt = Moments.Text(one.StartedAt),
            EndedAt = Moments.Text(one.EndedAt),
            Milliseconds = one.EndedAt - one.StartedAt,
            one.Answer,
            one.Error,
            ReplayedAt = one.ReplayedAt is { } at ? Moments.Text(at) : null,
        };
}
