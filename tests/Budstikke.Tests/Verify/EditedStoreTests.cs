using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Providers;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Finding = Budstikke.Jobs.Checks.Finding;

namespace Budstikke.Tests.Verify;

/// <summary>A store that somebody has edited such that each row by itself looks right: what stands elsewhere
/// contradicts it.</summary>
public sealed class EditedStoreTests
{
    private const string CallbackUrl = "http://203.0.113.7/cb";

    [Theory, OnSqlite, OnPostgres]
    public async Task Secrets_that_this_key_does_not_open_are_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await FakeMaventa.GiveAccount(app);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(
            app,
            "UPDATE clients SET callback_secret = 'x', earlier_callback_secret = 'y', provider_accounts = "
                + """'[{"provider":"maventa","company":"c","key":"k"}]'"""
        );

        (await Audits.Found(app))
            .Select(finding => finding.Sentence)
            .ShouldBe([
                "The secret of its callbacks cannot be decrypted with this key.",
                "The earlier secret of its callbacks cannot be decrypted with this key.",
                "Of an earlier secret, the end of its overlap and the checksum's change, some are missing.",
                "Its key at maventa cannot be decrypted with this key.",
            ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_no_job_tells_the_client_of_is_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson with { CallbackUrl = CallbackUrl });
        await Refunds.Cancel(app, order);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM jobs WHERE kind = 'send-callback'");

        (await Audits.Found(app)).ShouldBe([
            new("callbacks", order, "Its client has not been told of 1 of 1 changes of its state, and no job does it."),
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_that_its_timeline_does_not_have_is_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Samples.ToPerson with { CallbackUrl = CallbackUrl });
        var silent = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, silent, 1);
        await app.RunJobs();
        // The address is a documentation's: the client cannot be told, which is told.
        (await app.Timeline(order)).ShouldContain("CallbackGivenUp");
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(
            app,
            "DELETE FROM facts WHERE kind = 'OrderStatusChanged' AND content LIKE '%\"to\":\"INVOICED\"%'"
        );

        (await Audits.Found(app)).ShouldBe(
            [
                new("status facts", order, "It is INVOICED, and its timeline has no OrderStatusChanged to that."),
                new(
                    "status facts",
                    silent,
                    "It has an invoice, and its timeline has no OrderStatusChanged to INVOICED."
                ),
                new("callbacks", order, "Its client is told of 1 changes of its state, and its timeline has 0."),
            ],
            ignoreOrder: true
        );
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_channels_that_took_one_sending_are_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Refused("unknown");
        await Refunds.Invoiced(app, Samples.ToCompany);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "UPDATE dispatches SET state = 'Accepted' WHERE channel = 'Ehf'");
        await Audits.Break(app, "UPDATE attempts SET outcome = 'Accepted'");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("It is taken by Email, and another channel has taken the same sending.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_swapped_between_two_customers_invoices_are_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var one = await Refunds.Invoiced(app, Samples.ToPerson);
        var other = await Refunds.Invoiced(app, With(customer => customer with { Msisdn = "46567469" }));

        await Swap(app, one, other);

        var findings = await Audits.Found(app);
        findings.Count(finding => finding.Sentence == "1 of its 1 orders are another customer's.").ShouldBe(2);
        findings.Count(finding => finding.Sentence == "Its UBL names other orders than stand on it.").ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_swapped_between_two_invoices_of_one_customer_are_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var one = await Refunds.Invoiced(app, Samples.ToPerson);
        var other = await Refunds.Invoiced(app, Samples.ToPerson);

        await Swap(app, one, other);

        (await Audits.Found(app))
            .Select(finding => finding.Sentence)
            .Distinct()
            .ShouldBe([
                "Its snapshot names other orders than stand on it.",
                "Its UBL names other orders than stand on it.",
            ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_taken_off_a_collective_invoice_is_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(Samples.ToPerson with { SeparateInvoices = false });
        var taken = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });
        await app.Wait(TimeSpan.FromDays(1));
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM invoice_orders WHERE order_id = @taken", new { taken });

        (await Audits.Found(app)).ShouldContain(finding =>
            finding.Sentence == "Its UBL names other orders than stand on it."
        );
    }

