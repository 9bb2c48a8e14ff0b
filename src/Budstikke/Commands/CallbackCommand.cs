using System.CommandLine;
using System.Globalization;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary><c>callback list</c>, <c>show</c> and <c>replay</c>: what clients were told, what they answered, and
/// telling them again.</summary>
internal static class CallbackCommand
{
    private static readonly string[] s_moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
    private static readonly Option<string?> s_order = new("--order") { Description = "Of this order, ODR…" };
    private static readonly Option<string?> s_endpoint = new("--endpoint")
    {
        Description = "To this server, https://client.example:443; any URL of it will do.",
    };
    private static readonly Option<string?> s_client = new("--client") { Description = "Of this client, by its id." };
    private static readonly Option<string?> s_since = new("--since")
    {
        Description = "Since this day or moment, 2026-12-01 or 2026-12-01T08:00:00Z.",
    };
    private static readonly Option<bool> s_received = new("--received")
    {
        Description = "Also what was received, and lost there; with --order or --endpoint.",
    };
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };

    public static Command Of(BuildService build, TimeProvider time)
    {
        var id = new Argument<long>("ID") { Description = "Of a try, as listed." };
        var list = new Command(
            "list",
            "Lists the tries to tell clients of changes, the newest first; without --order and --endpoint those that "
                + "failed."
        )
        {
            s_order,
            s_endpoint,
            s_client,
            s_since,
            s_json,
        };
        var show = new Command("show", "Shows a try: what was called, and how the answer began.") { id, s_json };
        var replay = new Command(
            "replay",
            "Tells again what was given up: it may arrive twice, under the same webhook-id. A serving node does it, "
                + $"behind what waits for the order; at most {ReplayCallbacks.MaxAtOnce} for each call."
        )
        {
            s_order,
            s_endpoint,
            s_client,
            s_since,
            s_received,
            s_json,
        };
        list.SetAction((said, _) => Of(said, choice => List(build, said, choice)));
        show.SetAction((said, _) => Show(build, said, said.GetRequiredValue(id)));
        replay.SetAction((said, _) => Of(said, choice => Replay(build, said, choice)));
        return new Command("callback", "What clients are told, and telling them again.")
        {
            list,
            show,
            replay,
            ListenCommand.Of(time),
        };
    }

    private static Task<int> Of(ParseResult said, Func<CallbackChoice, Task<int>> work)
    {
        var wrong = new List<string>();
        DateTimeOffset? since = null;
        if (said.GetValue(s_since) is { } text)
        {
            if (MomentOf(text) is { } at)
                since = at;
            else
                wrong.Add($"--since must be a day like 2026-12-01, or a moment like 2026-12-01T08:00:00Z: {text}");
        }
        var endpoint = said.GetValue(s_endpoint) is { } url ? CallbackEndpoint.Of(url) : null;
        if (endpoint is null && said.GetValue(s_endpoint) is { } given)
            wrong.Add($"--endpoint must be like https://client.example:443: {given}");
        return wrong.Count > 0
            ? Task.FromResult(StoreWork.Refuse(said, wrong))
            : work(new(said.GetValue(s_client), said.GetValue(s_order), endpoint, since));
    }

    private static DateTimeOffset? MomentOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            s_moments,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;

    private static async Task<int> List(BuildService build, ParseResult said, CallbackChoice choice)
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Read);
        var found = await app.Services.GetRequiredService<CallbackLog>().List(choice);
        var (output, error) = (said.InvocationConfiguration.Output, said.InvocationConfiguration.Error);
        if (found.Count == CallbackLog.MaxRead)
            await error.WriteLineAsync($"Only the {CallbackLog.MaxRead} newest are shown.");
        if (said.GetValue(s_json))
            await output.WriteLineAsync(CallbackReport.JsonOf(found));
        else if (found.Count == 0)
            await output.WriteLineAsync("No such try is on record.");
        else
            Terminal.On(output).Write(CallbackReport.TableOf(found));
        return 0;
    }

    private static async Task<int> Show(BuildService build, ParseResult said, long id)
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Read);
        var output = said.InvocationConfiguration.Output;
        if (await app.Services.GetRequiredService<CallbackLog>().Find(id) is not { } attempt)
        {
            await said.InvocationConfiguration.Error.WriteLineAsync($"There is no try {id} on record.");
            return StoreWork.NotDone;
        }
        if (said.GetValue(s_json))
            await output.WriteLineAsync(CallbackReport.JsonOf(attempt));
        else
            Terminal.On(output).Write(CallbackReport.TableOf(attempt));
        return 0;
    }

    private static async Task<int> Replay(BuildService build, ParseResult said, CallbackChoice choice)
    {
        var alsoReceived = said.GetValue(s_received);
        if (choice is { OrderId: null, Endpoint: null, Since: null })
            return StoreWork.Refuse(said, ["Give --order, --endpoint or --since: what is to be told again?"]);
        if (alsoReceived && choice is { OrderId: null, Endpoint: null })
            return StoreWork.Refuse(said, ["--received needs --order or --endpoint."]);
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Change);
        var replay = await app
            .Services.GetRequiredService<ReplayCallbacks>()
            .Run(choice, alsoReceived, Actor.AtTerminal.By);
        var (output, error) = (said.InvocationConfiguration.Output, said.InvocationConfiguration.Error);
        if (replay.WasChanged)
            await error.WriteLineAsync("Somebody else has some of them told again just now; look again.");
        else if (replay.HasMore)
            await error.WriteLineAsync($"There are more than {replay.Again.Count}; call again for the next.");
        if (said.GetValue(s_json))
            await output.WriteLineAsync(
                JsonOptions.Store(
                    new
                    {
                        Again = replay.Again.Select(CallbackReport.NewsOf),
                        MayArriveTwice = true,
                        replay.HasMore,
                    }
                )
            );
        else if (replay.Again.Count > 0)
            await output.WriteLineAsync(
                $"{replay.Again.Count} told again by a serving node. Each may arrive twice, under the same webhook-id."
            );
        else if (!replay.WasChanged)
            await output.WriteLineAsync("Nothing was given up that is not being told again.");
        return replay.Again.Count > 0 ? 0 : StoreWork.NotDone;
    }
}
