using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>Access points and networks that do not do what they should. What may have arrived is never taken for lost,
/// and what proves nothing never for a receipt.</summary>
public sealed class As4FaultTests
{
    private static readonly As4Limits s_short = As4Limits.Default with { Answer = TimeSpan.FromMilliseconds(300) };
    private static readonly X509Certificate2 s_other = PeppolPki.Seat("PNO000003");
    private static readonly X509Certificate2 s_expired = PeppolPki.Seat(As4Peer.Seat, BudstikkeApp.Monday.AddDays(-1));

    /// <summary>Answers that prove nothing, by name.</summary>
    private static readonly Dictionary<string, Func<Recorded, Given?>> s_nothing = new()
    {
        ["hangs up after our last byte"] = _ => null,
        ["HTTP 500"] = _ => new(500, []),
        ["HTTP 200 without a word"] = _ => new(200, []),
        ["not XML"] = _ => Ok("Thank you!"),
        ["neither receipt nor error"] = message =>
            Ok(Receipt(message).Replace("eb:Receipt>", "eb:Other>", StringComparison.Ordinal)),
        ["other digests"] = message =>
            new(
                200,
                FakeAccessPoint.Receipt(
                    message,
                    change: one => one with { Digest = Convert.ToBase64String(new byte[32]) }
                )
            ),
        ["for another message"] = message => new(200, FakeAccessPoint.Receipt(message, about: "another@peer.example")),
        ["a foreign authority's certificate"] = message =>
            new(200, FakeAccessPoint.Receipt(message, PeppolPki.ForeignSeat(As4Peer.Seat))),
        ["another access point's certificate"] = message => new(200, FakeAccessPoint.Receipt(message, s_other)),
        ["an expired certificate"] = message => new(200, FakeAccessPoint.Receipt(message, s_expired)),
        ["a broken signature"] = message =>
            Ok(Receipt(message).Replace("<ds:SignatureValue>", "<ds:SignatureValue>AAAA", StringComparison.Ordinal)),
        ["changed after it was signed"] = message =>
            Ok(Receipt(message).Replace("<eb:Timestamp>2", "<eb:Timestamp>1", StringComparison.Ordinal)),
        ["no signature"] = message => Ok(Cut(Receipt(message), "<ds:Signature ", "</ds:Signature>")),
        ["two heads"] = message =>
            Ok(
                Receipt(message)
                    .Replace(
                        "</S12:Header>",
                        "<eb:Messaging xmlns:eb=\"" + As4Names.Ebms + "\"/></S12:Header>",
                        StringComparison.Ordinal
                    )
            ),
        ["the signed head moved aside, and another in its place"] = message => Ok(Wrapped(Receipt(message))),
        ["another canonicalization"] = message =>
            Ok(
                Receipt(message)
                    .Replace(
                        As4Names.Canonical + "\"></ds:Canon",
                        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"></ds:Canon",
                        StringComparison.Ordinal
                    )
            ),
        ["a DTD"] = message => Ok("<!DOCTYPE x [<!ENTITY a \"b\">]>" + Receipt(message)),
        ["a DTD that grows without end"] = message =>
            Ok(
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                    + Receipt(message).Replace("<eb:Timestamp>", "<eb:Timestamp>&b;", StringComparison.Ordinal)
            ),
        ["a DTD with a file in it"] = message =>
            Ok("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" + Receipt(message)),
        ["too long"] = message => Ok(Receipt(message) + new string(' ', As4Post.MaxAnswerBytes)),
        ["too deep"] = _ => Ok(string.Concat(Enumerable.Repeat("<a>", 20_000))),
        ["an error about another message"] = message =>
            new(200, FakeAccessPoint.Error(message, "EBMS:0004", "no", about: "another@peer.example")),
    };

    public static TheoryData<string> ProvingNothing => [.. s_nothing.Keys];

    [Theory, MemberData(nameof(ProvingNothing))]
    public async Task An_answer_that_proves_nothing_leaves_it_open_and_the_same_id_is_sent_again(string what)
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = message => Task.FromResult(s_nothing[what](message));
        var document = As4House.Document(3_000);

