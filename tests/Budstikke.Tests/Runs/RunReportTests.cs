using System.Text.Json;
using Budstikke.Commands;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Tests.Runs;

/// <summary>Runs as a person and a program read them.</summary>
public sealed class RunReportTests
{
    private static readonly RunPreview s_preview = new(
        "CLT0000000001",
        new DateOnly(2026, 12, 1),
        12,
        5,
        6,
        1234567.5m,
        1,
        [
            new(
                "CSRT0000000007",
                [
                    new(["ODR1", "ODR2", "ODR3", "ODR4"], ["Apart from ODR5: not the same [e-mail address]."]),
                    new(["ODR5"], ["Apart from ODR1 and 3 more: not the same [e-mail address]."]),
                ]
            ),
        ]
    );

    private static readonly InvoiceRun s_run = new(
        "RUN0000000003",
        "CLT0000000001",
        InvoiceRun.Schedule,
        0,
        100_000,
        20_000,
        400,
        1,
        80,
        4_000_050,
        "system",
        1_764_565_200_000,
        1_764_565_201_000,
        null
    );

    [Fact]
    public void A_preview_says_what_goes_when_and_why_customers_get_several_invoices()
    {
        var said = Said(console => RunReport.Write([s_preview, s_preview with { Date = null, Splits = [] }], console));

        said.ShouldContain("2026-12-01");
        said.ShouldContain("1234567.50");
        said.ShouldContain("see cases");
        said.ShouldContain("CSRT0000000007 gets 2 invoices:");
        said.ShouldContain("ODR1 ODR2 ODR3 and 1 more");
        said.ShouldContain("Apart from ODR5: not the same [e-mail address].");
        Said(console => RunReport.Write(Array.Empty<RunPreview>(), console)).ShouldBe("Nothing is held.\n");
    }

    [Fact]
    public void A_status_says_how_far_a_run_is()
    {
        var said = Said(console => RunReport.Write([s_run], console));

        said.ShouldContain("400 of 100000");
        said.ShouldContain("1 rejected");
        said.ShouldContain("under way");
        said.ShouldContain(s_run.RunId);
        said.ShouldContain(s_run.ClientId);
        said.ShouldContain("40000.50");
    }

    [Fact]
    public void A_program_reads_a_run_with_its_timeline()
    {
        var fact = new FactRow(s_run.RunId, nameof(RunBegun), """{"orders":100000}""", s_run.BegunAt, "system");

        var read = JsonSerializer.Deserialize<JsonElement>(RunReport.JsonOf(s_run, [fact]));

        read.GetProperty("run").GetProperty("total").GetDecimal().ShouldBe(40000.50m);
        read.GetProperty("run").TryGetProperty("endedAt", out _).ShouldBeFalse();
        var begun = read.GetProperty("timeline")[0];
        begun.GetProperty("kind").GetString().ShouldBe("RunBegun");
        begun.GetProperty("content").GetProperty("orders").GetInt32().ShouldBe(100_000);
    }

    private static string Said(Action<IAnsiConsole> write)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 80;
        write(console);
        return output.ToString();
    }
}
