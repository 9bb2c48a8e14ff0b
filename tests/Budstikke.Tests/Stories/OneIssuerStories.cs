using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What takes a number of a client's series stands in one lane.</summary>
public sealed class OneIssuerStories
{
    private static readonly Order s_collected = Samples.ToPerson with { SeparateInvoices = false };

    [Theory, OnSqlite, OnPostgres]
    public async Task Invoices_and_credit_notes_are_issued_under_one_claim_and_numbered_in_their_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 1);
        var between = await app.Submit(Samples.ToPerson);
        await Refunds.Ask(app, order, 2);

        var (jobs, token) = await app.ClaimIssuing();

        jobs.Select(job => job.Subject).ShouldBe([order, between, order]);
        await app.Submit(Samples.ToPerson);
        (await app.ClaimIssuing()).Jobs.ShouldBeEmpty();
        await app.Settle(jobs, token, await app.Issuer.Handle(jobs, CancellationToken.None));
        (await Refunds.NotesOf(app, order)).Select(note => note.Number).ShouldBe(["10002", "10004"]);
        (await app.InvoiceOf(between)).Number.ShouldBe(10003);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_waits_in_a_store_from_before_is_issued_by_the_kind_that_a_migration_finds_in_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var refunded = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, refunded, 1);
        await Before("issue-credit-note");
        var atOnce = await app.Submit(Samples.ToPerson);
        await Before("issue-invoice");
        var collected = await app.Submit(s_collected);
        await Begin(app);
        await Before("issue");

        var migration = Migrator.Known.Single(known => known.Version == 21);
        await app.Database.Write(session => session.Execute(migration.Sql));
        (await Audits.Found(app)).ShouldBeEmpty();
        await app.RunJobs();

        (await app.StateOf(refunded)).ShouldBe(OrderState.PartiallyRefunded);
        (await app.StateOf(atOnce)).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(collected)).ShouldBe(OrderState.Invoiced);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();

        Task Before(string kind) =>
            app.Execute(
                """
                UPDATE jobs SET kind = @kind, lane = @kind || ':' || client_id
                WHERE kind LIKE 'issue%' AND claim_token IS NULL AND lane LIKE 'issue:%'
                """,
                new { kind }
            );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_that_two_jobs_ask_for_is_credited_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 1);
        await app.Execute(
            """
            INSERT INTO jobs (client_id, kind, lane, subject, content, due_at, created_at)
            SELECT client_id, kind, lane, subject, content, due_at, created_at FROM jobs
            """,
            new { }
        );

        await app.RunJobs();

        (await Refunds.NotesOf(app, order)).ShouldHaveSingleItem();
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_credit_notes_with_the_same_number_one_conflicts_and_begins_anew(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        string[] orders = [await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToPerson)];
        await app.RunJobs();
        foreach (var order in orders)
            await Refunds.Ask(app, order, 51);
        var (jobs, token) = await app.ClaimIssuing();
        var first = await app.Issuer.Handle([jobs[0]], CancellationToken.None);

        await app.Settle([jobs[1]], token, await app.Issuer.Handle([jobs[1]], CancellationToken.None));
        await Should.ThrowAsync<ConflictException>(() => app.Settle([jobs[0]], token, first));
        await app.Queue.Release([jobs[0]], token, wereBegun: true);
        await app.RunJobs();

        (await Refunds.NotesOf(app, orders[1])).ShouldHaveSingleItem().Number.ShouldBe("10003");
        (await Refunds.NotesOf(app, orders[0])).ShouldHaveSingleItem().Number.ShouldBe("10004");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_run_that_loses_the_number_takes_half_as_many_orders_until_it_wins_again(Store store)
    {
        var settings = new Dictionary<string, string?> { ["Node:RunSliceOrders"] = "8" };
        await using var app = await BudstikkeApp.Start(store, settings: settings);
        for (var customer = 0; customer < 10; customer++)
            await app.Submit(
                s_collected with
                {
                    Customer = s_collected.Customer with { Msisdn = $"4000000{customer}" },
                }
            );
        var run = await Begin(app);
        for (var loss = 0; loss < 2; loss++)
            await Lose(app);

        await app.RunJobs();

        (await app.Facts(run.RunId, nameof(RunAdvanced)))
            .Select(step => step.GetProperty("orders").GetInt64())
            .ShouldBe([2, 4, 4]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_account_on_an_invoice_is_the_one_that_holds_when_it_is_committed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Refunds.Invoiced(app, Samples.ToPerson);
        await Pay(app, "12345678903");
        var next = await Refunds.Invoiced(app, Samples.ToPerson);
        var rendered = await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        var old = await app.Issuer.Handle(jobs, CancellationToken.None);

        await Pay(app, "86011117947");
        await Should.ThrowAsync<ConflictException>(() => app.Settle(jobs, token, old));
        await app.Queue.Release(jobs, token, wereBegun: true);
        await app.RunJobs();

        (await app.InvoiceOf(next)).Account.ShouldBe("12345678903");
        (await app.InvoiceOf(rendered)).Account.ShouldBe("86011117947");
    }

    private static async Task Pay(BudstikkeApp app, string account) =>
        (
            await ChangeClient.Run(
                app.Acting,
                app.Caller.Client.ClientId,
                client => client with { Seller = client.Seller with { Account = account } },
                client => CheckSeller.Of(client, BudstikkeApp.Monday)
            )
        ).Wrong.ShouldBeEmpty();

    /// <summary>Another issuer takes the number while the run's slice is rendered.</summary>
    private static async Task Lose(BudstikkeApp app)
    {
        await app.Submit(Samples.ToPerson);
        var (jobs, token) = await app.ClaimIssuing();
        jobs.Count.ShouldBe(2);
        var ofRun = await app.Issuer.Handle([jobs[0]], CancellationToken.None);
        await app.Settle([jobs[1]], token, await app.Issuer.Handle([jobs[1]], CancellationToken.None));
        await Should.ThrowAsync<ConflictException>(() => app.Settle([jobs[0]], token, ofRun));
        await app.Queue.Release([jobs[0]], token, wereBegun: true);
    }

    private static async Task<InvoiceRun> Begin(BudstikkeApp app) =>
        (
            await app
                .Services.GetRequiredService<InvoiceRuns>()
                .Begin(app.Caller.Client.ClientId, InvoiceRun.Now, "person:test")
        )!;
}
