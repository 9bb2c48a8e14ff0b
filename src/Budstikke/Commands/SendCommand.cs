using System.CommandLine;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Orders;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>send FILE</c>: sends an order to a service and follows it to the customer.</summary>
internal static class SendCommand
{
    private const string UrlVariable = "BUDSTIKKE_URL";
    private const string TokenVariable = "BUDSTIKKE_TOKEN";
    private const int MaxWaitSeconds = 3600;
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly Argument<FileInfo> s_file = new("FILE") { Description = "The order, as JSON." };
    private static readonly Option<string> s_url = new("--url")
    {
        Description = $"Where the service is; by default {UrlVariable}, else {ServeCommand.DefaultUrl}.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UrlVariable) ?? ServeCommand.DefaultUrl,
    };

    /// <summary>The token has no default value in the library's sense, because the help would show it.</summary>
    private static readonly Option<string?> s_token = new("--token")
    {
        Description = $"The client's token; by default {TokenVariable}, which no list of processes shows.",
    };
    private static readonly Option<string?> s_key = new("--key")
    {
        Description = "The Idempotency-Key; by default one of its own, which is shown when there was no answer.",
    };
    private static readonly Option<int> s_wait = new("--wait")
    {
        Description = $"Seconds to follow the order, 0 to {MaxWaitSeconds}.",
        DefaultValueFactory = _ => 60,
    };
    private static readonly Option<bool> s_json = new("--json")
    {
        Description = "Print the result as JSON; the steps go to stderr.",
    };

    public static Command Of(TimeProvider time)
    {
        var send = new Command(
            "send",
            "Sends an order and follows it. Exits with 0 when the invoice has reached the customer or the order "
                + "waits for its run, 1 when the order was refused, 2 when it could not be sent, 3 when there was "
                + "no answer (repeat it with its --key), 4 when it was taken and has not arrived."
        )
        {
            s_file,
            s_url,
            s_token,
            s_key,
            s_wait,
            s_json,
        };
        send.SetAction((parsed, cancel) => Run(parsed, time, cancel));
        return send;
    }

    private static async Task<int> Run(ParseResult parsed, TimeProvider time, CancellationToken cancel)
    {
        if (FaultOf(parsed) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return CommandLine.Refused;
        }
        var file = await File.ReadAllTextAsync(parsed.GetRequiredValue(s_file).FullName, cancel);
        var order = SampleOrder.OfToday(file, time.GetUtcNow());
        using var service = new RemoteOrders(new(parsed.GetRequiredValue(s_url)), TokenOf(parsed));
        var asJson = parsed.GetValue(s_json);
        var console = TimelineView.ConsoleOf(asJson);
        var result = await Send(service, order, parsed.GetValue(s_key) ?? Guid.NewGuid().ToString(), cancel);
        if (result.Order is not null)
            result = await Follow(service, result, TimeSpan.FromSeconds(parsed.GetValue(s_wait)), console, cancel);
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(result, JsonOptions.Stored));
        else
            await (result.ExitCode == 0 ? Console.Out : Console.Error).WriteLineAsync(result.ToString());
        return result.ExitCode;
    }

    private static string? FaultOf(ParseResult parsed)
    {
        var file = parsed.GetRequiredValue(s_file);
        if (!file.Exists)
            return $"There is no file {file}.";
        if (file.Length > MaxFileBytes)
            return $"{file} is larger than {MaxFileBytes} bytes.";
        if (
            !Uri.TryCreate(parsed.GetValue(s_url), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
        )
            return $"--url must be an http or https address: {parsed.GetValue(s_url)}";
        if (TokenOf(parsed) is not { Length: > 0 } token || token.Any(IsNoneOfAHeader))
            return $"--token or {TokenVariable} must be the token that `client add` showed.";
        if (parsed.GetValue(s_key) is { } key && (key.Length == 0 || key.Any(IsNoneOfAHeader)))
            return "--key must be letters, digits and signs, without blanks.";
        return parsed.GetValue(s_wait) is < 0 or > MaxWaitSeconds ? $"--wait must be 0 to {MaxWaitSeconds}." : null;
    }

    private static string TokenOf(ParseResult parsed) =>
        parsed.GetValue(s_token) ?? Environment.GetEnvironmentVariable(TokenVariable) ?? "";

    private static bool IsNoneOfAHeader(char c) => c is <= ' ' or > '~';

    private static async Task<SendResult> Send(RemoteOrders service, string order, string key, CancellationToken cancel)
    {
        try
        {
            var (status, body) = await service.Send(order, key, cancel);
            return SendResult.OfAnswer((int)status, body);
        }
        catch (Exception lost) when (IsLost(lost, cancel))
        {
            return SendResult.Unanswered(lost.Message, key);
        }
    }

    /// <summary>What happens is shown as it is read; a call that fails on the way is made again.</summary>
    private static async Task<SendResult> Follow(
        RemoteOrders service,
        SendResult result,
        TimeSpan wait,
        IAnsiConsole console,
        CancellationToken cancel
    )
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        enough.CancelAfter(wait);
        var timeline = new RemoteTimeline(service, result.Order!);
        try
        {
            while (!result.IsSettled)
            {
                foreach (var fact in await Read(timeline, enough.Token))
                {
                    console.Happened(fact);
                    result = result.With(RemoteTimeline.Read(fact));
                }
                if (!result.IsSettled)
                    await Task.Delay(RemoteOrders.BetweenReads, enough.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It was followed long enough: the result says how far it came.
        }
        return result;
    }

    private static async Task<IReadOnlyList<JsonElement>> Read(RemoteTimeline timeline, CancellationToken cancel)
    {
        try
        {
            return await timeline.Unseen(cancel);
        }
        catch (Exception lost) when (IsLost(lost, cancel))
        {
            return [];
        }
    }

    /// <summary>No connection, or no answer in time; not that somebody told us to stop.</summary>
    private static bool IsLost(Exception error, CancellationToken cancel) =>
        error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested);
}
