using Budstikke.Jobs;
using Budstikke.Peppol.As4;

namespace Budstikke.Tests.Peppol;

public sealed class As4VerdictTests
{
    private static readonly PastTries s_first = new(MayHaveArrived: false, WasRefused: false);
    private static readonly PastTries s_open = new(MayHaveArrived: true, WasRefused: false);
    private static readonly PastTries s_refused = new(MayHaveArrived: false, WasRefused: true);
    private static readonly Exchange s_answered = new(200, [], null, MayHaveArrived: true);

    [Theory]
    [InlineData("EBMS:0001", "", "Refused")]
    [InlineData("EBMS:0003", "", "Refused")]
    [InlineData("EBMS:0004", "PEPPOL:NOT_SERVICED", "Refused")]
    [InlineData("EBMS:0004", "An undefined error occurred.", "Deferred")]
    [InlineData("EBMS:0005", "", "Deferred")]
    [InlineData("EBMS:0009", "", "Refused")]
    [InlineData("EBMS:0010", "", "Refused")]
    [InlineData("EBMS:0101", "", "Deferred")]
    [InlineData("EBMS:0102", "", "Deferred")]
    [InlineData("EBMS:0103", "", "Deferred")]
    [InlineData("EBMS:0202", "", "Deferred")]
    [InlineData("EBMS:0303", "", "Refused")]
    [InlineData("ANY:0815", "", "Deferred")]
    [InlineData("", "", "Deferred")]
    public void An_error_on_a_first_try_says_whether_to_come_again(string code, string words, string comesTo)
    {
        var verdict = Of(s_first, new EbmsError(code, "failure", words));

        verdict.Outcome.GetType().Name.ShouldBe(comesTo);
        verdict.End.ShouldBe(TryEnd.Error);
        (verdict.Outcome as Deferred)?.MayHaveArrived.ShouldBeFalse();
        verdict.LooksUpAgain.ShouldBe(code == "EBMS:0102");
    }

    [Fact]
    public void That_our_own_certificate_is_not_accepted_is_told_as_an_outage() =>
        Of(s_first, new EbmsError("EBMS:0101", "failure", ""))
            .Outcome.ShouldBeOfType<Deferred>()
            .Away.ShouldNotBeNull();

    [Theory]
    [InlineData("Duplicate MessageId")]
    [InlineData("A message with this message ID was already received")]
    public void A_duplicate_is_accepted_after_a_try_without_an_answer(string words) =>
        Of(s_open, new EbmsError("EBMS:0004", "failure", words))
            .ShouldSatisfyAllConditions(
                verdict => verdict.Outcome.ShouldBeOfType<Accepted>().Evidence.ShouldContain("without a receipt"),
                verdict => verdict.End.ShouldBe(TryEnd.Duplicate)
            );

    [Fact]
    public void A_duplicate_says_nothing_where_the_receiver_has_refused_one_of_the_tries() =>
        Of(s_open with { WasRefused = true }, new EbmsError("EBMS:0004", "failure", "Duplicate"))
            .Outcome.ShouldBeOfType<Refused>();

    [Fact]
    public void A_duplicate_of_what_was_refused_alone_is_refused() =>
        Of(s_refused, new EbmsError("EBMS:0004", "failure", "Duplicate")).Outcome.ShouldBeOfType<Refused>();

    [Fact]
    public void A_duplicate_of_a_message_that_we_know_nothing_of_may_have_arrived() =>
        Of(s_first, new EbmsError("EBMS:0004", "failure", "Duplicate"))
            .Outcome.ShouldBeOfType<Deferred>()
            .MayHaveArrived.ShouldBeTrue();

    [Fact]
    public void A_warning_alone_is_no_answer() =>
        Of(s_first, new EbmsError("EBMS:0004", "warning", "Slow today"))
            .Outcome.ShouldBeOfType<Deferred>()
            .MayHaveArrived.ShouldBeTrue();

    private static Verdict Of(PastTries past, params EbmsError[] errors) =>
        As4Verdict.Of(s_answered, new As4Answer.Errors(errors), past);
}
