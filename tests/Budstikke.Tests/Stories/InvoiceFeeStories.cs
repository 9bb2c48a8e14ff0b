using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Stories;

/// <summary>What an invoice costs the customer, where the client has decided that it does.</summary>
public sealed class InvoiceFeeStories
{
    private const string Fees =
        "private:einvoice=3.30,private:email=6.50,private:post=49"
        + ",corporate:ehf=10,corporate:email=25.50,corporate:post=49";

    [Theory, OnSqlite, OnPostgres]
    public async Task It_stands_on_a_line_of_its_own_and_is_taxed_like_the_greater_part_of_the_supply(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Issued(app, Samples.ToCompany);

        var invoice = (await Refunds.DocumentsOf(app, order)).ShouldHaveSingleItem();

        var charge = invoice.Charges.ShouldHaveSingleItem();
        (charge.Amount, charge.Reason, charge.Vat.Rate).ShouldBe((8, "Fakturagebyr", 25));
        invoice.Totals.AmountDue.ShouldBe(1309.99m);
        (await app.InvoiceOf(order)).AmountDue.ShouldBe(130999);
        (await app.Facts(order, nameof(InvoiceIssued))).Single().GetProperty("fee").GetDecimal().ShouldBe(10);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_two_rates_have_equal_parts_it_is_taxed_at_the_higher()
    {
        await using var app = await BudstikkeApp.Start();
        var (cut, coffee) = (Samples.ToCompany.Lines[0], Samples.ToCompany.Lines[1]);
        OrderLine[] lines = [cut with { VatRate = 15 }, cut, coffee with { Amount = 0, Price = 0 }];

        var order = await Issued(app, Samples.ToCompany with { Lines = lines, Claimed = new(0, 0, 0, 2400) });

        (await Refunds.DocumentsOf(app, order)).Single().Charges.Single().Vat.Rate.ShouldBe(25);
    }

    [Fact]
    public async Task There_is_none_unless_the_client_has_one_and_the_order_allows_it()
    {
        await using var app = await BudstikkeApp.Start();
        var withoutSetting = await Refunds.Invoiced(app, Samples.ToCompany with { InvoiceFeeApplicable = true });
        var notApplicable = await Issued(app, Samples.ToCompany, isApplicable: false);
        var nothingToPay = await Issued(app, Free());

        foreach (var order in new[] { withoutSetting, notApplicable, nothingToPay })
            (await Refunds.DocumentsOf(app, order)).Single().Charges.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_that_of_the_first_channel_also_when_another_brings_it()
    {
        await using var app = await BudstikkeApp.Start();
        app.Ehf.Answer = new Refused("not registered");
        app.Email.Answer = new Refused("550");
        var order = await Issued(app, Samples.ToCompany);

        app.Post.Sent.ShouldHaveSingleItem();
        await ShouldCharge(app, order, 10);
    }

    [Fact]
    public async Task It_depends_on_who_pays_and_on_the_channel()
    {
        await using var app = await BudstikkeApp.Start();

        await ShouldCharge(app, await Issued(app, Samples.ToForeignCompany), 25.50m);
        await ShouldCharge(app, await Issued(app, Samples.ToPerson), 6.50m);
        await ShouldCharge(app, await Issued(app, Samples.ToPerson, Samples.PersonalNumber), 3.30m);
    }

    [Theory]
    [InlineData(null, 8.30)]
    [InlineData("500", 5)]
    [InlineData("0", 0)]
    public async Task A_private_customer_pays_no_more_than_the_cap(string? capOre, double fee)
    {
        var settings = new Dictionary<string, string?> { ["Invoicing:PrivateFeeCapOre"] = capOre };
        await using var app = await BudstikkeApp.Start(settings: settings);

        await ShouldCharge(app, await Issued(app, Samples.ToPerson, fees: "private:email=49"), (decimal)fee);
        await ShouldCharge(app, await Issued(app, Samples.ToCompany, fees: "corporate:ehf=49"), 49);
    }

    [Fact]
    public async Task A_refund_gives_back_the_order_and_not_the_fee()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Issued(app, Samples.ToCompany);

        (await Refunds.Ask(app, order, 1300)).ShouldBe(Refunding.MoreThanIsLeft);
        (await Refunds.Ask(app, order, 1299.99m)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        var (_, note) = await Refunds.PairOf(app, order);
        note.Charges.ShouldBeEmpty();
        note.Totals.AmountDue.ShouldBe(1299.99m);
        (await app.StateOf(order)).ShouldBe(OrderState.Refunded);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_amount_due_beside_the_order_and_its_fee_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        await Issued(app, Samples.ToCompany);

        await Audits.Break(app, "UPDATE invoices SET fee = 1");

        (await Audits.Found(app))
            .ShouldHaveSingleItem()
            .Sentence.ShouldBe("Its amount due is 1309.99, and its orders come to 1299.99 with a fee of 0.01.");
    }

    [Theory]
    [InlineData("private:email")]
    [InlineData("private=email:5")]
    [InlineData("someone:email=5")]
    [InlineData("private:ehf=5")]
    [InlineData("corporate:einvoice=5")]
    [InlineData("private:email=-5")]
    [InlineData("private:email=1000.01")]
    [InlineData("private:email=0.005")]
    [InlineData("private:email=5,private:email=6")]
    public void What_is_no_fee_is_refused_with_a_reason(string text)
    {
        var (fees, reason) = InvoiceFee.Parse(text, FirstChannels.FeeWords);

        fees.ShouldBeNull();
        reason.ShouldNotBeNull().ShouldContain(text.Split(',')[^1]);
    }

    [Fact]
    public void No_text_is_no_fee()
    {
        InvoiceFee.Parse(null, FirstChannels.FeeWords).Fees.ShouldNotBeNull().ShouldBeEmpty();
        InvoiceFee.Parse(" , ", FirstChannels.FeeWords).Fees.ShouldNotBeNull().ShouldBeEmpty();
    }

    private static Order Free() =>
        Samples.ToCompany with
        {
            Lines = [.. Samples.ToCompany.Lines.Select(line => line with { Price = 0, Discount = 0, Amount = 0 })],
            Claimed = new(0, 0, 0, 0),
        };

    /// <summary>Of a client of its own that has fees.</summary>
    private static async Task<string> Issued(
        BudstikkeApp app,
        Order order,
        string? personalNumber = null,
        bool isApplicable = true,
        string fees = Fees
    )
    {
        var client = await app.AddClient(
            BudstikkeApp.SampleClient with
            {
                InvoiceFees = InvoiceFee.Parse(fees, FirstChannels.FeeWords).Fees.ShouldNotBeNull(),
            }
        );
        var id = await app.Submit(
            order with
            {
                InvoiceFeeApplicable = isApplicable,
            },
            personalNumber,
            await app.CallerOf(client.ClientId)
        );
        await app.RunJobs();
        return id;
    }

    private static async Task ShouldCharge(BudstikkeApp app, string order, decimal fee)
    {
        var invoice = (await Refunds.DocumentsOf(app, order)).ShouldHaveSingleItem();
        var grandTotal = invoice.Totals.TotalWithVat - ChargesOf(invoice);
        invoice.Totals.AmountDue.ShouldBe(grandTotal + fee);
    }

    private static decimal ChargesOf(Invoice invoice) =>
        invoice.Charges.Sum(charge =>
            Math.Round(charge.Amount * (1 + charge.Vat.Rate / 100), 2, MidpointRounding.AwayFromZero)
        );
}
