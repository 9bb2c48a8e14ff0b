using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Commands;
using Budstikke.Invoicing;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Clients;

/// <summary>The <c>client</c> commands beside a serving node, as an operator types them.</summary>
public sealed class ClientCommandTests
{
    private static readonly string[] s_sample =
    [
        .. new[] { "--name", "Frisør AS", "--organization-number", "988077917", "--email", "post@frisor.example" },
        .. new[] { "--street", "Luramyrveien 65", "--zip", "4313", "--city", "Sandnes", "--account", "86011117947" },
        .. new[] { "--mode", "live", "--vat-registered", "true", "--limited-company", "true" },
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_that_is_added_can_call_at_once(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var added = await Run(app, ["add", .. s_sample]);

        added.Error.ShouldContain("--zero-rate is not given");
        added.Error.ShouldContain("--bic is not given: customers abroad get the IBAN of the account alone");
        var said = JsonSerializer.Deserialize<JsonElement>(added.Output);
        said.EnumerateObject().Select(one => one.Name).ShouldBe(["clientId", "token", "callbackSecret"]);
        var (caller, _) = await app
            .Services.GetRequiredService<ClientStore>()
            .Authenticate(said.GetProperty("token").GetString()!);
        caller!.Client.ClientId.ShouldBe(said.GetProperty("clientId").GetString());
        caller.TokenName.ShouldBe("first");
        caller.Scopes.ShouldBe(Scopes.ReadWrite);
    }

    [Fact]
    public async Task What_must_be_decided_is_never_assumed()
    {
        await using var app = await BudstikkeApp.Start();

        var added = await Run(app, ["add", .. s_sample[..14]]);

        added.Exit.ShouldBe(CommandLine.Refused);
        added.Output.ShouldBeEmpty();
        foreach (var option in new[] { "--mode", "--vat-registered", "--limited-company" })
            added.Error.ShouldContain($"{option} must be said: ");
        (await ClientsIn(app)).ShouldBe([app.Added.ClientId]);
    }

    [Fact]
    public async Task On_a_terminal_it_is_asked_for_until_it_is_understood()
    {
        await using var app = await BudstikkeApp.Start();
        var answers = new Queue<string>(["liv", " Live ", "true", "no", "FALSE", "dnbanokk"]);
        var questions = new List<string>();

        var added = await ClientCommands.Run(
            app,
            ["add", .. s_sample[..14]],
            question =>
            {
                questions.Add(question);
                return answers.Dequeue();
            }
        );

        added.Exit.ShouldBe(0);
        questions.Count.ShouldBe(6);
        questions[0].ShouldBe("Do its invoices go to real customers, or is it for tests? (live or test) ");
        var client = await app
            .Services.GetRequiredService<ClientStore>()
            .Get(JsonSerializer.Deserialize<JsonElement>(added.Output).GetProperty("clientId").GetString()!);
        (client.Mode, client.Seller.IsVatRegistered, client.Seller.IsLimitedCompany).ShouldBe(
            (ClientMode.Live, true, false)
        );
        client.Seller.Bic.ShouldBe("DNBANOKK");
    }

    [Fact]
    public async Task Whoever_never_answers_what_is_asked_adds_no_client()
    {
        await using var app = await BudstikkeApp.Start();

        var added = await ClientCommands.Run(app, ["add", .. s_sample[..14]], _ => "perhaps");

        added.Exit.ShouldBe(CommandLine.Refused);
        (await ClientsIn(app)).ShouldBe([app.Added.ClientId]);
    }

    [Theory]
    [InlineData("--organization-number", "988077918", "--organization-number has a wrong check digit: 988077918")]
    [InlineData("--account", "86011117948", "--account has a wrong check digit: 86011117948")]
    [InlineData("--account", "NO9486011117947", "--account has wrong check digits: NO9486011117947")]
    [InlineData("--account", "DE89370400440532013000", "--account must be a Norwegian account: DE89370400440532013000")]
    [InlineData("--bic", "DNBANO", "--bic must be 8 or 11 letters and digits, such as DNBANOKK: DNBANO")]
    [InlineData("--email", "post at frisor", "--email must be name@domain: post at frisor")]
    [InlineData("--email", "post@frisor.example\r\nBcc: x@y.no", "--email must be 1 to 255 printable characters.")]
    [InlineData("--name", "Frisør\r\nAS", "--name must be 1 to 255 printable characters.")]
    [InlineData("--city", "", "--city must be 1 to 255 printable characters.")]
    [InlineData("--name", "Fris\uFFFEr AS", "--name must be 1 to 255 printable characters.")]
    [InlineData("--delivery-place", " ", "--delivery-place must be 1 to 255 printable characters.")]
    [InlineData("--delivery-place", "Sand\u0007nes", "--delivery-place must be 1 to 255 printable characters.")]
    [InlineData("--zero-rate-reason", "mval.\u0085 § 3-2", "--zero-rate-reason must be 1 to 255 printable characters.")]
    [InlineData("--country", "XX", "--country must be an ISO 3166-1 code of two capital letters: XX")]
    [InlineData("--country", "Norge", "--country must be an ISO 3166-1 code of two capital letters: Norge")]
    [InlineData("--vat-rates", "25%", "--vat-rates must be percentages with commas between: 25%")]
    [InlineData("--zero-rate", "E", "Category E needs a reason")]
    [InlineData("--run-hour", "24", "--run-hour must be 0 to 23.")]
    [InlineData("--closing-day", "0", "--closing-day must be 1 to 31.")]
    [InlineData("--closing-days", "15,x", "--closing-days must be two different days from 1 to 31.")]
    [InlineData("--invoice-fee", "private:ehf=5", "--invoice-fee names a channel that such a customer does not have")]
    public async Task What_is_wrong_is_said_in_the_same_words_whether_it_is_added_or_set(
        string option,
        string value,
        string sentence
    )
    {
        await using var app = await BudstikkeApp.Start();
        var before = await app.Services.GetRequiredService<ClientStore>().Get(app.Caller.Client.ClientId);
        var others = s_sample.Chunk(2).Where(pair => pair[0] != option).SelectMany(pair => pair);

        var added = await Run(app, ["add", .. others, option, value]);
        var set = await Run(app, ["set", before.ClientId, option, value]);

        (added.Exit, set.Exit).ShouldBe((CommandLine.Refused, CommandLine.Refused));
        added.Error.ShouldContain(sentence);
        set.Error.ShouldContain(sentence);
        (added.Output + set.Output).ShouldBeEmpty();
        (await ClientsIn(app)).ShouldBe([before.ClientId]);
        (await Shown(app)).GetProperty("seller").GetProperty("name").GetString().ShouldBe("Frisør AS");
    }

    [Fact]
    public void What_every_invoice_of_a_client_would_break_is_said_in_the_rule_s_words()
    {
        var client = AddClient.ClientOf(BudstikkeApp.SampleClient);

        CheckSeller.Of(client, BudstikkeApp.Monday).ShouldBeEmpty();
        CheckSeller
            .Of(client with { Settings = client.Settings with { DeliveryPlace = " " } }, BudstikkeApp.Monday)
            .ShouldBe([
                "Every invoice would break NO-BUDSTIKKE-08: The place of delivery is given "
                    + "(bokføringsforskriften § 5-1-1).",
            ]);
    }

    [Fact]
    public async Task A_client_that_was_added_without_what_an_invoice_needs_is_changed_only_with_it()
    {
        await using var app = await BudstikkeApp.Start();
        var id = app.Caller.Client.ClientId;
        await app.Execute(
            "UPDATE clients SET settings = replace(settings, '\"deliveryPlace\":\"Sandnes\"', "
                + "'\"deliveryPlace\":\"\"'), version = version + 1",
            new { }
        );

        var without = await Run(app, ["set", id, "--zip", "0150"]);
        var with = await Run(app, ["set", id, "--zip", "0150", "--delivery-place", "Oslo"]);

        (without.Exit, with.Exit).ShouldBe((CommandLine.Refused, 0));
        without.Error.ShouldContain("--delivery-place must be 1 to 255 printable characters.");
        (await Shown(app)).GetProperty("settings").GetProperty("deliveryPlace").GetString().ShouldBe("Oslo");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_set_counts_from_the_next_call_and_issued_invoices_keep_the_seller_they_have(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var kept = await app.Document(before, "ubl");

        var set = await Run(app, ["set", app.Caller.Client.ClientId, "--city", "Oslo", "--account", "12345678903"]);

        set.Output.ShouldBe(
            $"""
            {app.Caller.Client.ClientId} is changed:
              seller.city: Sandnes -> Oslo
              seller.account: 86011117947 -> 12345678903

            """
        );
        set.Error.ShouldContain("--delivery-place is still Sandnes.");
        var (caller, _) = await app.Services.GetRequiredService<ClientStore>().Authenticate(app.Added.Token);
        caller!.Client.Seller.City.ShouldBe("Oslo");
        var after = await app.Submit(Samples.ToPerson, caller: caller);
        await app.RunJobs();
        (await app.Document(before, "ubl")).ShouldBe(kept);
        System.Text.Encoding.UTF8.GetString(kept).ShouldContain("86011117947");
        System.Text.Encoding.UTF8.GetString(await app.Document(after, "ubl")).ShouldContain("12345678903");
    }

    [Fact]
    public async Task A_changed_hour_holds_for_orders_that_are_accepted_from_then_on()
    {
        await using var app = await BudstikkeApp.Start();
        var held = Samples.ToPerson with { SeparateInvoices = false };
        var before = await app.Submit(held);

        var set = await Run(app, ["set", app.Caller.Client.ClientId, "--run-hour", "8"]);
        var (caller, _) = await app.Services.GetRequiredService<ClientStore>().Authenticate(app.Added.Token);
        var after = await app.Submit(held, caller: caller);

        set.Output.ShouldContain("settings.runs.hour: 6 -> 8");
        (await HourOf(before), await HourOf(after)).ShouldBe((5, 7));

        async Task<int> HourOf(string order) =>
            (await app.Facts(order, "OrderAccepted"))[0].GetProperty("heldUntil").GetDateTimeOffset().Hour;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_but_what_is_said_is_changed(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var before = await Shown(app);

        var set = await Run(app, ["set", app.Caller.Client.ClientId, "--zip", "0150", "--json"]);

        set.Error.ShouldBeEmpty();
        set.Output.ShouldBe(
            $$"""
            {"clientId":"{{app.Caller.Client.ClientId}}","changes":[{"what":"seller.postCode",
            "before":"4313","after":"0150"}]}
            """.ReplaceLineEndings("") + Environment.NewLine
        );
        (await Shown(app)).GetRawText().ShouldBe(before.GetRawText().Replace("4313", "0150", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--mode", "test", "--mode cannot be changed: what a test client sent went to nobody")]
    [InlineData("--first-number", "7", "--first-number cannot be changed: the client's numbers go on without a gap")]
    public async Task What_must_not_change_is_refused_with_the_reason(string option, string value, string reason)
    {
        await using var app = await BudstikkeApp.Start();

        var set = await Run(app, ["set", app.Caller.Client.ClientId, option, value]);

        set.Exit.ShouldBe(CommandLine.Refused);
        set.Error.ShouldContain(reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_and_shows_say_as_json_what_there_is_and_no_secret(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Run(app, ["token", "add", app.Caller.Client.ClientId, "--name", "kasse", "--expires", "2027-01-01"]);

        var list = await Run(app, ["list", "--json"]);
        var show = await Run(app, ["show", app.Caller.Client.ClientId, "--json"]);
        var tokens = await Run(app, ["token", "list", app.Caller.Client.ClientId, "--json"]);

        list.Output.TrimEnd()
            .ShouldBe(
                $$"""
                [{"clientId":"{{app.Caller.Client.ClientId}}","name":"Frisør AS","mode":"live",
                "organizationNumber":"988077917","createdAt":"2026-11-23T09:00:00Z"}]
                """.ReplaceLineEndings("")
            );
        JsonSerializer.Deserialize<JsonElement>(show.Output).GetProperty("tokens").GetArrayLength().ShouldBe(2);
        tokens
            .Output.TrimEnd()
            .ShouldBe(
                """
                [{"name":"first","scopes":["read","write"],"state":"works",
                "createdAt":"2026-11-23T09:00:00Z"},{"name":"kasse","scopes":["read","write"],
                "state":"works","createdAt":"2026-11-23T09:00:00Z",
                "expiresAt":"2027-01-01T00:00:00Z"}]
                """.ReplaceLineEndings("")
            );
        foreach (var secret in new[] { app.Added.Token, app.Added.CallbackSecret })
            (list.Output + show.Output + tokens.Output).ShouldNotContain(secret);
        (list.Error + show.Error + tokens.Error).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("show CLT0")]
    [InlineData("token list CLT0")]
    [InlineData("token add CLT0 --name x")]
    [InlineData("secret rotate CLT0")]
    [InlineData("set CLT0 --city Oslo")]
    public async Task An_unknown_client_is_named(string command)
    {
        await using var app = await BudstikkeApp.Start();

        var (exit, output, error) = await Run(app, command.Split(' '));

        exit.ShouldBeGreaterThan(0);
        output.ShouldBeEmpty();
        error.ShouldContain("There is no client CLT0.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_token_is_added_rotated_and_revoked_by_command(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var (client, clients) = (app.Caller.Client.ClientId, app.Services.GetRequiredService<ClientStore>());

        var added = TokenIn(await Run(app, ["token", "add", client, "--name", "kasse", "--scopes", "read"]));
        var rotated = TokenIn(await Run(app, ["token", "rotate", client, "kasse", "--overlap", "0"]));

        (await clients.Authenticate(added)).Fault.ShouldBe(TokenFault.Expired);
        (await clients.Authenticate(rotated)).Caller!.Scopes.ShouldBe(Scopes.Read);
        var revoked = await Run(app, ["token", "revoke", client, "kasse"]);
        revoked.Output.ShouldBe($"kasse of {client} is revoked.{Environment.NewLine}");
        (await clients.Authenticate(rotated)).Fault.ShouldBe(TokenFault.Revoked);
        (await Run(app, ["token", "revoke", client, "kasse"])).Exit.ShouldBe(StoreWork.NotDone);
    }

    [Theory]
    [InlineData("--name kasse/1", "--name must be 1 to 60 letters, digits, dots, dashes or underscores.")]
    [InlineData("--name k --scopes admin", "--scopes must be of read, write and bounces, with commas between: admin")]
    [InlineData("--name k --expires soon", "--expires must be a day like 2027-01-01")]
    [InlineData("--name k --expires 2026-11-23", "--expires is past: 2026-11-23T00:00:00Z")]
    public async Task A_token_that_cannot_be_is_refused_with_the_reason(string options, string sentence)
    {
        await using var app = await BudstikkeApp.Start();

        var (exit, output, error) = await Run(app, ["token", "add", app.Caller.Client.ClientId, .. options.Split(' ')]);

        exit.ShouldBe(CommandLine.Refused);
        output.ShouldBeEmpty();
        error.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("--overlap 91d", "--overlap must be 0, or like 30m, 24h, 7d, 90 days at most: 91d")]
    [InlineData("--overlap -1h", "--overlap must be 0, or like 30m, 24h, 7d, 90 days at most: -1h")]
    [InlineData("--overlap 1", "--overlap must be 0")]
    [InlineData("", "kasse expires 2027-01-01T00:00:00Z: say with --expires when its successor does, or never.")]
    public async Task A_rotation_that_cannot_be_leaves_the_token_as_it_is(string options, string sentence)
    {
        await using var app = await BudstikkeApp.Start();
        var client = app.Caller.Client.ClientId;
        var token = TokenIn(await Run(app, ["token", "add", client, "--name", "kasse", "--expires", "2027-01-01"]));

        var rotated = await Run(
            app,
            ["token", "rotate", client, "kasse", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
        );

        rotated.Output.ShouldBeEmpty();
        rotated.Error.ShouldContain(sentence);
        (await app.Services.GetRequiredService<ClientStore>().Authenticate(token)).Caller.ShouldNotBeNull();
    }

    private static string TokenIn((int Exit, string Output, string Error) said) =>
        JsonSerializer.Deserialize<JsonElement>(said.Output).GetProperty("token").GetString()!;

    private static async Task<JsonElement> Shown(BudstikkeApp app) =>
        JsonSerializer.Deserialize<JsonElement>(
            (await Run(app, ["show", app.Caller.Client.ClientId, "--json"])).Output
        );

    private static Task<IReadOnlyList<string>> ClientsIn(BudstikkeApp app) =>
        app.Database.Read(session => session.Query<string>("SELECT client_id FROM clients"));

    private static Task<(int Exit, string Output, string Error)> Run(BudstikkeApp app, string[] arguments) =>
        ClientCommands.Run(app, arguments);
}
