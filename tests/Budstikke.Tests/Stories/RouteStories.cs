using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>One order for each branch of the route.</summary>
public sealed class RouteStories
{
    private static readonly TimeSpan s_longerThanAnyChannelIsTried = TimeSpan.FromDays(3);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_company_with_a_valid_number_gets_an_EHF(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        app.Ehf.Sent.ShouldHaveSingleItem().Recipient.ShouldBe("0192:987654325");
        app.Email.Sent.ShouldBeEmpty();
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await app.Timeline(order)).ShouldBe([
            "OrderAccepted",
            "InvoiceIssued",
            "OrderStatusChanged",
            "DispatchPlanned",
            "DispatchAccepted",
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_company_whose_number_has_a_wrong_check_digit_gets_the_invoice_by_email(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToCompanyWith("987654321"));
        await app.RunJobs();

        app.Ehf.Sent.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem().Recipient.ShouldBe("faktura@bedrift.example");
        (await app.PassedBy(order)).ShouldBe([
            "Ehf: The organisation number has a wrong check digit, so it has no Peppol address.",
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_foreign_company_gets_the_invoice_by_email_even_where_its_number_would_be_a_Norwegian_one(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToForeignCompany);
        await app.RunJobs();

        app.Ehf.Sent.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.PassedBy(order)).ShouldHaveSingleItem().ShouldContain("in SE");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_buyer_unknown_to_Peppol_gets_the_invoice_by_email(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Refused("not registered");

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        app.Ehf.Sent.ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, "DispatchRefused"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("not registered");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_access_point_that_is_down_is_tried_again_before_falling_back(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Deferred("503");

        await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.Ehf.Sent.ShouldHaveSingleItem();

        app.Ehf.Answer = new Accepted("receipt");
        await app.Wait(TimeSpan.FromMinutes(30));
        app.Ehf.Sent.Count.ShouldBe(2);
        app.Ehf.Sent.Select(dispatch => dispatch.Key).Distinct().ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_access_point_that_stays_down_is_given_up_after_two_days_and_the_invoice_goes_by_email(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Ehf.Answer = new Deferred("503");

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        await app.Wait(TimeSpan.FromHours(24));
        app.Email.Sent.ShouldBeEmpty();

        await app.Wait(s_longerThanAnyChannelIsTried);
        app.Ehf.Sent.Count.ShouldBe(8);
        app.Ehf.Sent.Select(dispatch => dispatch.Key).Distinct().ShouldHaveSingleItem();
        app.Ehf.Sent.Select(dispatch => dispatch.EarlierAttempts).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7]);
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order)).Count(kind => kind == "DispatchDeferred").ShouldBe(7);
        (await app.Facts(order, "DispatchRefused"))
            .ShouldHaveSingleItem()
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("503 (given up after 8 attempts)");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mailbox_that_refuses_gets_the_invoice_by_post(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Refused("550 no such user");

        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Sent.ShouldHaveSingleItem();
        app.Post.Sent.ShouldHaveSingleItem().Recipient.ShouldBe("Kari Nordmann, Luramyrveien 65, 4313 Sandnes, NO");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_customer_whom_no_channel_reaches_is_left_to_a_person_with_a_reason_for_each_channel(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Refused("550 no such user");
        app.Post.Answer = new Refused("no such street");

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.Timeline(order)).ShouldContain("DistributionExhausted");
        (await app.ReasonsOfExhaustion(order)).ShouldBe([
            "EInvoice: No personal number was given, so there is no e-invoice address.",
            "Email: 550 no such user",
            "Post: no such street",
        ]);
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_with_a_valid_personal_number_gets_an_einvoice(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        app.EInvoice.Sent.ShouldHaveSingleItem().Recipient.ShouldNotContain(Samples.PersonalNumber);
        app.Ehf.Sent.ShouldBeEmpty();
        app.Email.Sent.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_without_a_personal_number_gets_the_invoice_by_email(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.EInvoice.Sent.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem().Recipient.ShouldBe("kari@customer.example");
        (await app.PassedBy(order)).ShouldBe([
            "EInvoice: No personal number was given, so there is no e-invoice address.",
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_whose_number_has_wrong_check_digits_gets_the_invoice_by_email(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var order = await app.Submit(Samples.ToPerson, "12345678901");
        await app.RunJobs();

        app.EInvoice.Sent.ShouldBeEmpty();
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.PassedBy(order)).ShouldBe([
            "EInvoice: The personal number has wrong check digits, so it has no e-invoice address.",
        ]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_bank_that_refuses_the_einvoice_leaves_it_to_email(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.EInvoice.Answer = new Refused("no agreement");

        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        app.EInvoice.Sent.ShouldHaveSingleItem();
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_channel_that_an_installation_does_not_have_is_passed_by_with_that_reason(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, simulationsServeLiveClients: false);

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        app.AllSent.ShouldBeEmpty();
        (await app.PassedBy(order)).ShouldBe([
            "Ehf: The channel Ehf is not set up on this installation.",
            "Email: The channel Email is not set up on this installation.",
            "Post: The channel Post is not set up on this installation.",
        ]);
        (await app.Timeline(order)).ShouldContain("DistributionExhausted");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_test_clients_channels_are_always_simulated(Store store)
    {
        await using var app = await BudstikkeApp.Start(store, simulationsServeLiveClients: false);
        var test = await app.AddClient(BudstikkeApp.SampleClient with { Mode = ClientMode.Test });

        var order = await app.Submit(Samples.ToCompany, caller: await app.CallerOf(test.ClientId));
        await app.RunJobs();

        app.Ehf.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, "DispatchAccepted"))
            .ShouldHaveSingleItem()
            .GetProperty("isSimulated")
            .GetBoolean()
            .ShouldBeTrue();
    }
}
