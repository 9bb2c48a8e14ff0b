using System.Net;
using System.Text.RegularExpressions;
using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Timeline;
using Budstikke.Trail;
using Budstikke.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.WebConsole;

/// <summary>A day of customer service, without script.</summary>
public sealed class SupportStories
{
    private const string PersonalNumber = "15838532192";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_caller_asks_where_the_invoice_is_and_the_first_sentence_says_it(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await using var console = await ConsoleOfApp.Start(app);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var kari = await console.SignedIn(app, Role.Support);

        var found = await kari.Submit("/", new() { ["q"] = (await app.InvoiceOf(order)).Kid! });
        var list = await kari.Open(found.Location!);
        var page = await kari.Open($"/orders/{order}");

        list.Body.ShouldContain("Søkt som KID");
        list.Body.ShouldContain(order);
        page.Body.ShouldContain("Overlevert 23.11.2026 10:00 med e-post; forfaller");
        page.Body.ShouldContain("; ubetalt.");
        var pdf = await kari.Open($"/orders/{order}/documents/{(await app.InvoiceOf(order)).Number}.pdf");
        pdf.Answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        pdf.Answer.Headers.GetValues("Content-Security-Policy")
            .ShouldBe(["script-src 'none'; base-uri 'none'; frame-ancestors 'self'"]);
    }

    [Fact]
    public async Task A_bounced_address_is_corrected_and_the_invoice_arrives_and_its_case_is_closed()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        app.Email.Answer = app.Post.Answer = new Refused("550 no such user");
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var kari = await console.SignedIn(app, Role.Support);
        var open = (await app.Services.GetRequiredService<Cases>().List())[0];
        (await kari.Open("/cases")).Body.ShouldContain("ingen kanal fikk levert den");
        (await kari.Open($"/cases/{open.CaseId}")).Body.ShouldContain("550 no such user");

        app.Email.Answer = new Accepted("250 taken");
        var sent = await kari.Submit($"/orders/{order}/resend", new() { ["email"] = "kari@right.example" });
        await app.RunJobs();
        var closed = await kari.Submit($"/cases/{open.CaseId}", new() { ["note"] = "Rettet e-posten" });

