using Budstikke.CustomerService;
using Budstikke.Invoicing.Runs;
using Budstikke.Orders;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>A client's settings change while its orders wait to be invoiced.</summary>
public sealed class ChangedClientStories
{
    private static readonly TimeSpan s_untilTheRun = TimeSpan.FromDays(1);
    private static readonly Order s_at25 = At(25);
    private static readonly Order s_at15 = At(15);

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_whose_rate_is_gone_becomes_a_case_and_keeps_no_other_from_its_invoice(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var good = await app.Submit(s_at25);
        var bad = await app.Submit(s_at15);
        var alike = await app.Submit(s_at25);
        var stranger = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });

        var set = await Set(app, "--vat-rates", "0,12,25");
        await app.Wait(s_untilTheRun);

        set.ShouldContain("1 orders that wait to be invoiced have a VAT rate that the client does not have any more");
        set.ShouldContain(bad);
        (await app.InvoiceOf(alike)).InvoiceId.ShouldBe((await app.InvoiceOf(good)).InvoiceId);
        (await app.StateOf(stranger)).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(bad)).ShouldBe(OrderState.Sent);
        var open = (await CasesOf(app).List()).ShouldHaveSingleItem();
        (open.Kind, open.OrderId).ShouldBe((NewCase.InvoiceRejected, bad));
        open.Reason.ShouldContain("no VAT rate of 15 %");
        var run = (await app.Services.GetRequiredService<InvoiceRuns>().List(null)).ShouldHaveSingleItem();
        (run.IssuedOrders, run.RejectedOrders, run.EndedAt is null).ShouldBe((3, 1, false));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_of_a_seller_who_left_the_VAT_register_become_cases(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var held = await app.Submit(s_at25);
        var atOnce = await app.Submit(Samples.ToCompany);

        var set = await Set(app, "--vat-registered", "false", "--vat-rates", "0", "--zero-rate", "O");
        await app.Wait(s_untilTheRun);

        set.ShouldContain("2 orders that wait to be invoiced have a VAT rate");
        (await CasesOf(app).List())
            .Select(row => (row.Kind, row.OrderId))
            .ShouldBe([(NewCase.InvoiceRejected, held), (NewCase.InvoiceRejected, atOnce)], ignoreOrder: true);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_rate_that_comes_back_lets_the_next_run_invoice_what_was_rejected(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(s_at15);
        await Set(app, "--vat-rates", "0,25");
        await app.Wait(s_untilTheRun);
        (await app.StateOf(order)).ShouldBe(OrderState.Sent);

        await Set(app, "--vat-rates", "0,15,25");
        await RunNow(app);

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_changes_what_stands_on_an_invoice_is_told_how_many_orders_wait_for_one(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(s_at25);

        (await Set(app, "--account", "12345678903")).ShouldContain(
            "1 orders that wait to be invoiced will be invoiced"
        );
        (await Set(app, "--run-hour", "7")).ShouldBeEmpty();
        (await Set(app, "--vat-rates", "0,25")).ShouldBeEmpty();
    }

    /// <summary>Collected, with one line of that rate.</summary>
    internal static Order At(decimal rate) =>
        Samples.ToCompany with
        {
            SeparateInvoices = false,
            Lines = [Samples.ToCompany.Lines[0] with { VatRate = rate }],
            Claimed = new(0, 0, 50, 1200),
        };

    /// <summary>What stood on stderr.</summary>
    internal static async Task<string> Set(BudstikkeApp app, params string[] options)
    {
        var (exit, _, error) = await ClientCommands.Run(app, ["set", app.Caller.Client.ClientId, .. options]);
        exit.ShouldBe(0, error);
        return error;
    }

    internal static async Task RunNow(BudstikkeApp app)
    {
        await app
            .Services.GetRequiredService<InvoiceRuns>()
            .Begin(app.Caller.Client.ClientId, InvoiceRun.Now, "person:kari");
        await app.RunJobs();
    }

    private static Cases CasesOf(BudstikkeApp app) => app.Services.GetRequiredService<Cases>();
}