        var first = await house.Send(document);
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));
        var second = await house.Send(document, isUnconfirmed: true);

        first.ShouldBeOfType<Deferred>(first.Evidence).MayHaveArrived.ShouldBeTrue(first.Evidence);
        second.ShouldBeOfType<Accepted>(second.Evidence);
        house.Proxy.Ids.ShouldHaveSingleItem().Value.ShouldBe(2);
        (await house.Tries()).Select(one => one.Ending).ShouldBe(["Unanswered", "Receipt"]);
    }

    [Fact]
    public async Task A_right_receipt_is_one_for_this_fake_too()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));

        (await house.Send(As4House.Document(3_000))).ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task An_access_point_that_hangs_is_given_up_and_the_message_may_have_arrived()
    {
        await using var house = await As4House.Start(s_short);
        house.Proxy.Answer = house.Proxy.Hang;

        (await house.Send(As4House.Document(3_000))).ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_is_cut_off_before_its_last_byte_has_not_arrived()
    {
        await using var house = await As4House.Start();
        house.Proxy.CutAfter = 100_000;

        (await house.Send(As4House.Document(8_000_000))).ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
        (await house.Tries()).ShouldHaveSingleItem().Ending.ShouldBe("NotSent");
    }

    [Fact]
    public async Task An_access_point_that_is_down_has_got_nothing()
    {
        await using var house = await As4House.Start();
        house.Proxy.Close();

        (await house.Send(As4House.Document(3_000))).ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_whose_TLS_is_anothers_gets_nothing()
    {
        await using var house = await As4House.Start(server: PeppolPki.ForeignLocalhost);

        var outcome = await house.Send(As4House.Document(3_000));

        outcome.ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
        outcome.Evidence.ShouldContain("TLS");
        house.Proxy.Came.ShouldBeEmpty();
    }

    [Theory, InlineData(503), InlineData(404), InlineData(302)]
    public async Task A_server_that_turns_it_away_has_not_taken_it(int status)
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = FakeAccessPoint.Always(_ => [], status);

        (await house.Send(As4House.Document(3_000))).ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task A_receipt_for_an_earlier_try_holds_though_its_digests_are_others()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = _ => Task.FromResult<Given?>(null);
        await house.Send(As4House.Document(3_000));
        var first = house.Proxy.Came.Single();
        // A new certificate under another name: the head says so, and has another digest.
        house.Own = house.Own with
        {
            Certificate = PeppolPki.Seat("PNO000009"),
            Host = "new.example",
        };
        house.Proxy.Answer = FakeAccessPoint.Always(_ => FakeAccessPoint.Receipt(first));

        (await house.Send(As4House.Document(3_000), isUnconfirmed: true)).ShouldBeOfType<Accepted>();

        (await house.Tries()).Select(one => one.Digests).Distinct().Count().ShouldBe(2);
        house.Proxy.Ids.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_node_that_ends_before_the_answer_has_its_try_in_the_store_and_sends_the_same_id_again()
    {
        await using var house = await As4House.Start();
        using var end = new CancellationTokenSource();
        house.Proxy.Answer = async message =>
        {
            await end.CancelAsync();
            return await house.Proxy.Hang(message);
        };
        await Should.ThrowAsync<OperationCanceledException>(() =>
            house.Send(house.Receiver, As4House.Document(3_000), cancel: end.Token)
        );
        (await house.Tries()).ShouldHaveSingleItem().Ending.ShouldBeNull();
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Error(message, "EBMS:0005", "no"));

        (await house.Send(As4House.Document(3_000)))
            .ShouldBeOfType<Refused>()
            .Evidence.ShouldContain("may have arrived");

        house.Proxy.Ids.ShouldHaveSingleItem().Value.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_sent_again_once_a_receipt_is_in_the_store()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Receipt(message));
        await house.Send(As4House.Document(3_000));

        (await house.Send(As4House.Document(3_000), isUnconfirmed: true)).ShouldBeOfType<Accepted>();

        house.Proxy.Came.ShouldHaveSingleItem();
    }

    /// <summary>An access point that knows a repeat by its id and says so, and one that answers it with its error for
    /// everything.</summary>
    [Theory]
    [InlineData("Duplicate message id detected", "Accepted")]
    [InlineData("PEPPOL:NOT_SERVICED", "Refused")]
    public async Task A_repeat_after_a_lost_answer_is_never_refused_for_what_an_error_says(string says, string comesTo)
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = _ => Task.FromResult<Given?>(null);
        await house.Send(As4House.Document(3_000));
        house.Proxy.Answer = FakeAccessPoint.Always(message => FakeAccessPoint.Error(message, "EBMS:0004", says));

        var repeat = await house.Send(As4House.Document(3_000), isUnconfirmed: true);

        // Of a dispatch in doubt a refusal is a case, and no other channel is tried (SettleDispatch).
        repeat.GetType().Name.ShouldBe(comesTo, repeat.Evidence);
        if (repeat is Refused)
            repeat.Evidence.ShouldContain("may have arrived");
        house.Proxy.Ids.ShouldHaveSingleItem().Value.ShouldBe(2);
    }

    [Fact]
    public async Task An_old_certificate_of_the_receiver_is_looked_up_again()
    {
        await using var house = await As4House.Start();
        house.Proxy.Answer = FakeAccessPoint.Always(
            message => FakeAccessPoint.Error(message, "EBMS:0102", "No key"),
            status: 500
        );

        var outcome = await house.Send(As4House.Document(3_000));

        outcome.ShouldBeOfType<Deferred>().MayHaveArrived.ShouldBeFalse();
        outcome.Evidence.ShouldContain("looked up again");
        house.Forgotten.ShouldHaveSingleItem();
    }

    private static string Receipt(Recorded message) => FakeAccessPoint.Text(FakeAccessPoint.Receipt(message));

    private static Given Ok(string text) => new(200, FakeAccessPoint.Bytes(text));

    private static string Cut(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return text.Remove(start, text.IndexOf(to, StringComparison.Ordinal) + to.Length - start);
    }

    /// <summary>The signed head stands where nobody looks; the one in its place says something else.</summary>
    private static string Wrapped(string receipt)
    {
        var start = receipt.IndexOf("<eb:Messaging", StringComparison.Ordinal);
        var end = receipt.IndexOf("</eb:Messaging>", StringComparison.Ordinal) + "</eb:Messaging>".Length;
        var head = receipt[start..end];
        var other = head.Replace("wsu:Id=\"messaging\"", "wsu:Id=\"other\"", StringComparison.Ordinal);
        return receipt[..start] + other + $"<x:Aside xmlns:x=\"urn:x\">{head}</x:Aside>" + receipt[end..];
    }
}
