using System.Text.Json;
using Budstikke.Commands;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Verify;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace Budstikke.Tests.Verify;

public sealed class VerifyCommandTests
{
    [Fact]
    public async Task A_store_that_is_as_it_must_be_ends_with_0_and_a_table()
    {
        await using var app = await WithInvoice();

        var (exit, output) = await Run(app.Folder, json: false);

        exit.ShouldBe(0);
        output.ShouldContain("documents");
        output.ShouldContain("Nothing found");
    }

    [Fact]
    public async Task A_finding_ends_with_1_and_is_JSON_in_one_line_when_asked_for()
    {
        await using var app = await WithInvoice();
        await Audits.Break(app, "DELETE FROM documents WHERE format = 'pdf'");

        var (exit, output) = await Run(app.Folder, json: true);

        exit.ShouldBe(1);
        output.TrimEnd('\n').ShouldNotContain("\n");
        var finding = JsonDocument.Parse(output).RootElement.GetProperty("findings")[0];
        finding.GetProperty("check").GetString().ShouldBe("documents");
        finding.GetProperty("subject").GetString().ShouldBe($"{app.Caller.Client.ClientId}-10001");
        finding.GetProperty("sentence").GetString().ShouldBe("Its pdf is missing.");
    }

    [Fact]
    public async Task A_path_without_a_store_is_refused_and_no_store_is_made()
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-").FullName;
        try
        {
            var refused = await Should.ThrowAsync<StorageRefusedException>(() => Run(folder, json: true));

            refused.Message.ShouldContain(Path.Combine(folder, "budstikke.db"));
            Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public void Ids_stand_whole_on_a_narrow_terminal()
    {
        const string Key = "CLT0123456789ABCDEF-1000001-einvoice-12";
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 80;

        VerifyTable.Render(
            new(
                BudstikkeApp.Monday,
                [new("dispatches", 12, 1), new("orders", 7, 0, Held: 3)],
                [new("dispatches", Key, "It is planned by [EInvoice], and no job sends it.")]
            ),
            console
        );

        output.ToString().ShouldContain(Key);
        output.ToString().ShouldContain("3 held until their period closes");
        output.ToString().ShouldContain("1 finding.");
    }

    private static async Task<BudstikkeApp> WithInvoice()
    {
        var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        return app;
    }

    /// <summary>Beside the test's own service, as beside a serving node.</summary>
    internal static async Task<(int Exit, string Output)> Run(string folder, bool json)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [OpenStore.SqliteSetting] = Path.Combine(folder, "budstikke.db"),
                ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
            }
        );
        var output = new StringWriter();
        var clock = new TestClock(BudstikkeApp.Monday);
        var exit = await VerifyCommand.Run(
            ((service, receiver, use) => Service.Build(service, clock, receiver, use), clock),
            builder,
            json,
            output
        );
        return (exit, output.ToString());
    }
}
