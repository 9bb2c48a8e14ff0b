using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;
using Budstikke.Support;

namespace Budstikke.Tests.Relays;

/// <summary>Whose matter a reply is, over a corpus of what servers write (<c>replies.tsv</c>, each with its
/// source).</summary>
public sealed class SmtpVerdictTests
{
    private const int LeastReplies = 80;

    private static readonly string[][] s_corpus =
    [
        .. File.ReadAllLines(RepositoryFolder.PathOf("tests", "Budstikke.Tests", "Relays", "replies.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t')),
    ];

    [Fact]
    public void The_corpus_is_large_and_every_reply_has_a_source()
    {
        s_corpus.Length.ShouldBeGreaterThanOrEqualTo(LeastReplies);
        s_corpus.ShouldAllBe(row => row.Length == 4 && row[3].Length > 0);
    }

    [Fact]
    public void Each_reply_is_put_to_whom_it_is_about()
    {
        var wrong = s_corpus
            .Select(row => (row, Blame: SmtpVerdict.BlameOf(Enum.Parse<SmtpStep>(row[0]), ReplyOf(row[2])).ToString()))
            .Where(one => !one.Blame.Equals(one.row[1], StringComparison.OrdinalIgnoreCase))
            .Select(one => $"{one.row[0]} {one.row[2]}: {one.Blame}, not {one.row[1]}");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_ours_never_refuses_a_customer()
    {
        foreach (var row in s_corpus.Where(row => row[1] == "ours"))
            Of(Enum.Parse<SmtpStep>(row[0]), row[2]).ShouldBeOfType<Deferred>(row[2]);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, "554 5.7.1 go away")]
    [InlineData(SmtpStep.Hello, "550 5.7.1 not you")]
    [InlineData(SmtpStep.Authentication, "535 5.7.8 wrong password")]
    [InlineData(SmtpStep.Authentication, "454 4.7.0 later")]
    [InlineData(SmtpStep.Sender, "550 5.1.8 sender unknown")]
    [InlineData(SmtpStep.Content, "421 4.3.2 shutting down")]
    public void What_comes_before_a_recipient_is_named_is_so_for_every_mail(object step, string reply) =>
        Of((SmtpStep)step, reply).ShouldBeOfType<Deferred>().Away.ShouldNotBeNull();

    [Fact]
    public void What_is_ours_and_was_said_of_one_mail_puts_that_one_off()
    {
        var outcome = Of(SmtpStep.Recipient, "553 5.7.1 <a@b.no>: Sender address rejected: not owned by user")
            .ShouldBeOfType<Deferred>();

        outcome.Away.ShouldBeNull();
        outcome.PutOff.ShouldBe("553 5.7.1 in answer to RCPT TO: about our own setting, not about a recipient");
    }

    private static SmtpReply ReplyOf(string text)
    {
        var lines = text.Split("\\n");
        return new(int.Parse(lines[0][..3]), lines);
    }

    private static Outcome Of(SmtpStep step, string reply) => SmtpVerdict.Of(new(step, ReplyOf(reply)));
}
