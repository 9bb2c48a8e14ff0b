using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;
using Budstikke.Storage;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Relays;

/// <summary>Nodes that share relays: what one finds out, all know before they send.</summary>
public sealed class MailRelaysTests
{
    private readonly List<string?> _alarms = [];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_password_that_is_wrong_stops_all_nodes_and_costs_no_mail_a_try(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var isWrong = true;
        await using var relay = FakeSmtpServer.Polite(
            (_, said) => isWrong && said.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no\r\n" : null,
            "AUTH PLAIN"
        );
        await using var submission = new SmtpSubmission(TimeProvider.System);
        var server = relay.Address(credentials: new("kari", "x"));
        await using var stores = new RelayStore(app.Database);
        var (one, other) = (Node(app, submission, stores, server), Node(app, submission, stores, server));

        (await Send(one)).ShouldBeOfType<Held>().Until.ShouldBe(app.Clock.GetUtcNow().AddMinutes(1));
        (await Send(other)).ShouldBeOfType<Held>();
        relay.Sessions.Count.ShouldBe(1);
        _alarms.ShouldHaveSingleItem().ShouldNotBeNull().ShouldStartWith("535 5.7.8 in answer to AUTH");
        (await other.Warning()).ShouldNotBeNull();

        isWrong = false;
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(1));
        (await Send(other)).ShouldBeOfType<Accepted>();
        (await Send(one)).ShouldBeOfType<Accepted>();
        _alarms.Count.ShouldBe(2);
        _alarms[1].ShouldBeNull();
        (await one.Warning()).ShouldBeNull();
    }

    [Fact]
    public async Task The_second_relay_carries_what_the_first_does_not()
    {
        await using var app = await BudstikkeApp.Start();
        await using var first = FakeSmtpServer.Polite((_, said) => said.Length == 0 ? "554 5.7.1 go away\r\n" : null);
        await using var second = FakeSmtpServer.Polite();
        await using var submission = new SmtpSubmission(TimeProvider.System);
        await using var stores = new RelayStore(app.Database);
        var relays = Node(app, submission, stores, first.Address(), second.Address());

        (await Send(relays)).ShouldBeOfType<Accepted>();
        (await Send(relays)).ShouldBeOfType<Accepted>();

        first.Sessions.Count.ShouldBe(1);
        second.Sessions.Sum(session => session.Messages.Count).ShouldBe(2);
        _alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recipient_that_is_refused_is_no_answer_to_a_probe()
    {
        await using var app = await BudstikkeApp.Start();
        var (isAway, refuses) = (true, true);
        await using var relay = FakeSmtpServer.Polite(
            (_, said) =>
                isAway && said.Length == 0 ? "421 4.3.2 closed\r\n"
                : refuses && said.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 unknown\r\n"
                : null
        );
        await using var submission = new SmtpSubmission(TimeProvider.System);
        await using var stores = new RelayStore(app.Database);
        var relays = Node(app, submission, stores, relay.Address());
        (await Send(relays)).ShouldBeOfType<Held>();
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(1));
        isAway = false;

        (await Send(relays)).ShouldBeOfType<Refused>();
        (await relays.Warning()).ShouldNotBeNull();
        refuses = false;
        (await Send(relays, "kari@another.example")).ShouldBeOfType<Accepted>();
        (await relays.Warning()).ShouldBeNull();
    }

    private MailRelays Node(
        BudstikkeApp app,
        SmtpSubmission submission,
        RelayStore stores,
        params MailServer[] servers
    ) =>
        new(
            new(servers),
            submission,
            stores,
            (reason, _) =>
            {
                _alarms.Add(reason);
                return [];
            },
            new Outages(app.Clock, NullLogger<Outages>.Instance),
            app.Services.GetRequiredService<Meter>(),
            app.Clock,
            NullLogger<MailRelays>.Instance
        );

    private static Task<Outcome> Send(MailRelays relays, string to = "kari@budstikke.test") =>
        relays.Send(Letters.Address("faktura@budstikke.test"), Letters.Invoice(to), CancellationToken.None);
}
