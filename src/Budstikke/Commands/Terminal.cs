using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>Where a person reads along: stdout carries the result alone, stderr how far it is.</summary>
internal static class Terminal
{
    /// <summary>Colours are for a terminal; a file or a pipe gets the bare text.</summary>
    public static IAnsiConsole On(TextWriter output) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }
        );

    /// <summary>On a terminal, one line on stderr says how far the work is; elsewhere the work has nobody to tell.</summary>
    /// <param name="first">What the line says before the first report.</param>
    public static Task<T> WithStatus<TProgress, T>(
        string first,
        Func<TProgress, string> line,
        Func<IProgress<TProgress>?, Task<T>> work
    )
    {
        if (Console.IsErrorRedirected)
            return work(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Status().StartAsync(first, context => work(new Line<TProgress>(context, line)));
    }

    private sealed class Line<TProgress>(StatusContext context, Func<TProgress, string> line) : IProgress<TProgress>
    {
        public void Report(TProgress value) => context.Status(line(value).EscapeMarkup());
    }
}
