using Budstikke.Clients;
using Budstikke.Commands;
using Budstikke.CustomerService;
using Budstikke.Jobs;
using Budstikke.Sandbox;
using Budstikke.Tests.Support;
using Spectre.Console;

namespace Budstikke.Tests.Operations;

/// <summary>What the commands show, on a terminal of 80 columns.</summary>
public sealed class TablesTests
{
    private const int Columns = 80;
    private const string Client = "CLT0123456789";
    private static readonly string s_long = string.Join(' ', Enumerable.Repeat("Langenavnet Frisør og Hår", 5));
    private static readonly long s_at = BudstikkeApp.Monday.ToUnixTimeMilliseconds();

    private static readonly Client s_client = AddClient.ClientOf(
        BudstikkeApp.SampleClient with
        {
            Seller = BudstikkeApp.SampleClient.Seller with { Name = s_long },
        }
    );

    private static readonly ClientRow s_row = new(
        Client,
        "Live",
        JsonOptions.Store(s_client.Seller),
        JsonOptions.Store(s_client.Settings),
        "00001",
        s_at,
        1,
        null,
        null,
        null
    );

    private static readonly CaseRow s_case = new(
        "CASE0123456789abcdef",
        Client,
        "ODR0123456789",
        $"{Client}-10001-12",
        NewCase.DistributionExhausted,
        $"Email: {s_long}",
        1,
        s_at,
        null,
        null,
        null,
        null,
        s_at,
        "Simulated: kept in the sandbox's outbox as CASE0123456789abcdef."
    );

    [Fact]
    public void No_table_is_wider_and_every_id_stands_whole()
    {
        Fits(console => ClientReport.Render([s_row], console), Client, "2026-11-23 09:00", "988077917");
        Fits(console => ClientReport.Render(s_row, [], _ => "", BudstikkeApp.Monday, console), Client);
        Fits(console => console.Write(CaseReport.TableOf([new(s_case, null, ["ODR0123456789"])])), s_case.CaseId);
        OutboxEntry entry = new("clt0123456789-123456789-einvoice-12", Client, "EInvoice", s_long, s_long, s_at, null);
        Fits(console => console.Write(OutboxCommand.TableOf([entry])), entry.Key, "2026-11-23 09:00");
    }

    private static void Fits(Action<IAnsiConsole> show, params string[] whole)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = Columns;

        show(console);

        foreach (var line in $"{text}".ReplaceLineEndings("\n").Split('\n'))
            line.Length.ShouldBeLessThanOrEqualTo(Columns, line);
        foreach (var id in whole)
            $"{text}".ShouldContain(id);
    }
}