    [Theory]
    [InlineData("account = '12345678903'", "account than its row", "Its snapshot has another account than its row.")]
    [InlineData("issue_date = '2026-11-22'", "issue date than its row")]
    [InlineData("due_date = '2026-12-24'", "due date than its row")]
    [InlineData("due_date = NULL", "due date than its row")]
    [InlineData("total_vat = total_vat - 1", "VAT than its row")]
    [InlineData("customer_id = 'CSRT0000000001'", "customer than its row", "1 of its 1 orders are another customer's.")]
    [InlineData(
        "content = replace(content, 'Frisør AS', 'Frisør ASA')",
        null,
        "Its snapshot has another seller than its UBL."
    )]
    [InlineData(
        "content = replace(content, '86011117947', '12345678903')",
        null,
        "Its snapshot has another account than its row."
    )]
    [InlineData(
        "content = replace(content, 'Bedrift AS', 'Bedriften')",
        null,
        "Its snapshot has another customer than its UBL."
    )]
    [InlineData(
        "content = replace(content, 'faktura@', 'post@')",
        null,
        "Its snapshot has another customer than its UBL."
    )]
    [InlineData("content = replace(content, 'ODR', 'ODX')", null, "Its snapshot names other orders than stand on it.")]
    public async Task A_row_that_its_document_contradicts_is_found(string change, string? part, params string[] others)
    {
        await using var app = await BudstikkeApp.Start();
        await Refunds.Invoiced(app, Samples.ToCompany);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, $"UPDATE invoices SET {change}");

        string[] expected = [.. part is null ? [] : new[] { $"Its UBL has another {part}." }, .. others];
        (await Audits.Found(app)).Select(finding => finding.Sentence).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        await Refunds.Invoiced(app, Samples.ToCompany);

        await Audits.Break(app, "UPDATE invoices SET content = '{'");

        (await Audits.Found(app)).ShouldContain(finding => finding.Sentence == "Its snapshot cannot be read.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refunds_promised_beyond_the_order_are_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await Refunds.Ask(app, order, 30);
        await Refunds.Ask(app, order, 20);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "UPDATE refunds SET amount = 2101 WHERE refund = 2");

        (await Audits.Found(app)).ShouldBe([
            new Finding("orders", order, "51.01 is promised to be given back of 51.00."),
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_case_of_a_repeat_counts_as_its_case(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(
            Samples.ToPerson with
            {
                Lines = [Samples.ToPerson.Lines[0] with { ItemName = "" }],
            }
        );
        await app.RunJobs();
        await Audits.Break(app, "UPDATE cases SET closed_at = opened_at");
        (await Audits.Found(app)).ShouldHaveSingleItem().Subject.ShouldBe(order);

        await Audits.Break(
            app,
            """
            INSERT INTO cases (case_id, client_id, order_id, subject, kind, reason, opened_at, number, again_of)
            SELECT 'CASE2', client_id, order_id, subject, kind, reason, opened_at, 2, case_id FROM cases
            """
        );

        (await Audits.Found(app)).ShouldBeEmpty();
    }

    private static Order With(Func<Customer, Customer> change) =>
        Samples.ToPerson with
        {
            Customer = change(Samples.ToPerson.Customer),
        };

    private static async Task Swap(BudstikkeApp app, string one, string other)
    {
        var (ofOne, ofOther) = ((await app.InvoiceOf(one)).InvoiceId, (await app.InvoiceOf(other)).InvoiceId);
        await Audits.Break(
            app,
            "UPDATE invoice_orders SET invoice_id = CASE order_id WHEN @one THEN @ofOther ELSE @ofOne END",
            new
            {
                one,
                ofOne,
                ofOther,
            }
        );
    }
}
