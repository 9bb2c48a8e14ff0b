using System.Text.Json;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>An order's facts as a person reads them, a line each.</summary>
internal static class TimelineView
{
    private const int UnwrappedColumns = 2000;

    private static readonly Dictionary<string, string> s_colours = new(StringComparer.Ordinal)
    {
        ["OrderAccepted"] = "green",
        ["InvoiceIssued"] = "green",
        ["DispatchAccepted"] = "green",
        ["DispatchDelivered"] = "green",
        ["CallbackReceived"] = "green",
        ["ChannelPassedBy"] = "yellow",
        ["DispatchDeferred"] = "yellow",
        ["DispatchRefused"] = "red",
        ["DispatchInDoubt"] = "red",
        ["DistributionExhausted"] = "red",
    };

    /// <summary>Stdout, or stderr where stdout carries JSON. It wraps at the terminal's width, and not at all where there is none.</summary>
    public static IAnsiConsole ConsoleOf(bool json)
    {
        var console = Terminal.On(json ? Console.Error : Console.Out);
        if (json ? Console.IsErrorRedirected : Console.IsOutputRedirected)
            console.Profile.Width = UnwrappedColumns;
        return console;
    }

    public static void Happened(this IAnsiConsole console, JsonElement fact)
    {
        var kind = fact.GetProperty("kind").GetString()!;
        var at = fact.GetProperty("at").GetDateTimeOffset();
        var colour = s_colours.GetValueOrDefault(kind, "default");
        console.Markup($"{at:HH:mm:ss.fff}  [{colour}]{kind, -20}[/] ");
        console.WriteLine(Visible.Line(Sentence(kind, fact.GetProperty("content"))));
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
            "DispatchAccepted" or "DispatchDelivered" or "DispatchDeferred" or "DispatchRefused" =>
                $"{Text("channel")}: {Text("evidence")}",
            "DispatchInDoubt" => $"{Text("channel")}: {Text("earlier")} Then: {Text("evidence")}",
            "CallbackReceived" => $"{Text("status")}: HTTP {Text("httpStatus")}",
            "CallbackFailed" or "CallbackGivenUp" => $"{Text("status")}: {Text("evidence")}",
            _ => content.GetRawText(),
        };
    }
}
