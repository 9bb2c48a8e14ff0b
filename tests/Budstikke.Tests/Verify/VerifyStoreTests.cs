using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;
using Budstikke.Verify;

namespace Budstikke.Tests.Verify;

public sealed class VerifyStoreTests
{
    [Fact]
    public async Task An_empty_store_has_no_findings()
    {
        await using var app = await BudstikkeApp.Start();

        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_check_that_a_room_brings_is_described_and_no_other()
    {
        await using var app = await BudstikkeApp.Start();
        var described = File.ReadLines(Path.Combine(RepositoryFolder.Root, "docs", "operations", "verify.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim())
            .Where(name => name.Length > 0 && name != "check");

        (await Audits.Of(app)).Checks.Select(check => check.Check).ShouldBe(described, ignoreOrder: true);
    }

    [Fact]
    public async Task Orders_that_went_their_way_leave_no_findings()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToCompany);
        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var report = await Audits.Of(app);

        report.Findings.ShouldBeEmpty();
        report.Checks.Single(check => check.Check == "documents").Looked.ShouldBe(3);
        report.Checks.Single(check => check.Check == "personal numbers").Looked.ShouldBe(1);
    }

    [Fact]
    public async Task Every_moment_of_an_order_s_way_is_without_findings()
    {
        await using var app = await BudstikkeApp.Start();
        app.Ehf.Answer = new Deferred("503");
        var during = new List<Task<VerifyReport>>();
        app.Email.While = _ => during.Add(Audits.Of(app));
        await app.Submit(Samples.ToCompany);
        await app.Submit(Samples.ToPerson);
        (await Audits.Found(app)).ShouldBeEmpty();

        await app.RunJobs();
        (await Audits.Found(app)).ShouldBeEmpty();
        app.Ehf.Answer = new Refused("unknown");
        await app.Wait(TimeSpan.FromHours(1));

        (await Audits.Found(app)).ShouldBeEmpty();
        app.Email.Sent.Count.ShouldBe(2);
        (await Task.WhenAll(during)).SelectMany(report => report.Findings).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_that_was_tried_for_days_and_given_up_leaves_no_findings()
    {
        await using var app = await BudstikkeApp.Start();
        app.Ehf.Answer = new Deferred("503");
        await app.Submit(Samples.ToCompany);

        await app.Wait(TimeSpan.FromDays(5));

        app.Email.Sent.ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_that_came_back_leaves_no_findings()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var late = ReportLateOutcome.JobFor(
            LateOutcome.Failed,
            app.Caller.Client.ClientId,
            app.Email.Sent[0].Key,
            "bounced",
            TimeSpan.Zero
        );

        await app.Database.Write([.. JobQueue.Rows([late], app.Clock.GetUtcNow())]);
        (await Audits.Found(app)).ShouldBeEmpty();
        await app.RunJobs();

        app.Post.Sent.ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_waits_for_its_period_is_held_and_no_finding()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson with { Interval = InvoiceInterval.Monthly });
        await app.Submit(Samples.ToPerson with { SeparateInvoices = false });
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var report = await Audits.Of(app);

        report.Findings.ShouldBeEmpty();
        report.Checks.Single(check => check.Check == "orders").Held.ShouldBe(2);
    }

    [Fact]
    public async Task An_invoice_that_no_channel_takes_must_lie_with_a_person()
    {
        await using var app = await BudstikkeApp.Start();
        (app.Email.Answer, app.Post.Answer) = (new Refused("no such mailbox"), new Refused("no such address"));
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM cases");

        (await Audits.Found(app)).ShouldHaveSingleItem().Check.ShouldBe("distribution");
    }

    [Fact]
    public async Task An_order_that_no_lawful_invoice_can_be_made_of_must_lie_with_a_person()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(
            Samples.ToPerson with
            {
                Lines = [Samples.ToPerson.Lines[0] with { ItemName = "" }],
            }
        );
        await app.RunJobs();
        (await app.Timeline(order)).ShouldContain("InvoiceRejected");
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "UPDATE cases SET closed_at = opened_at");

        (await Audits.Found(app)).ShouldHaveSingleItem().Subject.ShouldBe(order);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_nodes_do_while_an_audit_goes_on_is_no_moment_that_has_not_come(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var later = BudstikkeApp.Monday.AddMinutes(10);
        app.Clock.Set(later);
        await app.Submit(Samples.ToPerson);
        await app.ClaimIssuing();
        app.Clock.Set(BudstikkeApp.Monday);
        (await Audits.Found(app)).ShouldNotBeEmpty();

        var report = await Audits.Of(app, new Told(() => app.Clock.Set(later)));

        report.At.ShouldBe(BudstikkeApp.Monday, TimeSpan.FromMinutes(1));
        report.Findings.ShouldBeEmpty();
    }

    private sealed class Told(Action act) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => act();
    }

    [Fact]
    public async Task More_rows_than_a_page_are_all_looked_at()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await Audits.Break(
            app,
            $"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {2 * Audit.PageRows})
            INSERT INTO orders SELECT 'Z' || i, client_id, customer_id, 'CANCELLED', invoice_interval,
              separate_invoices, grand_total,
              ordered_at, accepted_at, state_changed_at, callback_url, content, held_until, period FROM orders, n
                WHERE order_id NOT LIKE 'Z%'
            """
        );

        var report = await Audits.Of(app);

        report.Checks.Single(check => check.Check == "orders").ShouldBe(new("orders", (2 * Audit.PageRows) + 1, 0, 0));
        report.Checks.Single(check => check.Check == "order facts").Found.ShouldBe(2 * Audit.PageRows);
        report.Findings.Select(finding => finding.Subject).Distinct().Count().ShouldBe(2 * Audit.PageRows);
    }
}
