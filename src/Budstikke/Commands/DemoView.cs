using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>What the demonstration prints: a line for each step, for a person; with <c>--json</c> the result alone on stdout.</summary>
internal sealed class DemoView(bool json)
{
    private readonly IAnsiConsole _console = ConsoleOf(json);

    /// <summary>Wraps at the terminal's width, and not at all where there is none.</summary>
    private static IAnsiConsole ConsoleOf(bool json)
    {
        var isRedirected = json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var console = AnsiConsole.Create(
            new()
            {
                Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out),
                Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }
        );
        if (isRedirected)
            console.Profile.Width = UnwrappedColumns;
        return console;
    }

    private const int UnwrappedColumns = 2000;

    private static readonly Dictionary<string, string> s_colours = new(StringComparer.Ordinal)
    {
        ["OrderAccepted"] = "green",
        ["InvoiceIssued"] = "green",
        ["DispatchAccepted"] = "green",
        ["CallbackReceived"] = "green",
        ["ChannelPassedBy"] = "yellow",
        ["DispatchDeferred"] = "yellow",
        ["DispatchRefused"] = "red",
        ["DistributionExhausted"] = "red",
    };

    public void Begin(string url, AddedClient client)
    {
        _console.MarkupLineInterpolated(
            $"[bold]Budstikke[/] listens on {url}, on an embedded database, with every channel simulated."
        );
        _console.MarkupLineInterpolated($"Client [bold]{client.ClientId}[/] was added. It sends the sample order.");
        _console.WriteLine();
    }

    public void Answered(int status, string body)
    {
        _console.MarkupLineInterpolated($"[bold]HTTP {status}[/] POST /api/v1/connect/orders/invoice/create");
        _console.WriteLine($"  {body}");
        _console.WriteLine();
    }

    public void Happened(JsonElement fact)
    {
        var kind = fact.GetProperty("kind").GetString()!;
        var at = fact.GetProperty("at").GetDateTimeOffset();
        var colour = s_colours.GetValueOrDefault(kind, "default");
        _console.Markup($"{at:HH:mm:ss.fff}  [{colour}]{kind, -20}[/] ");
        _console.WriteLine(Sentence(kind, fact.GetProperty("content")));
    }

    private static string Sentence(string kind, JsonElement content)
    {
        string Text(string name) => content.TryGetProperty(name, out var value) ? value.ToString() : "";
        return kind switch
        {
            "OrderAccepted" => $"NOK {Text("grandTotal")}, stored",
            "InvoiceIssued" =>
                $"number {Text("number")}, due {Text("dueDate")}, KID {Text("kid")}, NOK {Text("amountDue")}",
            "OrderStatusChanged" => $"{Text("from")} to {Text("to")}",
            "ChannelPassedBy" => $"{Text("channel")}: {Text("reason")}",
            "DispatchPlanned" => $"{Text("channel")} to {Text("recipient")}",
            "DispatchAccepted" or "DispatchDeferred" or "DispatchRefused" => $"{Text("channel")}: {Text("evidence")}",
            "CallbackReceived" => $"{Text("status")}: HTTP {Text("httpStatus")}",
            "CallbackFailed" or "CallbackGivenUp" => $"{Text("status")}: {Text("evidence")}",
            _ => content.GetRawText(),
        };
    }

    public void Received(ReceivedCallback callback)
    {
        var verdict = callback.IsChecksumRight ? "its checksum is right" : "its checksum is WRONG";
        _console.MarkupInterpolated($"              [green]{"(the client)", -20}[/] ");
        _console.WriteLine($"received the callback: {callback.Status}, NOK {callback.Amount}; {verdict}");
    }

    public void End(DemoResult result, string order)
    {
        _console.WriteLine();
        if (result.IsWhole)
            _console.MarkupLineInterpolated(
                $"[green]Invoice {result.Number} reached the customer by {result.DeliveredBy}, and the client was told.[/]"
            );
        else
            _console.MarkupLineInterpolated(
                $"[red]Not whole: delivered by {result.DeliveredBy ?? "nobody"}, callback received {result.IsCallbackReceived}, checksum right {result.IsChecksumRight}.[/]"
            );
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { order, result }, JsonOptions.Stored));
    }

    public void Stays() => _console.WriteLine("The service stays up; Ctrl+C ends it.");
}
