using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Sandbox;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Distribution.Pigeon;

/// <summary>
/// A channel is a folder and one line: the pigeon goes all the way of an invoice, and nothing else was changed for it.
/// </summary>
public sealed class PigeonStories
{
    private static readonly Dictionary<string, string?> s_loft = new() { ["Pigeon:Loft"] = "the roof" };

    [Theory, OnSqlite, OnPostgres]
    public async Task It_takes_an_invoice_from_the_route_to_delivered(Store store)
    {
        await using var app = await Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var sent = Pigeons(app).Sent.ShouldHaveSingleItem();
        sent.Recipient.ShouldBe("the loft of 46567468");
        sent.Key.ShouldBe($"{sent.InvoiceId}-pigeon".ToLowerInvariant());
        await Report(app, LateOutcome.Delivered, "The pigeon came home.");

        app.AllSent.ShouldBeEmpty();
        (await app.Timeline(order)).Skip(3).ShouldBe(["DispatchPlanned", "DispatchAccepted", "DispatchDelivered"]);
        (await app.Facts(order, nameof(DispatchDelivered)))
            .Single()
            .GetProperty("channel")
            .GetString()
            .ShouldBe("Pigeon");
        (await StateOf(app, sent.Key)).ShouldBe(DispatchState.Delivered);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_it_loses_later_goes_on_to_the_next_channel(Store store)
    {
        await using var app = await Start(store);
        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        await Report(app, LateOutcome.Failed, "A hawk was seen.");

        app.Ehf.Sent.ShouldHaveSingleItem();
        (await app.Timeline(order))
            .Skip(3)
            .ShouldBe([
                "DispatchPlanned",
                "DispatchAccepted",
                "DispatchFailedLate",
                "DispatchPlanned",
                "DispatchAccepted",
            ]);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Its_patience_is_its_own(Store store)
    {
        await using var app = await Start(store);
        Pigeons(app).Answer = new Deferred("It rains.");
        var order = await app.Submit(Samples.ToPerson);

        await app.Wait(TimeSpan.FromMinutes(4));

        Pigeons(app).Sent.Count.ShouldBe(3);
        app.Email.Sent.ShouldHaveSingleItem();
        (await app.Facts(order, nameof(DispatchRefused)))
            .Single()
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("It rains. (given up after 3 attempts)");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_telephone_number_is_for_its_sending_and_for_the_credit_notes(Store store)
    {
        await using var app = await Start(store);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        await Resend(app, order, new("+47", "40000009", null));
        await Resend(app, order, new(null, null, null));
        await Stories.Refunds.Ask(app, order, 1);
        await app.RunJobs();

        Pigeons(app)
            .Sent.Select(dispatch => (dispatch.Invoice.IsCreditNote, dispatch.Recipient))
            .ShouldBe([
                (false, "the loft of 46567468"),
                (false, "the loft of 40000009"),
                (false, "the loft of 46567468"),
                (true, "the loft of 40000009"),
            ]);
    }

    [Fact]
    public async Task Whom_it_does_not_reach_it_is_passed_by_with_its_own_words()
    {
        await using var app = await Start(Store.Sqlite);
        var abroad = Samples.ToPerson with { Customer = Samples.ToPerson.Customer with { CountryCode = "+46" } };
        var order = await app.Submit(abroad);
        await app.RunJobs();

        (await app.PassedBy(order))[0].ShouldBe("Pigeon: No pigeon flies to +46.");
        app.Email.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_its_settings_it_is_absent_and_with_wrong_ones_the_node_does_not_start()
    {
        await using var app = await BudstikkeApp.Start(
            simulationsServeLiveClients: false,
            register: PigeonDescription.AddFirst
        );
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        (await app.PassedBy(order))[0].ShouldBe("Pigeon: The channel Pigeon is not set up on this installation.");
        (
            await Should.ThrowAsync<SettingRefusedException>(() =>
                BudstikkeApp.Start(
                    settings: new Dictionary<string, string?> { ["Pigeon:Loft"] = "" },
                    register: PigeonDescription.AddFirst
                )
            )
        ).Message.ShouldBe("Pigeon__Loft must name a loft.");
    }

    [Fact]
    public async Task Its_fee_is_charged()
    {
        await using var app = await Start(Store.Sqlite);
        var added = await app.AddClient(
            BudstikkeApp.SampleClient with
            {
                InvoiceFees = [new(FeePayer.Private, PigeonDescription.Channel.FeeWord, 5)],
            }
        );
        var order = await app.Submit(
            Samples.ToPerson with
            {
                InvoiceFeeApplicable = true,
            },
            caller: await app.CallerOf(added.ClientId)
        );
        await app.RunJobs();

        (await Stories.Refunds.DocumentsOf(app, order)).Single().Charges.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("40000001", "DispatchDelivered")]
    [InlineData("40000002", "DispatchFailedLate")]
    [InlineData("40000003", "DispatchAccepted")]
    public async Task It_is_simulated_with_its_magic_values(string number, string fact)
    {
        await using var app = await Simulated();
        var order = await Submit(app, Samples.ToPerson.Customer with { Msisdn = number });

        await app.Wait(TimeSpan.FromMinutes(1));

        Pigeons(app).Sent.ShouldBeEmpty();
        (await app.Timeline(order)).Skip(5).FirstOrDefault("DispatchAccepted").ShouldBe(fact);
        var kept = await app.Services.GetRequiredService<SandboxOutbox>().Of(await app.OwnerOf(order));
        kept[^1].Channel.ShouldBe("Pigeon");
    }

    [Fact]
    public async Task Its_simulation_refuses_what_it_would()
    {
        await using var app = await Simulated();
        var order = await Submit(app, Samples.ToPerson.Customer with { Name = "Ola Katt" });
        await app.RunJobs();

        (await app.Facts(order, nameof(DispatchRefused)))[0]
            .GetProperty("evidence")
            .GetString()
            .ShouldBe("Simulated: Nobody sends a pigeon to a cat.");
    }

    [Fact]
    public async Task The_document_of_the_API_names_it()
    {
        await using var app = await Start(Store.Sqlite);
        using var http = await app.Http();

        (await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).ShouldContain(
            "It goes by pigeon, else by EHF or e-invoice, else by e-mail, else by post, else by way of a person."
        );
    }

    private static Task<BudstikkeApp> Start(Store store) =>
        BudstikkeApp.Start(store, settings: s_loft, register: PigeonDescription.AddFirst);

    /// <summary>With the sandbox's simulations in the place of the fakes.</summary>
    private static Task<BudstikkeApp> Simulated() =>
        BudstikkeApp.Start(
            settings: s_loft,
            register: (services, settings) =>
            {
                services.Remove(services.Last(service => service.ServiceType == typeof(SimulatedChannels)));
                PigeonDescription.AddFirst(services, settings);
            }
        );

    /// <summary>For a client whose channels are simulated.</summary>
    private static async Task<string> Submit(BudstikkeApp app, Customer customer)
    {
        var client = await app.AddClient(BudstikkeApp.SampleClient with { Mode = ClientMode.Test });
        return await app.Submit(
            Samples.ToPerson with
            {
                Customer = customer,
            },
            caller: await app.CallerOf(client.ClientId)
        );
    }

    private static PigeonChannel Pigeons(BudstikkeApp app) => app.Services.GetRequiredService<PigeonChannel>();

    private static async Task Report(BudstikkeApp app, LateOutcome outcome, string evidence)
    {
        var sent = Pigeons(app).Sent.Single();
        await app.Enqueue(ReportLateOutcome.JobFor(outcome, sent.ClientId, sent.Key, evidence, TimeSpan.Zero));
        await app.RunJobs();
    }

    private static async Task Resend(BudstikkeApp app, string order, Correction correction)
    {
        (
            await app.Services.GetRequiredService<ResendInvoice>().Run(app.Caller, order, correction, null)
        )!.Result.ShouldBe(Resending.Requested);
        await app.RunJobs();
    }

    private static async Task<DispatchState> StateOf(BudstikkeApp app, string key) =>
        (await app.Services.GetRequiredService<DispatchStore>().Find(key)).ShouldNotBeNull().Past.State;
}
