using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Budstikke.Tests.Verify;

/// <summary>Each way in which a store can be wrong is found, and named.</summary>
public sealed class BrokenStoreTests
{
    [Fact]
    public async Task A_missing_number_is_found()
    {
        await using var app = await WithInvoices(3);
        var lost = $"{app.Caller.Client.ClientId}-10002";
        foreach (var table in new[] { "invoice_orders", "documents", "ledger", "invoices" })
            await Audits.Break(app, $"DELETE FROM {table} WHERE invoice_id = @lost", new { lost });

        var findings = await Audits.Found(app);

        findings.ShouldContain(new Finding("numbers", app.Caller.Client.ClientId, "The number 10002 is missing."));
        findings.ShouldContain(finding => finding.Sentence == "It is INVOICED and has no invoice.");
    }

    [Theory]
    [InlineData("next = next + 2", "The numbers 10004 to 10005 are missing.")]
    [InlineData("next = next - 1", "The series would give 10003 next, and 10003 is in use.")]
    [InlineData("first = first - 1", "The number 10000 is missing.")]
    [InlineData("first = first + 1", "The number 10001 lies before the series, which begins at 10002.")]
    public async Task A_series_beside_its_numbers_is_found(string change, string sentence)
    {
        await using var app = await WithInvoices(3);

        await Audits.Break(app, $"UPDATE number_series SET {change}");

        (await Audits.Found(app)).ShouldBe([new("numbers", app.Caller.Client.ClientId, sentence)]);
    }

    [Theory]
    [InlineData("ubl")]
    [InlineData("pdf")]
    public async Task A_changed_byte_of_a_document_is_found(string format)
    {
        await using var app = await WithInvoices(2);
        await Audits.FlipByte(app, "documents", $"format = '{format}' AND invoice_id LIKE '%-10002'");

        var finding = (await Audits.Found(app)).ShouldHaveSingleItem();

        finding.Subject.ShouldEndWith("-10002");
        finding.Sentence.ShouldBe($"Its {format} is not the one that was issued: the SHA-256 differs.");
    }

