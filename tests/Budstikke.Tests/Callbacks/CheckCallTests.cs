using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

/// <summary>What is wrong with a call, in the words of <c>callback listen</c>.</summary>
public sealed class CheckCallTests
{
    private const string Neither =
        "Neither checksum nor signature is of this secret: the secret is another, values were changed, "
        + "or somebody else made this call.";
    private const string ChecksumAlone =
        "The checksum is right and the signature is not: values were moved between parameters, or path "
        + "or query was rewritten on its way.";

    [Fact]
    public void The_known_call_is_genuine() => Faults(Known).ShouldBeEmpty();

    [Fact]
    public void One_signature_of_several_is_enough() =>
        Faults(With(Known, signature: $"v1,AAAA v2,BBBB {KnownCall.Signed}")).ShouldBeEmpty();

    [Fact]
    public void A_changed_value_shows_in_both() =>
        Faults(Known with { Target = Known.Target.Replace("100.00", "1.00", StringComparison.Ordinal) })
            .ShouldBe([Neither]);

    [Fact]
    public void A_forged_call_has_a_right_checksum_and_no_signature()
    {
        var forged = Known with { Target = KnownCall.Forged };

        Faults(forged).ShouldBe([ChecksumAlone]);
        Faults(forged with { Headers = new Dictionary<string, string>() })
            .ShouldBe([
                "The header webhook-id is not there.",
                "The header webhook-timestamp is not there.",
                "The header webhook-signature is not there.",
                ChecksumAlone,
            ]);
    }

    [Fact]
    public void A_path_that_was_rewritten_shows_in_the_signature() =>
        Faults(Known with { Target = "/shop" + Known.Target }).ShouldBe([ChecksumAlone]);

    [Fact]
    public void A_checksum_of_the_other_secret_of_a_rotation_is_told_from_a_forged_one()
    {
        var target = KnownCall.WithChecksum(KnownCall.TargetOf(""), "the older secret");

        Faults(With(Known with { Target = target }, signature: KnownCall.SignatureOf(target)))
            .ShouldBe(["The signature is right and the checksum is not: it is of the other secret of a rotation."]);
    }

    [Theory]
    [InlineData("shop=7&shop=8&", "The parameter shop is there more than once.")]
    [InlineData("status=7&", "The parameter status is there more than once.")]
    [InlineData("%73tatus=7&", "The parameter status is there more than once.")]
    public void A_repeated_parameter_is_named(string own, string fault) => Faults(Signed(own)).ShouldBe([fault]);

    [Fact]
    public void Parameters_that_are_missing_or_not_at_the_end_are_named()
    {
        Faults(Known with { Target = "/cb" })[0]
            .ShouldBe("Not there: orderUuid, status, paymentMethod, amount, createdAt, timestamp, checksum.");
        Faults(Known with { Target = Known.Target + "&more=1" })[0]
            .ShouldBe(
                "The last parameters are not orderUuid, status, paymentMethod, amount, createdAt, timestamp, "
                    + "checksum, in this order."
            );
    }

    [Theory]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, "It was sent 301 s ago, more than 300: an old call that somebody repeats, or a wrong clock.")]
    [InlineData(-301, "It was sent 301 s from now: a clock is wrong.")]
    public void A_call_is_believed_for_five_minutes(int secondsLater, string? fault) =>
        CheckCall
            .Faults(Known, KnownCall.Secret, KnownCall.SentAt.AddSeconds(secondsLater))
            .ShouldBe(fault is null ? [] : [fault]);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("17558505330000000000000")]
    public void A_timestamp_is_a_number_of_seconds(string timestamp) =>
        Faults(With(Known, timestamp: timestamp))
            .ShouldContain("webhook-timestamp is no number of seconds since 1970.");

    [Fact]
    public void A_POST_is_signed_over_its_body()
    {
        const string Body =
            """{"type":"order.state","timestamp":"2025-08-22T08:15:31Z","data":{"orderUuid":"ODR0000000123"}}""";
        var post = With(
            Known with
            {
                Method = "POST",
                Target = "/cb",
                Body = Body,
            },
            signature: "v1,MIxXvn3Po3BtEG0yx9nTQ2FWUR7tiQV1+M0qtwvC9tM="
        );

        Faults(post).ShouldBeEmpty();
        Faults(post with { Target = "/elsewhere?x=1" }).ShouldBeEmpty();
        Faults(post with { Body = Body.Replace("123", "124", StringComparison.Ordinal) })
            .ShouldHaveSingleItem()
            .ShouldStartWith("No signature of it is of this secret");
        foreach (var body in new[] { "", "[]", "{", """{"type":"x","timestamp":"x"}""" })
            Faults(post with { Body = body })
                .ShouldContain("The body is no JSON object with type, timestamp and data.");
    }

    [Theory]
    [InlineData("""{"type":"order.status","data":{"orderUuid":"ODR1","status":"PAID"}}""", "ODR1 order.status PAID")]
    [InlineData("""{"type":"case.opened","data":{"orderUuid":"ODR1"}}""", "ODR1 case.opened")]
    [InlineData("""{"type":5,"data":[]}""", "")]
    [InlineData("[1]", "")]
    [InlineData("no JSON", "")]
    public void A_body_is_summed_up_as_far_as_it_can_be(string body, string summary) =>
        (Known with { Method = "POST", Body = body }).Summary.ShouldBe(summary);

    private static ReceivedCall Known { get; } =
        new(
            "GET",
            KnownCall.Target,
            new Dictionary<string, string>
            {
                ["webhook-id"] = KnownCall.Id,
                ["webhook-timestamp"] = $"{KnownCall.Timestamp}",
                ["webhook-signature"] = KnownCall.Signed,
            },
            ""
        );

    private static ReceivedCall Signed(string own)
    {
        var target = KnownCall.WithChecksum(KnownCall.TargetOf(own));
        return With(Known with { Target = target }, signature: KnownCall.SignatureOf(target));
    }

    private static ReceivedCall With(ReceivedCall call, string? timestamp = null, string? signature = null) =>
        call with
        {
            Headers = new Dictionary<string, string>(call.Headers)
            {
                ["webhook-timestamp"] = timestamp ?? call.Headers["webhook-timestamp"],
                ["webhook-signature"] = signature ?? call.Headers["webhook-signature"],
            },
        };

    private static IReadOnlyList<string> Faults(ReceivedCall call) =>
        CheckCall.Faults(call, KnownCall.Secret, KnownCall.SentAt);
}
