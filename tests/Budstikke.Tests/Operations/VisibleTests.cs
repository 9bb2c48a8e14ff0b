using Budstikke.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Budstikke.Tests.Operations;

/// <summary>They hold the console of the whole process.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;

/// <summary>Text of others, in the log and on a terminal, is seen and does nothing.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class VisibleTests
{
    private const string Hostile =
        "a\u0000b\u0007c\u001b[31md\u007fe\u0085f\u009bg\u202eh\u2066i\u200fj\u061ck\u2028l\rm";
    private const string Seen =
        @"a\u0000b\u0007c\u001B[31md\u007Fe\u0085f\u009Bg\u202Eh\u2066i\u200Fj\u061Ck\u2028l\u000Dm";

    [Fact]
    public void What_steers_a_terminal_is_written_out_and_what_is_read_stays()
    {
        Visible.Text(Hostile).ShouldBe(Seen);
        Visible.Line(Hostile).ShouldBe(Seen);
        Visible.Text("Ærlig Åse 😀 نص\n\tx").ShouldBe("Ærlig Åse 😀 نص\n\tx");
        Visible.Line("x\n\ty").ShouldBe(@"x\u000A\u0009y");
        // JSON stays the same JSON.
        System.Text.Json.JsonSerializer.Deserialize<string>(Visible.Text("\"\u009b\u202e\"")).ShouldBe("\u009b\u202e");
    }

    [Fact]
    public async Task A_writer_that_is_guarded_lets_nothing_through_however_it_is_written_to()
    {
        var (text, guarded) = Guarded();

        guarded.Write('\u009b');
        guarded.Write(Hostile);
        guarded.Write((string?)null);
        guarded.Write(Hostile.ToCharArray());
        guarded.Write(Hostile.AsSpan());
        guarded.WriteLine(Hostile);
        guarded.WriteLine((object)Hostile);
        guarded.WriteLine("{0}", Hostile);
        await guarded.WriteAsync(Hostile);
        await guarded.WriteLineAsync(Hostile);
        await guarded.WriteLineAsync(Hostile.AsMemory());
        guarded.WriteLine();

        text.ToString().ShouldAllBe(c => c == '\n' || !char.IsControl(c) && c != '\u202e');
    }

    [Fact]
    public void A_table_on_a_guarded_terminal_shows_its_texts_the_same_way()
    {
        var output = new StringWriter();
        var console = Terminal.On(output);
        var table = new Table().AddColumn("x");
        table.AddRow(new Text(Hostile));

        console.Write(table);
        console.WriteLine(Hostile);
        console.MarkupLineInterpolated($"[red]{Hostile}[/]");

        var shown = output.ToString();
        shown.ShouldAllBe(c => c == '\n' || !char.IsControl(c) && c != '\u202e');
        shown.ShouldContain(Seen);
    }

    [Fact]
    public void A_line_of_the_log_is_one_line_and_steers_nothing()
    {
        var (text, guarded) = Guarded();
        var before = Console.Out;
        Console.SetOut(guarded);
        try
        {
            var builder = ServeCommand.Builder();
            using var services = builder.Services.BuildServiceProvider();
            services
                .GetRequiredService<ILoggerFactory>()
                .CreateLogger("Budstikke")
                .LogError(new InvalidOperationException(Hostile), "{Text}", $"x\n2026 info: forged {Hostile}");
        }
        finally
        {
            Console.SetOut(before);
        }

        var line = text.ToString().Trim('\n').Split('\n').ShouldHaveSingleItem();
        line.ShouldContain(Seen);
        line.ShouldAllBe(c => !char.IsControl(c) && c != '\u202e');
    }

    private static (StringWriter Text, VisibleWriter Guarded) Guarded()
    {
        var text = new StringWriter();
        return (text, new(text));
    }
}