        sent.Location.ShouldBe($"/orders/{order}?done");
        app.Email.Sent[^1].Recipient.ToString().ShouldContain("kari@right.example");
        closed.Location.ShouldBe("/cases?done");
        (await kari.Open("/cases")).Body.ShouldContain("Ingen åpne saker.");
        var facts = await app.Facts(order);
        facts.Single(fact => fact.Kind == "ResendRequested").CausedBy.ShouldStartWith("user:USR");
        var trail = await app.Database.Read(session => TrailBook.Read(session, new(app.ClientId)));
        trail
            .Select(row => row.Action)
            .ShouldBe(["CaseClosed", "ResendRequested", "SignedIn", "UserAdded", "ClientAdded"]);
    }

    [Fact]
    public async Task A_case_is_taken_noted_and_put_off_and_all_of_it_stands_on_the_order()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        app.Email.Answer = app.Post.Answer = new Refused("550 no such user");
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var open = $"/cases/{(await app.Services.GetRequiredService<Cases>().List())[0].CaseId}";
        using var kari = await console.SignedIn(app, Role.Support);

        (await kari.Submit(open, new() { ["do"] = "take" })).Location.ShouldBe($"{open}?done");
        (await kari.Submit(open, new() { ["do"] = "note", ["note"] = "Ringer i morgen" })).Location.ShouldBe(
            $"{open}?done"
        );
        (await kari.Submit(open, new() { ["do"] = "snooze-1" })).Location.ShouldBe($"{open}?done");
        (await kari.Submit($"/orders/{order}/note", new() { ["note"] = "Hyggelig kunde" })).Location.ShouldBe(
            $"/orders/{order}?done"
        );
        (await kari.Submit($"/orders/{order}/note", new() { ["note"] = PersonalNumber })).Status.ShouldBe(
            HttpStatusCode.Conflict
        );

        var list = (await kari.Open("/cases")).Body;
        list.ShouldContain("utsatt til 24.11.2026 10:00");
        list.ShouldContain("support-");
        var page = (await kari.Open($"/orders/{order}")).Body;
        page.ShouldContain("Ringer i morgen");
        page.ShouldContain("Hyggelig kunde");
        page.ShouldNotContain("user:USR");
    }

    [Fact]
    public async Task A_wrong_order_is_cancelled_before_and_credited_after_its_invoice()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var ola = await console.SignedIn(app, Role.Admin);
        var waiting = await app.Submit(Samples.ToPerson);
        (await ola.Submit($"/orders/{waiting}/cancel", new() { ["note"] = "Bestilt to ganger" })).Location.ShouldBe(
            $"/orders/{waiting}?done"
        );
        (await app.StateOf(waiting)).ShouldBe("CANCELLED");
        var invoiced = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var tooMuch = await ola.Submit(
            $"/orders/{invoiced}/credit",
            new() { ["amount"] = "999,00", ["reason"] = "Feil pris" }
        );
        var part = await ola.Submit(
            $"/orders/{invoiced}/credit",
            new() { ["amount"] = "10", ["reason"] = "Feil pris" }
        );
        await app.RunJobs();

        tooMuch.Body.ShouldContain("Det er mer enn det som er igjen.");
        part.Location.ShouldBe($"/orders/{invoiced}?done");
        (await ola.Open($"/orders/{invoiced}")).Body.ShouldContain("Kreditnota 10002");
    }

    [Fact]
    public async Task A_button_that_is_pressed_twice_gives_the_money_once()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var ola = await console.SignedIn(app, Role.Admin);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var mark = Regex
            .Match((await ola.Open($"/orders/{order}/credit")).Body, "name=\"mark\" value=\"([^\"]+)\"")
            .Groups[1]
            .Value;

        foreach (var amount in new[] { "10", "10", "11" })
            await ola.Submit(
                $"/orders/{order}/credit",
                new()
                {
                    ["mark"] = WebUtility.HtmlDecode(mark),
                    ["amount"] = amount,
                    ["reason"] = "Feil pris",
                }
            );
        await app.RunJobs();

        (await app.Facts(order, nameof(RefundRequested))).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("01 01 90 12345")]
    [InlineData("(010190) 12345")]
    [InlineData("010190  12345")]
    [InlineData("Ringte om 010190-12345")]
    [InlineData("01.01.90 123 45")]
    public void However_it_is_written_a_personal_number_is_not_shown(string text) =>
        Sought.MayBeShown(text).ShouldBeFalse();

    [Theory]
    [InlineData("Ordre 4711 av 12.11.2026")]
    [InlineData("tlf. 90 12 34 56")]
    [InlineData("+47 901 23 456")]
    [InlineData("1 234,50")]
    public void Other_figures_are_shown(string text) => Sought.MayBeShown(text).ShouldBeTrue();

    [Fact]
    public async Task What_has_changed_since_it_was_looked_at_is_not_acted_upon()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var kari = await console.SignedIn(app, Role.Support);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var late = await kari.Submit($"/orders/{order}/resend", new() { ["mark"] = "another document" });

        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Body.ShouldContain("Ordren er endret siden du så den.");
        (await app.Facts(order)).ShouldNotContain(fact => fact.Kind == "ResendRequested");
    }

    [Fact]
    public async Task An_operator_acts_for_a_client_after_saying_why_and_the_clients_people_read_it()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        var order = await app.Submit(Samples.ToPerson);
        using var op = await console.SignedIn(app, Role.Operator);
        (await op.Open($"/orders/{order}/cancel")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await op.Submit("/act-for", new() { ["client"] = app.ClientId, ["reason"] = " " })).Body.ShouldContain(
            "Skriv en grunn"
        );

        await op.Submit("/act-for", new() { ["client"] = app.ClientId, ["reason"] = "Kunden ringte" });

        (await op.Open("/")).Body.ShouldContain($"Du opptrer for {app.ClientId}: Kunden ringte.");
        (await op.Open($"/orders/{order}/cancel")).Status.ShouldBe(HttpStatusCode.OK);
        using var admin = await console.SignedIn(app, Role.Admin);
        (await admin.Open("/trail")).Body.ShouldContain("Kunden ringte");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_thing_that_people_have_in_hand_finds_the_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await using var console = await ConsoleOfApp.Start(app);
        var order = await app.Submit(Samples.ToPerson, PersonalNumber);
        await app.RunJobs();
        var invoice = await app.InvoiceOf(order);
        var customer = Samples.ToPerson.Customer;
        using var kari = await console.SignedIn(app, Role.Support);
        var amount = (Samples.ToPerson.Claimed.GrandTotal).ToString(
            "0.00",
            System.Globalization.CultureInfo.InvariantCulture
        );
        string[] asked =
        [
            order.ToLowerInvariant(),
            $" {invoice.Number} ",
            invoice.Kid!,
            invoice.Kid!.TrimStart('0'),
            customer.Name.ToUpperInvariant(),
            customer.Email,
            customer.Msisdn,
            $"+47 {customer.Msisdn}",
            $"0047{customer.Msisdn}",
            amount.Replace('.', ','),
            invoice.CustomerId,
            PersonalNumber,
        ];

        foreach (var text in asked)
        {
            var answer = await kari.Submit("/", new() { ["q"] = text });
            if (text == PersonalNumber)
                answer.Body.ShouldNotContain(PersonalNumber);
            while (answer.Location is { } to)
            {
                to.ShouldNotContain(PersonalNumber);
                answer = await kari.Open(to);
            }
            answer.Body.ShouldContain(order, Case.Sensitive, text);
        }
    }

    [Theory]
    [InlineData("%")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\\\"_%!!")]
    [InlineData("\u202Egnp")]
    [InlineData("99999999999999999999999999")]
    public async Task A_hostile_text_finds_nothing_and_breaks_nothing(string text)
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        await app.Submit(Samples.ToPerson);
        using var kari = await console.SignedIn(app, Role.Support);

        var answer = await kari.Open($"/?q={Uri.EscapeDataString(text)}");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var raw = await answer.Answer.Content.ReadAsStringAsync();
        raw.ShouldNotContain("<script>alert");
        raw.ShouldNotContain("ODR");
    }

    [Fact]
    public async Task Hostile_names_addresses_and_answers_are_text_on_every_page()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\"'";
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        app.Email.Answer = app.Post.Answer = new Refused($"550 {Hostile}");
        var sample = Samples.ToPerson;
        var order = await app.Submit(
            sample with
            {
                Customer = sample.Customer with { Name = Hostile, FirstName = Hostile },
                PurchaseOrderReference = Hostile,
                Lines = [.. sample.Lines.Select(line => line with { ItemName = Hostile })],
            }
        );
        await app.RunJobs();
        using var ola = await console.SignedIn(app, Role.Admin);
        var open = (await app.Services.GetRequiredService<Cases>().List())[0].CaseId;

        foreach (
            var path in new[]
            {
                $"/orders/{order}",
                $"/orders/{order}/resend",
                "/?q=onerror",
                "/cases",
                $"/cases/{open}",
                "/trail",
            }
        )
        {
            var raw = await (await ola.Open(path)).Answer.Content.ReadAsStringAsync();
            raw.ShouldNotContain("<img src=x", Case.Insensitive, path);
        }
    }

    [Fact]
    public async Task The_same_page_is_in_English_for_who_wants_it()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var kari = await console.SignedIn(app, Role.Support);
        var token = (await kari.Open("/help")).Body.Split("name=\"f\" value=\"")[1].Split('"')[0];

        await kari.Post(
            "/language",
            new()
            {
                ["f"] = token,
                ["to"] = "en",
                ["back"] = "/",
            }
        );

        (await kari.Open($"/orders/{order}")).Body.ShouldContain("Handed over on 23\u00A0November\u00A02026");
    }
}
