using System.Text.Json.Nodes;
using Budstikke.CustomerService;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Runs;

/// <summary>A run has a timeline of its own under its id, which nobody takes for an order's.</summary>
public sealed class RunTimelineStories
{
    private static readonly Order s_collected = Samples.ToPerson with { SeparateInvoices = false };

    [Theory, OnSqlite, OnPostgres]
    public async Task What_happens_to_a_run_is_about_no_order_and_stands_on_the_run_s_timeline(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var heard = new List<Fact>();
        app.Services.GetRequiredService<FactRegister>().OnCommitted(heard.Add);
        await app.Submit(s_collected);

        var run = await Begin(app);
        await app.RunJobs();

        Fact[] ofRun = [.. heard.Where(fact => fact is RunBegun or RunAdvanced or RunEnded)];
        ofRun.Length.ShouldBe(3);
        ofRun.ShouldAllBe(fact => fact.OrderIds.Count == 0 && fact.Timelines.Single() == run);
        heard.SelectMany(fact => fact.OrderIds).ShouldAllBe(id => OrderIds.CanBeOrder(id));
        (await app.Timeline(run)).ShouldBe(["RunBegun", "RunAdvanced", "RunEnded"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_that_fails_time_after_time_becomes_a_case_that_names_no_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var log = HeardLog.Of(app);
        await app.Submit(s_collected);
        var run = await Begin(app);
        await app.Execute("UPDATE invoice_runs SET run_id = 'lost'", new { });

        await app.Wait(TimeSpan.FromMinutes(2));

        var open = JsonNode.Parse(CaseReport.JsonOf(await Listed(app)))!.AsArray().ShouldHaveSingleItem()!;
        open["kind"]!.GetValue<string>().ShouldBe(NewCase.JobFailing);
        open["about"]!.GetValue<string>().ShouldBe(run);
        open["orderId"].ShouldBeNull();
        open["orderIds"]!.AsArray().ShouldBeEmpty();
        var letter = app.ServiceMails.Sent.ShouldHaveSingleItem();
        letter.Subject.ShouldStartWith($"The work on {run}: ");
        letter.Text.ShouldNotContain("Order / ordre");
        log.Lines.ShouldAllBe(line => line.OrderId != run);
        log.Lines.ShouldContain(line => line.Text.StartsWith($"JobFailing for {run} of {app.ClientId}"));

        await app.Execute("UPDATE invoice_runs SET run_id = @run", new { run });
        await app.Wait(TimeSpan.FromMinutes(10));

        (await Listed(app)).ShouldBeEmpty();
        var told = (await app.Timeline(run)).Where(kind => kind is not (nameof(RunAdvanced) or nameof(RunPutAside)));
        told.ShouldBe(
            ["RunBegun", "JobFailing", "CaseOpened", "CaseReported", "RunEnded", "JobRecovered", "CaseClosed"],
            ignoreOrder: true
        );
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static async Task<string> Begin(BudstikkeApp app) =>
        (
            await app.Services.GetRequiredService<InvoiceRuns>().Begin(app.ClientId, InvoiceRun.Now, "person:kari")
        )!.RunId;

    private static async Task<IReadOnlyList<CaseAbout>> Listed(BudstikkeApp app)
    {
        var cases = app.Services.GetRequiredService<CaseStore>();
        var listed = new List<CaseAbout>();
        foreach (var row in await app.Services.GetRequiredService<Cases>().List())
            listed.Add(await cases.About(row));
        return listed;
    }
}
