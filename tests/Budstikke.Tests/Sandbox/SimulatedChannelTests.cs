using System.Text;
using Budstikke.Distribution;
using Budstikke.Distribution.Email;
using Budstikke.Distribution.Post;
using Budstikke.Jobs;
using Budstikke.Sandbox;
using Budstikke.Storage;
using Budstikke.Tests.Distribution;

namespace Budstikke.Tests.Sandbox;

/// <summary>What a simulated channel keeps and answers.</summary>
public sealed class SimulatedChannelTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-sandbox-").FullName;
    private readonly Database _database;
    private readonly SandboxOutbox _outbox;

    public SimulatedChannelTests()
    {
        _database = new(new SqliteDialect(Path.Combine(_folder, "test.db")));
        _outbox = new(_database);
    }

    public Task InitializeAsync() => Migrator.Apply(_database, TimeProvider.System);

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Post", "Kari Nordmann, Luramyrveien 65, 4313 Sandnes, NO")]
    public async Task The_PDF_is_kept_where_people_read(string channel, string recipient)
    {
        var outcome = await Send(channel, recipient);

        outcome.ShouldBe(new Accepted("Simulated: kept in the sandbox's outbox as INV1-x-0."));
        var entry = (await _outbox.Of("C1")).ShouldHaveSingleItem();
        entry.ShouldBe(
            new(
                "INV1-x-0",
                "C1",
                channel,
                recipient,
                "Invoice 10001 from Blåbær & Co. AS to Kari Nordmann, NOK 1234.50",
                s_now,
                "application/pdf"
            )
        );
        (await _outbox.Content("C1", "INV1-x-0")).ShouldBe(Dispatches.Pdf);
    }

    [Fact]
    public async Task A_mail_is_kept_whole_with_its_letter_and_says_TEST_for_a_test_client()
    {
        var mail = Dispatches.To("kari@example.com", Dispatches.Invoice with { IsTest = true });

        (await Simulated(EmailDescription.Channel).Send(mail, default)).ShouldBeOfType<Accepted>();

        var kept = (await _outbox.Of("C1")).ShouldHaveSingleItem();
        kept.MediaType.ShouldBe("message/rfc822");
        kept.FileName.ShouldEndWith(".eml");
        var content = Encoding.ASCII.GetString((await _outbox.Content("C1", kept.Key))!);
        content.ShouldContain("Subject: TEST: Faktura 10001 fra ");
        content.ShouldContain("To: Kari Nordmann <kari@example.com>");
        content.ShouldContain("Content-Type: application/pdf");
    }

    [Theory]
    [InlineData("Ehf", "0192:123456785")]
    [InlineData("EInvoice", "Kari Nordmann")]
    public async Task The_UBL_is_kept_where_machines_read(string channel, string recipient)
    {
        (await Send(channel, recipient)).ShouldBeOfType<Accepted>();

        (await _outbox.Content("C1", "INV1-x-0")).ShouldBe(Dispatches.Ubl);
    }

    [Fact]
    public async Task A_repeat_shows_once()
    {
        await Send("Email", "kari@example.com");

        var outcome = await Send("Email", "kari@example.com");

        outcome.ShouldBe(new Accepted("Simulated: was in the sandbox's outbox already, as INV1-x-0."));
        (await _outbox.Of("C1")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Every_magic_value_gives_its_answer()
    {
        foreach (var (channel, magic) in MagicRows.All)
        {
            var outcome = await Send(channel, magic);

            var expected = magic.Answer switch
            {
                MagicAnswer.Refused => typeof(Refused),
                MagicAnswer.NotReachable => typeof(NotReachable),
                MagicAnswer.Deferred or MagicAnswer.LostThenRefused => typeof(Deferred),
                _ => typeof(Accepted),
            };
            outcome.ShouldBeOfType(expected, magic.Value);
            outcome.Evidence.ShouldStartWith("Simulated: ");
            if (magic.Answer is MagicAnswer.Refused or MagicAnswer.NotReachable or MagicAnswer.Deferred)
                outcome.Evidence.ShouldEndWith(magic.Evidence);
        }
        // What was refused or deferred has not gone out.
        (await _outbox.Of("C1")).Count.ShouldBe(
            MagicRows.All.Count(row =>
                row.Magic.Answer is MagicAnswer.AcceptedThenReturned or MagicAnswer.AcceptedThenDelivered
            )
        );
    }

    [Fact]
    public async Task A_mail_whose_answer_is_lost_may_have_arrived_and_its_repeat_is_refused()
    {
        var mail = Dispatches.To("lost@example.com");

        var first = await Simulated(EmailDescription.Channel).Send(mail, default);
        var repeat = await Simulated(EmailDescription.Channel).Send(mail with { EarlierAttempts = 1 }, default);

        first.ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeTrue();
        repeat.ShouldBe(new Refused("Simulated: 550 5.7.1 Message rejected"));
    }

    [Fact]
    public async Task What_the_real_channel_would_refuse_is_refused_here_too()
    {
        var letter = Dispatches.To("Kari Nordmann", Dispatches.Invoice with { City = "" });
        var reason = PostDescription.Channel.ReasonAgainst(letter.Invoice).ShouldNotBeNull();

        (await Simulated(PostDescription.Channel).Send(letter, default)).ShouldBe(
            new Refused($"Simulated: {reason}", ByData: true)
        );
    }

    [Fact]
    public async Task A_client_sees_only_its_own()
    {
        await Send("Email", "kari@example.com");

        (await _outbox.Of("C2")).ShouldBeEmpty();
        (await _outbox.Find("C2", "INV1-x-0")).ShouldBeNull();
        (await _outbox.Content("C2", "INV1-x-0")).ShouldBeNull();
        (await _outbox.Find("C1", "INV1-x-0")).ShouldNotBeNull().Recipient.ShouldBe("kari@example.com");
    }

    [Fact]
    public async Task A_reading_is_bounded_and_begins_with_the_newest()
    {
        for (var i = 0; i < SandboxOutbox.MaxRead + 1; i++)
            await _outbox.Put(new($"K{i:D4}", "C1", "Email", "kari@example.com", "Invoice", i, null), []);

        var read = await _outbox.Of("C1");

        read.Count.ShouldBe(SandboxOutbox.MaxRead);
        read[0].Key.ShouldBe($"K{SandboxOutbox.MaxRead:D4}");
        (await _outbox.Of("C1", after: read[^1].Key)).ShouldHaveSingleItem().Key.ShouldBe("K0000");
        (await _outbox.Of("C1", after: read[^1].Key, limit: 2)).Count.ShouldBe(1);
        (await _outbox.Of("C1", limit: 2)).Select(entry => entry.Key).ShouldBe([read[0].Key, read[1].Key]);
    }

    private static readonly FixedClock s_clock = new();
    private static readonly long s_now = s_clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<Outcome> Send(Channel channel, MagicValue magic)
    {
        var place = MagicRows.PlaceOf(channel, magic);
        var invoice = Dispatches.Invoice with { BuyerName = place.Name, Street = place.Street };
        return Simulated(channel)
            .Send(Dispatches.To(place.Recipient, invoice, $"INV-{channel.Name}-{magic.Value}"), default);
    }

    private Task<Outcome> Send(string channel, string recipient) =>
        Simulated(MagicRows.Named(channel)).Send(Dispatches.To(recipient, key: "INV1-x-0"), default);

    private SimulatedChannel Simulated(Channel channel) => new(channel, _outbox, s_clock);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 10, 15, 0, TimeSpan.Zero);
    }
}
