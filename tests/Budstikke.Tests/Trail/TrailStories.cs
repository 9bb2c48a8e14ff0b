using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Storage;
using Budstikke.Tests.Clients;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Budstikke.Trail;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Trail;

/// <summary>Who did what: what a person changes leaves an entry in one chain.</summary>
public sealed class TrailStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_changed_of_a_client_is_on_the_trail_with_who_did_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        (await Client(app, "set", app.ClientId, "--account", "12345678903")).ShouldBe(0);
        (await Client(app, "token", "add", app.ClientId, "--name", "till")).ShouldBe(0);
        (await Client(app, "token", "rotate", app.ClientId, "till")).ShouldBe(0);
        (await Client(app, "token", "revoke", app.ClientId, "till")).ShouldBe(0);
        (await Client(app, "secret", "rotate", app.ClientId, "--overlap", "1h")).ShouldBe(0);
        (await Client(app, "secret", "switch", app.ClientId)).ShouldBe(0);

        var trail = await Rows(app);
        trail
            .Select(row => row.Action)
            .ShouldBe([
                "ClientAdded",
                "ClientChanged",
                "TokenAdded",
                "TokenRotated",
                "TokenRevoked",
                "SecretRotated",
                "ChecksumSwitched",
            ]);
        trail.Select(row => row.Number).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        trail.ShouldAllBe(row =>
            row.ByWhom == $"person:{Environment.UserName}" && row.Place == Environment.MachineName
        );
        trail[1].WhatChanged.ShouldBe([new("seller.account", "*******7947", "*******8903")]);
        (await Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_refused_or_changed_nothing_leaves_no_entry()
    {
        await using var app = await BudstikkeApp.Start();

        await Client(app, "set", app.ClientId, "--account", "12345678901");
        await Client(app, "set", app.ClientId, "--city", "Sandnes");
        await Client(app, "token", "revoke", app.ClientId, "nobody");

        (await Rows(app)).Select(row => row.Action).ShouldBe(["ClientAdded"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_who_closes_a_case_is_on_the_trail_and_a_program_that_sends_an_order_is_not(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Budstikke.Jobs.Refused("no such mailbox");
        app.Post.Answer = new Budstikke.Jobs.Refused("no such street");
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var cases = app.Services.GetRequiredService<Cases>();

        await cases.Close((await cases.List())[0].CaseId, "called her", "user:USR1");

        var last = (await Rows(app))[^1];
        (last.Action, last.About, last.ByWhom).ShouldBe(("CaseClosed", order, "user:USR1"));
        (await Rows(app)).Count.ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_at_once_make_one_chain_without_a_gap(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var tokens = new Tokens(app.Acting);

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => tokens.Add(app.ClientId, new($"till-{i}", Scopes.Read, null)))
        );

        (await Rows(app)).Select(row => row.Number).ShouldBe(Enumerable.Range(1, 21).Select(i => (long)i));
        (await Found(app)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("UPDATE trail SET by_whom = 'person:nobody' WHERE number = 2", "entry 2: Its hash is not that of what")]
    [InlineData("UPDATE trail SET at = at + 1 WHERE number = 1", "entry 1: Its hash is not that of what")]
    [InlineData("DELETE FROM trail WHERE number = 2", "entry 3: Entries 2 to 2 are missing.")]
    [InlineData("DELETE FROM trail WHERE number = 3", "entry 3: The entries after 2 are missing, up to 3.")]
    public async Task Verify_finds_what_was_changed_in_it(string meddling, string found)
    {
        await using var app = await BudstikkeApp.Start();
        var tokens = new Tokens(app.Acting);
        await tokens.Add(app.ClientId, new("till", Scopes.Read, null));
        await tokens.Revoke(app.ClientId, "till");

        await app.Database.Write(session => session.Execute(meddling));

        (await Found(app)).ShouldContain(one => one.StartsWith(found, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_another_key_signed_is_found()
    {
        await using var app = await BudstikkeApp.Start();
        var row = (await Rows(app)).Single();
        var forger = new Secrets(new byte[32]);

        var forged = row with { ByWhom = "system", Hash = (row with { ByWhom = "system" }).HashAfter("", forger) };

        TrailChecks.Judge(null, forged, app.Services.GetRequiredService<Secrets>()).ShouldHaveSingleItem();
        TrailChecks.Judge(null, row, app.Services.GetRequiredService<Secrets>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_stored_as_it_was_said_holds_as_it_was_stored()
    {
        await using var app = await BudstikkeApp.Start();

        await app.Database.Write(session =>
            app.Services.GetRequiredService<TrailBook>()
                .Add(
                    session,
                    new(app.ClientId, "Tried", "a\0b"),
                    new("user:a\0b", "\ud800", "c\0d"),
                    BudstikkeApp.Monday
                )
        );

        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_old_contact_address_is_told_of_another_account_even_where_the_address_changed_with_it()
    {
        await using var app = await BudstikkeApp.Start();

        await Client(app, "set", app.ClientId, "--account", "12345678903", "--email", "thief@elsewhere.example");
        await app.RunJobs();

        var mail = app.ServiceMails.Sent.ShouldHaveSingleItem();
        mail.To.ShouldBe("post@frisor.example");
        mail.Subject.ShouldBe("Another bank account: Frisør AS");
        mail.Text.ShouldContain("from *******7947 to *******8903");
        (await Rows(app))[^1].Action.ShouldBe("AccountChangeTold");
        (await Rows(app))[1].WhatChanged[^1].After.ShouldBe("t****@elsewhere.example");
    }

    private static async Task<int> Client(BudstikkeApp app, params string[] arguments) =>
        (await ClientCommands.Run(app, arguments)).Exit;

    private static async Task<IReadOnlyList<TrailRow>> Rows(BudstikkeApp app) =>
        [.. (await app.Database.Read(session => TrailBook.Read(session, new()))).Reverse()];

    private static async Task<IReadOnlyList<string>> Found(BudstikkeApp app) =>
        [.. (await Audits.Of(app)).Findings.Select(one => $"{one.Subject}: {one.Sentence}")];
}
