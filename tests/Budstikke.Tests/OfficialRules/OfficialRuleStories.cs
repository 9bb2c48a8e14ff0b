using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.OfficialRules;

/// <summary>Every document is asked of the official rules before its number is taken.</summary>
public sealed class OfficialRuleStories : IDisposable
{
    private readonly OwnRuleFolder _rules = new();

    public void Dispose() => _rules.Dispose();

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_fatal_rule_refuses_becomes_a_case_and_takes_no_number(Store store)
    {
        await using var app = await Start(store);
        var bad = await app.Submit(Named(Samples.ToCompany, OwnRuleFolder.Forbidden));
        var good = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        (await app.InvoiceOf(good)).Number.ShouldBe(10001);
        (await app.StateOf(bad)).ShouldBe(OrderState.Sent);
        var opened = (await app.Services.GetRequiredService<Cases>().List()).ShouldHaveSingleItem();
        opened.OrderId.ShouldBe(bad);
        (await app.Facts(bad, nameof(InvoiceRejected)))
            .ShouldHaveSingleItem()
            .GetProperty("violations")[0]
            .GetString()
            .ShouldBe(
                "OWN-1 /Invoice[1]/cac:InvoiceLine[1]/cac:Item[1]: An item must be allowed. "
                    + "It has cbc:Name = \"Forbidden\"."
            );
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_collected_orders_the_bad_one_keeps_no_other_from_their_common_invoice()
    {
        await using var app = await Start();
        var collected = Samples.ToPerson with { SeparateInvoices = false };
        var first = await app.Submit(collected);
        var bad = await app.Submit(Named(collected, OwnRuleFolder.Forbidden));
        var second = await app.Submit(collected);
        await app.Wait(TimeSpan.FromDays(2));

        (await app.InvoiceOf(first)).InvoiceId.ShouldBe((await app.InvoiceOf(second)).InvoiceId);
        (await app.InvoiceOf(first)).Number.ShouldBe(10001);
        (await app.Timeline(bad)).ShouldContain(nameof(InvoiceRejected));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credit_note_that_a_rule_refuses_is_a_case_too()
    {
        await using var app = await Start();
        var order = await Refunds.Invoiced(app, Samples.ToPerson);

        (await Refunds.Ask(app, order, 51)).ShouldBe(Refunding.Refunded);
        await app.RunJobs();

        (await app.Timeline(order)).ShouldContain(nameof(CreditNoteRejected));
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_fact_of_issuing_names_the_rules_and_what_they_warn_of()
    {
        await using var app = await Start();
        var order = await app.Submit(Named(Samples.ToCompany, OwnRuleFolder.Odd));
        await app.RunJobs();

        var issued = (await app.Facts(order, nameof(InvoiceIssued))).ShouldHaveSingleItem();
        issued.GetProperty("checkedBy")[0].GetString().ShouldBe("OWN 1.0.7");
        issued.GetProperty("warnings")[0].GetString()!.ShouldStartWith("OWN-2 /Invoice[1]/");
    }

    [Fact]
    public async Task Without_the_folder_nothing_is_asked()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Named(Samples.ToCompany, OwnRuleFolder.Forbidden));
        await app.RunJobs();

        (await app.Facts(order, nameof(InvoiceIssued)))
            .ShouldHaveSingleItem()
            .TryGetProperty("checkedBy", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_none_stops_the_start()
    {
        var settings = new Dictionary<string, string?> { ["Peppol:Rules"] = Path.Combine(_rules.Path, "sch") };

        (
            await Should.ThrowAsync<SettingRefusedException>(() => BudstikkeApp.Start(settings: settings))
        ).Message.ShouldStartWith("Peppol__Rules must be a folder with sch and xsd in it");
    }

    private Task<BudstikkeApp> Start(Store store = Store.Sqlite) =>
        BudstikkeApp.Start(store, settings: _rules.Settings);

    private static Order Named(Order order, string item) =>
        order with
        {
            Lines = [order.Lines[0] with { ItemName = item }, .. order.Lines.Skip(1)],
        };
}