    [Fact]
    public async Task A_document_that_was_overwritten_with_text_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "UPDATE documents SET content = 'none' WHERE format = 'ubl'");

        (await Audits.Found(app)).ShouldHaveSingleItem().Check.ShouldBe("documents");
    }

    [Fact]
    public async Task A_missing_document_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "DELETE FROM documents WHERE format = 'pdf'");

        (await Audits.Found(app)).ShouldHaveSingleItem().Sentence.ShouldBe("Its pdf is missing.");
    }

    [Fact]
    public async Task A_changed_byte_of_a_shared_part_is_found_there_and_in_each_document_that_uses_it()
    {
        await using var app = await WithInvoices(2);
        await Audits.FlipByte(
            app,
            "shared_parts",
            "sha256 IN (SELECT shared_sha256 FROM documents WHERE format = 'pdf')"
        );

        (await Audits.Found(app)).Select(finding => finding.Check).ShouldBe(["shared parts", "documents", "documents"]);
    }

    [Fact]
    public async Task A_row_that_says_something_else_than_its_document_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "UPDATE invoices SET amount_due = amount_due + 1, kid = NULL, number = 10001");

        (await Audits.Found(app))
            .Select(finding => finding.Sentence)
            .ShouldBe([
                "Its UBL asks for 1299.99, and its row for 1300.00.",
                "Its UBL has another KID than its row.",
                "Its amount due is 1300.00, and its orders come to 1299.99.",
                "Its amount due is 1300.00, and its ledger says 1299.99.",
            ]);
    }

    [Fact]
    public async Task A_wrong_entry_in_the_ledger_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "UPDATE ledger SET amount = 1");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("Its amount due is 1299.99, and its ledger says 0.01.");
    }

    [Fact]
    public async Task An_order_that_nobody_works_on_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM jobs");

        (await Audits.Found(app)).ShouldBe([
            new("orders", order, "It is SENT and nobody works on it: it has no job, no open case, and is not held."),
        ]);
    }

    [Fact]
    public async Task An_order_in_a_state_that_its_invoice_contradicts_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "UPDATE orders SET state = 'SENT'");

        (await Audits.Found(app)).Select(finding => finding.Sentence).ShouldBe(["It is SENT and has been invoiced."]);
    }

    [Fact]
    public async Task An_order_cannot_be_invoiced_twice()
    {
        await using var app = await WithInvoices(1);

        var error = await Should.ThrowAsync<SqliteException>(() =>
            Audits.Break(
                app,
                """
                INSERT INTO invoices (invoice_id, client_id, number, kind, customer_id, issue_date, account, amount_due,
                  total_vat, content, issued_at)
                  SELECT 'twice', client_id, 99, kind, customer_id, issue_date, account, amount_due, total_vat, content,
                    issued_at FROM invoices;
                INSERT INTO invoice_orders (client_id, order_id, invoice_id, original)
                  SELECT client_id, order_id, 'twice', 1 FROM invoice_orders;
                """
            )
        );

        error.Message.ShouldContain("invoice_orders.order_id, invoice_orders.original");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_planned_dispatch_that_no_job_sends_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        app.Ehf.Answer = new Deferred("503");
        await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "DELETE FROM jobs WHERE kind = 'send-ehf'");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("It is planned by Ehf, and no job sends it.");
    }

    [Fact]
    public async Task An_accepted_dispatch_without_evidence_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "DELETE FROM attempts");

        (await Audits.Found(app)).ShouldHaveSingleItem().Check.ShouldBe("dispatches");
    }

    [Fact]
    public async Task An_invoice_that_is_not_on_its_way_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "DELETE FROM dispatches");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("No channel has taken it, none is planned, and no person has a case of it.");
    }

    [Fact]
    public async Task A_job_that_nobody_takes_fails_again_and_again_or_has_an_unknown_kind_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        var (left, behind) = (await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToPerson));
        app.Clock.Set(BudstikkeApp.Monday + TimeSpan.FromMinutes(59));
        (await Audits.Found(app)).ShouldBeEmpty();

        app.Clock.Set(BudstikkeApp.Monday + TimeSpan.FromMinutes(61));
        await Audits.Break(
            app,
            "UPDATE jobs SET attempts = 10, trouble = 'IOException' WHERE subject = @behind",
            new { behind }
        );
        await Audits.Break(
            app,
            "INSERT INTO jobs (client_id, kind, subject, content, due_at, created_at) "
                + "VALUES ('C', 'dance', 'x', '', 0, 0)"
        );

        (await Audits.Found(app)).ShouldBe([
            new("jobs", left, "issue was due at 2026-11-23T09:00:00Z and nobody has taken it."),
            new("jobs", behind, "issue has failed 10 times: IOException"),
            new("jobs", "x", "Nobody works on jobs of the kind dance."),
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_job_that_a_wrong_clock_put_off_or_claimed_is_found(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred("450");
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var subject = await app.Database.Read(session => session.QuerySingle<string>("SELECT subject FROM jobs"));
        await Audits.Break(app, "UPDATE jobs SET due_at = @days4", new { days4 = At(BudstikkeApp.Monday.AddDays(4)) });
        await Audits.Break(
            app,
            "UPDATE jobs SET claimed_until = @now",
            new { now = At(BudstikkeApp.Monday.AddMinutes(1)) }
        );
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, "UPDATE jobs SET due_at = @far, claimed_until = @far", new { far = At(s_2028) });

        (await Audits.Found(app)).ShouldBe([
            new(
                "jobs",
                subject,
                "send-email is due at 2028-03-08T12:00:00Z, and nothing waits so long: a clock was wrong. Make "
                    + "it due now with `clock mend`."
            ),
            new(
                "jobs",
                subject,
                "send-email is claimed until 2028-03-08T12:00:00Z, and no claim lives so long: a clock was "
                    + "wrong. It counts as free; let a node run that works."
            ),
        ]);
    }

    [Theory]
    [InlineData("UPDATE facts SET at = @far WHERE kind = 'OrderAccepted'", "In facts it is of")]
    [InlineData("UPDATE orders SET accepted_at = @far", "In orders it is of")]
    [InlineData("UPDATE orders SET state_changed_at = @far", "In orders it is of")]
    [InlineData("UPDATE invoices SET issued_at = @far", "In invoices it is of")]
    [InlineData("UPDATE invoices SET issue_date = '2026-11-24'", "It is dated 2026-11-24, a day that has not come")]
    [InlineData("UPDATE dispatches SET planned_at = @far", "In dispatches it is of")]
    [InlineData("UPDATE dispatches SET settled_at = @far", "In dispatches it is of")]
    public async Task A_moment_that_has_not_come_is_found(string change, string sentence)
    {
        await using var app = await WithInvoices(1);
        await Audits.Break(app, change, new { far = At(BudstikkeApp.Monday.AddSeconds(10)) });
        if (change.Contains("@far", StringComparison.Ordinal))
            (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, change, new { far = At(BudstikkeApp.Monday.AddSeconds(11)) });

        var found = await Audits.Found(app);
        var finding = found.Where(one => one.Check == "moments").ShouldHaveSingleItem();
        finding.Sentence.ShouldStartWith(sentence);
        found.Except([finding]).ShouldAllBe(one => one.Sentence == "Its UBL has another issue date than its row.");
        finding.Sentence.ShouldContain("a clock was wrong. ");
    }

    [Fact]
    public async Task A_timeline_that_lacks_what_happened_is_found()
    {
        await using var app = await WithInvoices(1);

        await Audits.Break(app, "DELETE FROM facts");

        (await Audits.Found(app))
            .Select(finding => finding.Check)
            .ShouldBe(["order facts", "status facts", "invoice facts"]);
    }

    [Fact]
    public async Task A_personal_number_that_cannot_be_read_is_found_and_never_shown()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        await Audits.Break(app, "UPDATE personal_numbers SET number_hash = 'x'");
        var unlike = (await Audits.Found(app)).ShouldHaveSingleItem();
        await Audits.Break(app, "UPDATE personal_numbers SET ciphertext = ciphertext || 'AAAA'");
        var unreadable = (await Audits.Found(app)).ShouldHaveSingleItem();

        unlike.Sentence.ShouldBe("The customer's personal number does not have the hash that it is found by.");
        unreadable.Sentence.ShouldBe("The customer's personal number cannot be decrypted with this key.");
    }

    [Theory]
    [InlineData(
        "UPDATE refunds SET credit_note_id = NULL",
        "It is promised and has no credit note, and nobody works on it: it has no job and no case.",
        "It stands for 0 refunds, and for 0 entries of a ledger."
    )]
    [InlineData(
        "UPDATE refunds SET credit_note_id = 'none'",
        "Its credit note is missing.",
        "It stands for 0 refunds, and for 0 entries of a ledger."
    )]
    [InlineData("UPDATE refunds SET amount = 1", "It is 0.01, and its credit note 1000.00.")]
    [InlineData(
        "UPDATE ledger SET amount = 130000 WHERE kind = 'credited'",
        "It is PARTIAL REFUNDED, and by the ledger of its invoice it is REFUNDED.",
        "Its ledger says that 1300.00 was given back of 1299.99.",
        "Its amount is 1000.00, and the ledger of its invoice says 1300.00."
    )]
    [InlineData(
        "DELETE FROM ledger WHERE kind = 'credited'",
        "It stands for 1 refunds, and for 0 entries of a ledger.",
        "It is PARTIAL REFUNDED, and by the ledger of its invoice it is INVOICED."
    )]
    [InlineData(
        "UPDATE ledger SET order_id = NULL",
        "It stands for 1 refunds, and for 0 entries of a ledger.",
        "Entry 2 of its ledger is a credit of no order that stands on it."
    )]
    [InlineData(
        "UPDATE ledger SET kind = 'gift' WHERE kind = 'credited'",
        "Entry 2 of its ledger is of the kind gift, and no entry is."
    )]
    [InlineData(
        "UPDATE orders SET state = 'PAID'",
        "It is PAID, and by the ledger of its invoice it is PARTIAL REFUNDED.",
        "It is PAID, and its timeline has no OrderStatusChanged to that."
    )]
    [InlineData(
        "UPDATE orders SET state = 'REFUNDED'",
        "It is REFUNDED, and by the ledger of its invoice it is PARTIAL REFUNDED.",
        "It is REFUNDED, and its timeline has no OrderStatusChanged to that."
    )]
    [InlineData(
        "UPDATE orders SET state = 'INVOICED'",
        "It is INVOICED, and by the ledger of its invoice it is PARTIAL REFUNDED."
    )]
    [InlineData(
        "DELETE FROM facts WHERE kind = 'CreditNoteIssued'",
        "1 of its 1 orders have no CreditNoteIssued on their timeline."
    )]
    public async Task A_refund_beside_its_credit_note_is_found(string change, params string[] sentences)
    {
        await using var app = await WithInvoices(1);
        var order = await app.Database.Read(session => session.QuerySingle<string>("SELECT order_id FROM orders"));
        await Refunds.Ask(app, order, 1000);
        await app.RunJobs();
        (await Audits.Found(app)).ShouldBeEmpty();

        await Audits.Break(app, change);

        (await Audits.Found(app)).Select(finding => finding.Sentence).ShouldBe(sentences, ignoreOrder: true);
    }

    private static readonly DateTimeOffset s_2028 = new(2028, 3, 8, 12, 0, 0, TimeSpan.Zero);

    private static long At(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private static async Task<BudstikkeApp> WithInvoices(int count)
    {
        var app = await BudstikkeApp.Start();
        for (var i = 0; i < count; i++)
            await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        return app;
    }
}
