using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Timeline;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>An order's facts as a person reads them, a line each.</summary>
internal static class TimelineView
{
    private const int UnwrappedColumns = 2000;

    /// <summary>Stdout, or stderr where stdout carries JSON. It wraps at the terminal's width, and not at all where
    /// there is none.</summary>
    public static IAnsiConsole ConsoleOf(bool json)
    {
        var console = Terminal.On(json ? Console.Error : Console.Out);
        if (json ? Console.IsErrorRedirected : Console.IsOutputRedirected)
            console.Profile.Width = UnwrappedColumns;
        return console;
    }

    public static void Happened(this IAnsiConsole console, JsonElement fact) =>
        console.Happened(
            $"{fact.GetProperty("at").GetDateTimeOffset().UtcDateTime:HH:mm:ss.fff}Z",
            fact.GetProperty("kind").GetString()!,
            fact.GetProperty("content").GetRawText()
        );

    public static void Happened(this IAnsiConsole console, FactRow fact) =>
        console.Happened(
            $"{DateTimeOffset.FromUnixTimeMilliseconds(fact.At):yyyy-MM-dd HH:mm:ss}Z",
            fact.Kind,
            fact.Content
        );

    private static void Happened(this IAnsiConsole console, string at, string kind, string content)
    {
        var words = FactWords.Of(kind, content);
        console.Markup($"{at}  [{ColourOf(words.Mood)}]{kind, -20}[/] ");
        console.WriteLine(Visible.Line(words.Sentence));
    }

    private static string ColourOf(Mood mood) =>
        mood switch
        {
            Mood.Good => "green",
            Mood.Delayed => "yellow",
            Mood.Bad => "red",
            _ => "default",
        };
}
