using Spectre.Console;
using Spectre.Console.Rendering;

namespace Budstikke.Commands;

/// <summary>Where a person reads along: stdout carries the result alone, stderr how far it is.</summary>
internal static class Terminal
{
    private static TextWriter? s_bareOut;
    private static TextWriter? s_bareError;

    /// <summary>From here on nothing that others wrote can steer the terminal; colours are ours alone.</summary>
    public static void Guard()
    {
        (s_bareOut, s_bareError) = (Console.Out, Console.Error);
        Console.SetOut(new VisibleWriter(s_bareOut));
        Console.SetError(new VisibleWriter(s_bareError));
    }

    /// <summary>Colours are for a terminal; a file or a pipe gets the bare text.</summary>
    public static IAnsiConsole On(TextWriter output)
    {
        var isError = output == Console.Error;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(BareOf(output)),
                Ansi =
                    (isError ? Console.IsErrorRedirected : Console.IsOutputRedirected)
                        ? AnsiSupport.No
                        : AnsiSupport.Detect,
            }
        );
        console.Pipeline.Attach(new VisibleSegments());
        return console;
    }

    /// <summary>What whoever sits at the terminal answers; null where nobody does. Stdout carries the result
    /// alone.</summary>
    public static string? Ask(string question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            return null;
        Console.Error.Write(question);
        return Console.ReadLine();
    }

    /// <summary>On a terminal, one line on stderr says how far the work is; elsewhere the work has nobody to
    /// tell.</summary>
    /// <param name="first">What the line says before the first report.</param>
    public static Task<T> WithStatus<TProgress, T>(
        string first,
        Func<TProgress, string> line,
        Func<IProgress<TProgress>?, Task<T>> work
    )
    {
        if (Console.IsErrorRedirected)
            return work(null);
        return On(Console.Error).Status().StartAsync(first, context => work(new Line<TProgress>(context, line)));
    }

    /// <summary>The consoles write their colours past the guard, and escape the texts themselves.</summary>
    private static TextWriter BareOf(TextWriter output) =>
        output == Console.Out ? s_bareOut ?? output
        : output == Console.Error ? s_bareError ?? output
        : output;

    private sealed class Line<TProgress>(StatusContext context, Func<TProgress, string> line) : IProgress<TProgress>
    {
        public void Report(TProgress value) => context.Status(line(value).EscapeMarkup());
    }

    private sealed class VisibleSegments : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(IRenderable (one) => new VisibleRenderable(one));
    }

    private sealed class VisibleRenderable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner
                .Render(options, maxWidth)
                .Select(one =>
                    one.IsControlCode || one.IsLineBreak ? one : new Segment(Visible.Text(one.Text), one.Style)
                );
    }
}
