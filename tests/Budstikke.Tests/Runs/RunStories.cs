using Budstikke.Clients;
using Budstikke.Documents.Ubl;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Orders;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Runs;

/// <summary>Orders that are collected, and the runs that invoice them. The stories begin on Monday 2026-11-23 at ten in
/// Norway.</summary>
public sealed class RunStories
{
    private static readonly DateTimeOffset s_tuesdayAtSix = new(2026, 11, 24, 5, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_toNextRun = s_tuesdayAtSix - BudstikkeApp.Monday;
    private static readonly Order s_collected = Samples.ToCompany with { SeparateInvoices = false };
    private static readonly Order s_person = Samples.ToPerson with { SeparateInvoices = false };

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_of_a_day_stand_on_one_invoice_the_next_morning_at_six(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var first = await app.Submit(s_collected);
        var second = await app.Submit(s_collected with { PurchaseOrderReference = "PO-8" });
        var other = await app.Submit(s_person);

        await app.Wait(s_toNextRun - TimeSpan.FromSeconds(1));
        (await app.StateOf(first)).ShouldBe(OrderState.Sent);
        await app.Wait(TimeSpan.FromSeconds(1));

        var invoice = await app.InvoiceOf(first);
        (await app.InvoiceOf(second)).InvoiceId.ShouldBe(invoice.InvoiceId);
        (await app.InvoiceOf(other)).InvoiceId.ShouldNotBe(invoice.InvoiceId);
        (invoice.IssueDate, invoice.DueDate, invoice.AmountDue).ShouldBe(("2026-11-24", "2026-12-24", 259998));
        (await app.Timeline(second)).ShouldBe([
            "OrderAccepted",
            "InvoiceIssued",
            "OrderStatusChanged",
            "DispatchPlanned",
            "DispatchAccepted",
        ]);
        app.Ehf.Sent.ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    /// <summary>The table of the contract. The orders come on 23 November, two of each customer.</summary>
    [Theory]
    [InlineData(0, true, "2026-11-23", 2)]
    [InlineData(0, false, "2026-11-24", 1)]
    [InlineData(1, true, "2026-12-01", 2)]
    [InlineData(1, false, "2026-12-01", 1)]
    [InlineData(2, true, "2026-12-01", 2)]
    [InlineData(2, false, "2026-12-01", 1)]
    public async Task Each_cell_of_the_table_has_its_day_and_its_invoices(
        int interval,
        bool separate,
        string issued,
        int invoices
    )
    {
        await using var app = await BudstikkeApp.Start();
        var order = Samples.ToPerson with { Interval = (InvoiceInterval)interval, SeparateInvoices = separate };
        string[] orders = [await app.Submit(order), await app.Submit(order)];

        await app.Wait(TimeSpan.FromDays(8));

        var documents = new List<InvoiceRow>();
        foreach (var id in orders)
            documents.Add(await app.InvoiceOf(id));
        documents.ShouldAllBe(row => row.IssueDate == issued);
        documents.DistinctBy(row => row.InvoiceId).Count().ShouldBe(invoices);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_collective_invoice_has_a_section_for_each_order_and_one_sum(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var early = await app.Submit(
            s_collected with
            {
                OrderedAt = BudstikkeApp.Monday.AddDays(-2),
                PurchaseOrderReference = "PO-7",
            }
        );
        var late = await app.Submit(s_collected);
        await app.Wait(s_toNextRun);

        var invoice = UblReader.Read(await app.Document(early, RenderInvoice.Ubl));

        invoice
            .Lines.Select(line => (line.OrderLineReference, line.Period!.Start.Day, line.Note))
            .ShouldBe([(early, 21, "Ref. PO-7"), (early, 21, null), (late, 23, null), (late, 23, null)]);
        invoice.Period.ShouldBe(new(new(2026, 11, 21), new(2026, 11, 23)));
        (invoice.BuyerReference, invoice.SalesOrderReference).ShouldBe(("Prosjekt 7", null));
        invoice
            .VatBreakdowns.Select(vat => (vat.Vat.Rate, vat.TaxableAmount + vat.TaxAmount))
            .ShouldBe([(25m, 2400m), (15m, 199.98m)]);
        invoice.Totals.AmountDue.ShouldBe(2 * 1299.99m);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_client_is_told_of_each_order_by_itself(Store store)
    {
        await using var receiver = await Receiver.Start();
        var open = new Dictionary<string, string?>
        {
            ["Callbacks:AllowPrivateAddresses"] = "true",
            ["Callbacks:Ports"] = "*",
        };
        await using var app = await BudstikkeApp.Start(store, settings: open);
        string[] orders =
        [
            await app.Submit(s_person with { CallbackUrl = receiver.Url("/one") }),
            await app.Submit(s_person with { CallbackUrl = receiver.Url("/two") }),
        ];

        await app.Wait(s_toNextRun);

        receiver
            .Urls.Order()
            .Select(url => url.Split("&paymentMethod")[0].Split('/')[^1])
            .ShouldBe([$"one?orderUuid={orders[0]}&status=INVOICED", $"two?orderUuid={orders[1]}&status=INVOICED"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_timeline_says_until_when_an_order_is_held_and_why_it_stands_apart(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var one = await app.Submit(s_person);
        var other = await app.Submit(
            s_person with
            {
                Customer = s_person.Customer with { Email = "ny@customer.example" },
            }
        );

        var accepted = (await app.Facts(one, nameof(OrderAccepted))).ShouldHaveSingleItem();
        accepted.GetProperty("heldUntil").GetDateTimeOffset().ShouldBe(s_tuesdayAtSix);
        accepted.GetProperty("period").GetString().ShouldBe("2026-11-23/2026-11-23");
        await app.Wait(s_toNextRun);

        (await Reasons(app, one)).ShouldBe([$"Apart from {other}: not the same e-mail address."]);
        (await Reasons(app, other)).ShouldBe([$"Apart from {one}: not the same e-mail address."]);
    }

    [Theory]
    [InlineData(true, 10850)]
    [InlineData(false, 10200)]
    public async Task A_fee_is_charged_once_and_only_where_each_order_announced_it(bool secondToo, long amountDue)
    {
        await using var app = await BudstikkeApp.Start();
        var fees = InvoiceFee.Parse("private:email=6.50", FirstChannels.FeeWords).Fees.ShouldNotBeNull();
        var added = await app.AddClient(BudstikkeApp.SampleClient with { InvoiceFees = fees });
        var caller = await app.CallerOf(added.ClientId);
        var first = await app.Submit(s_person with { InvoiceFeeApplicable = true }, caller: caller);
        await app.Submit(s_person with { InvoiceFeeApplicable = secondToo }, caller: caller);

        await app.Wait(s_toNextRun);

        (await app.InvoiceOf(first)).AmountDue.ShouldBe(amountDue);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_order_leaves_the_run()
    {
        await using var app = await BudstikkeApp.Start();
        var stays = await app.Submit(s_person);
        var leaves = await app.Submit(s_person);

        await app.Services.GetRequiredService<CancelOrder>().Run(app.Caller, leaves, "regretted", null);
        await app.Wait(s_toNextRun);

        (await app.StateOf(leaves)).ShouldBe(OrderState.Cancelled);
        (await app.InvoiceOf(stays)).AmountDue.ShouldBe(5100);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_between_midnight_and_the_run_belongs_to_its_own_day()
    {
        await using var app = await BudstikkeApp.Start();
        var yesterday = await app.Submit(s_person);
        await app.Wait(s_toNextRun - TimeSpan.FromHours(1));
        var today = await app.Submit(s_person);

        await app.Wait(TimeSpan.FromHours(2));
        (await app.StateOf(today)).ShouldBe(OrderState.Sent);
        await app.Wait(TimeSpan.FromDays(1));

        (await app.InvoiceOf(yesterday)).IssueDate.ShouldBe("2026-11-24");
        (await app.InvoiceOf(today)).IssueDate.ShouldBe("2026-11-25");
    }

    [Fact]
    public async Task An_order_that_the_law_does_not_let_wait_goes_by_itself_with_the_reason()
    {
        await using var app = await BudstikkeApp.Start();
        var late = await app.Submit(
            s_person with
            {
                Interval = InvoiceInterval.Monthly,
                OrderedAt = BudstikkeApp.Monday.AddDays(-60),
            }
        );
        var usual = await app.Submit(s_person with { Interval = InvoiceInterval.Monthly });

        await app.RunJobs();

        (await app.InvoiceOf(late)).IssueDate.ShouldBe("2026-11-23");
        (await app.StateOf(usual)).ShouldBe(OrderState.Sent);
        (await app.Facts(late, nameof(OrderAccepted)))[0]
            .GetProperty("heldReason")
            .GetString()
            .ShouldBe(
                "Delivered on 2026-09-24, it must be invoiced by 2026-10-24; the run of its period goes on 2026-12-01."
            );
    }

    [Fact]
    public async Task A_due_date_on_a_holiday_moves_to_the_next_working_day()
    {
        // Ten days from 2026-12-23 is Saturday 2 January.
        await using var app = await BudstikkeApp.Start(now: new DateTimeOffset(2026, 12, 22, 9, 0, 0, TimeSpan.Zero));
        var order = await app.Submit(s_person with { OrderedAt = app.Clock.GetUtcNow() });

        await app.Wait(TimeSpan.FromDays(1));

        var invoice = await app.InvoiceOf(order);
        (invoice.IssueDate, invoice.DueDate).ShouldBe(("2026-12-23", "2027-01-04"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bad_order_keeps_no_other_from_its_invoice_and_lies_with_a_person(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var good = await app.Submit(s_person);
        var bad = await app.Submit(s_person with { Lines = [s_person.Lines[0] with { ItemName = "" }] });

        await app.Wait(s_toNextRun);
        await app.Wait(TimeSpan.FromDays(3));

        (await app.InvoiceOf(good)).AmountDue.ShouldBe(5100);
        (await app.Timeline(bad)).ShouldBe(["OrderAccepted", "InvoiceRejected", "CaseOpened", "CaseReported"]);
        (await Run(app)).ShouldBe((2, 1, 1, 1));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_that_a_run_fails_with_is_tried_by_itself_while_the_run_goes_on(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var good = await app.Submit(s_person);
        var broken = await app.Submit(s_collected);
        var content = (await app.Services.GetRequiredService<OrderStore>().Find(app.ClientId, broken))!.Content;
        await Write("no JSON");

        await app.Wait(s_toNextRun + TimeSpan.FromMinutes(5));
        (await app.StateOf(good)).ShouldBe(OrderState.Invoiced);
        (await app.StateOf(broken)).ShouldBe(OrderState.Sent);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Write(content);
        await app.Wait(TimeSpan.FromHours(2));

        (await app.StateOf(broken)).ShouldBe(OrderState.Invoiced);
        (await Run(app)).ShouldBe((2, 2, 0, 2));
        (await Audits.Found(app)).ShouldBeEmpty();

        Task Write(string text) =>
            app.Execute("UPDATE orders SET content = @text WHERE order_id = @broken", new { text, broken });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_held_can_be_closed_and_issued_now(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var daily = await app.Submit(s_person);
        var monthly = await app.Submit(s_person with { Interval = InvoiceInterval.Monthly });

        var run = await Begin(app);
        app.Clock.Set(BudstikkeApp.Monday.AddSeconds(1));
        var later = await app.Submit(s_person);
        await app.RunJobs();

        run.ShouldNotBeNull().Orders.ShouldBe(2);
        (await app.InvoiceOf(daily)).InvoiceId.ShouldNotBe((await app.InvoiceOf(monthly)).InvoiceId);
        (await Reasons(app, monthly)).ShouldBe([$"Apart from {daily}: not the same period."]);
        UblReader.Read(await app.Document(monthly, RenderInvoice.Ubl)).IssueDate.ShouldBe(new(2026, 11, 23));
        (await app.StateOf(later)).ShouldBe(OrderState.Sent);
        (await Begin(app, "CLT0000000000")).ShouldBeNull();
    }

    [Fact]
    public async Task Two_nodes_that_find_a_run_due_begin_one()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(s_person);
        app.Clock.Set(s_tuesdayAtSix);
        var runs = app.Services.GetRequiredService<InvoiceRuns>();

        var begun = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => runs.Begin(app.Caller.Client.ClientId, InvoiceRun.Schedule, "system"))
        );

        begun.OfType<InvoiceRun>().ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Its_own_timeline_says_how_far_a_run_is(Store store)
    {
        var settings = new Dictionary<string, string?> { ["Node:RunSliceOrders"] = "2" };
        await using var app = await BudstikkeApp.Start(store, settings: settings);
        foreach (var order in new[] { s_person, s_person, s_collected, s_collected, s_collected })
            await app.Submit(order);

        await app.Wait(s_toNextRun);

        var run = (await app.Services.GetRequiredService<InvoiceRuns>().List(null)).ShouldHaveSingleItem();
        (run.Orders, run.Customers, run.IssuedOrders, run.Invoices).ShouldBe((5, 2, 5, 2));
        run.EndedAt.ShouldBe(s_tuesdayAtSix.ToUnixTimeMilliseconds());
        (await app.Timeline(run.RunId)).ShouldBe(["RunBegun", "RunAdvanced", "RunAdvanced", "RunEnded"]);
    }

    [Fact]
    public async Task A_preview_shows_everything_that_is_held_by_the_run_it_will_go_with()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(s_person);
        await app.Submit(s_person with { MaturityDays = 14 });
        await app.Submit(s_collected with { Interval = InvoiceInterval.Monthly });
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var previews = app.Services.GetRequiredService<PreviewRuns>();

        var all = await previews.Of(null, null);
        var daily = await previews.Of(app.Caller.Client.ClientId, new DateOnly(2026, 11, 24));

        all.Select(run => (run.Date, run.Orders, run.Customers, run.Invoices, run.Total, run.SplitCustomers))
            .ShouldBe([
                (new DateOnly(2026, 11, 24), 2L, 1L, 2L, 102m, 1L),
                (new DateOnly(2026, 12, 1), 1L, 1L, 1L, 1299.99m, 0L),
            ]);
        daily.ShouldHaveSingleItem().Splits.ShouldHaveSingleItem().Invoices[0].Reasons[0].ShouldContain("maturity");
    }

    [Fact]
    public async Task Orders_that_were_held_before_there_were_runs_go_with_the_next_one()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(s_person with { Interval = InvoiceInterval.Monthly });
        await app.Execute("UPDATE orders SET held_until = 0, period = NULL WHERE order_id = @order", new { order });

        await app.RunJobs();

        (await app.InvoiceOf(order)).IssueDate.ShouldBe("2026-11-23");
    }

    [Fact]
    public async Task A_clients_own_hour_and_closing_day_hold()
    {
        await using var app = await BudstikkeApp.Start();
        var added = await app.AddClient(
            BudstikkeApp.SampleClient with
            {
                Runs = new() { Hour = 12, MonthlyClosingDay = 25 },
            }
        );
        var order = await app.Submit(
            s_person with
            {
                Interval = InvoiceInterval.Monthly,
            },
            caller: await app.CallerOf(added.ClientId)
        );

        await app.Wait(new DateTimeOffset(2026, 11, 26, 10, 59, 59, TimeSpan.Zero) - BudstikkeApp.Monday);
        (await app.StateOf(order)).ShouldBe(OrderState.Sent);
        await app.Wait(TimeSpan.FromSeconds(1));

        (await app.InvoiceOf(order)).IssueDate.ShouldBe("2026-11-26");
    }

    [Fact]
    public async Task Verify_finds_an_order_whose_run_nobody_began()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(s_person);
        app.Clock.Set(s_tuesdayAtSix + TimeSpan.FromHours(2));

        (await Audits.Found(app)).ShouldHaveSingleItem().Subject.ShouldBe(order);
    }

    [Fact]
    public async Task Verify_finds_a_run_that_nobody_goes_on_with()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(s_person);
        var run = await Begin(app);
        await app.Execute("DELETE FROM jobs", new { });

        (await Audits.Found(app)).ShouldHaveSingleItem().Subject.ShouldBe(run!.RunId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Run_now_takes_what_a_wrong_clock_holds_for_years(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var held = await app.Submit(s_person with { Interval = InvoiceInterval.Monthly });
        await app.Execute(
            "UPDATE orders SET accepted_at = @accepted, held_until = @until, period = '2028-03-01/2028-03-31'",
            new
            {
                accepted = new DateTimeOffset(2028, 3, 8, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                until = new DateTimeOffset(2028, 4, 1, 4, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            }
        );
        (await Audits.Found(app))
            .Select(finding => (finding.Check, finding.Subject, finding.Sentence))
            .ShouldBe([
                (
                    "moments",
                    held,
                    "In orders it is of 2028-03-08T12:00:00Z, which has not come: a clock was wrong. If it is "
                        + "SENT and held, have it invoiced with `run now`."
                ),
                (
                    "orders",
                    held,
                    "It is held until 2028-04-01T04:00:00Z, and no period is so long: a clock was wrong. Have it "
                        + $"invoiced with `run now --client {app.Caller.Client.ClientId}`."
                ),
            ]);

        var begun = await Begin(app);
        app.Clock.Set(BudstikkeApp.Monday.AddMilliseconds(1));
        var later = await app.Submit(s_person with { Interval = InvoiceInterval.Monthly });
        await app.RunJobs();

        begun!.Orders.ShouldBe(1);
        var invoice = await app.InvoiceOf(held);
        (invoice.IssueDate, invoice.AmountDue).ShouldBe(("2026-11-23", 5100));
        (await app.StateOf(later)).ShouldBe(OrderState.Sent);
        (await Audits.Found(app)).ShouldHaveSingleItem().Check.ShouldBe("moments");
    }

    private static Task<InvoiceRun?> Begin(BudstikkeApp app, string? client = null) =>
        app
            .Services.GetRequiredService<InvoiceRuns>()
            .Begin(client ?? app.Caller.Client.ClientId, InvoiceRun.Now, "person:test");

    private static async Task<(long Orders, long Issued, long Rejected, long Invoices)> Run(BudstikkeApp app)
    {
        var run = (await app.Services.GetRequiredService<InvoiceRuns>().List(null)).ShouldHaveSingleItem();
        return (run.Orders, run.IssuedOrders, run.RejectedOrders, run.Invoices);
    }

    private static async Task<IReadOnlyList<string?>> Reasons(BudstikkeApp app, string order) =>
        [
            .. (await app.Facts(order, nameof(InvoiceSplit)))
                .SelectMany(fact => fact.GetProperty("reasons").EnumerateArray())
                .Select(reason => reason.GetString()),
        ];
}
