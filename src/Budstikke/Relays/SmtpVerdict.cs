using Budstikke.Jobs;
using Budstikke.Mail;

namespace Budstikke.Relays;

/// <summary>Whose matter a negative reply is.</summary>
internal enum Blame
{
    /// <summary>The mailbox or its server: another channel may reach the customer.</summary>
    Recipient,

    /// <summary>This message as it is.</summary>
    Message,

    /// <summary>Our setting, our sender, our name with others, or the relay itself: another customer's mail would fare
    /// no better, and no customer is to blame.</summary>
    Ours,
}

/// <summary>The pure decision of what a server's answer means for the message.</summary>
internal static class SmtpVerdict
{
    /// <summary>Whatever was asked, the server hangs up on everybody (RFC 5321 § 3.8).</summary>
    private const int ServiceCloses = 421;

    public static Outcome Of(SmtpAnswer answer) =>
        answer switch
        {
            { IsAccepted: true } => new Accepted(answer.Reply!.ToString()),
            { IsImpossible: true } => new Refused(answer.Fault!),
            { Reply: { } reply } => OfReply(answer.Step, reply),
            { MayHaveArrived: true } => new Deferred(
                $"Outcome unknown, the whole message was sent. {answer.Fault} The repeat has the same Message-ID.",
                MayHaveArrived: true
            ),
            _ => new Deferred(answer.Fault!) { Away = answer.FaultForLog ?? answer.Fault },
        };

    /// <summary>
    /// What is ours puts the mail off and never refuses the customer: before a recipient was named it would be so for
    /// every mail, afterwards perhaps for this one alone.
    /// </summary>
    private static Outcome OfReply(SmtpStep step, SmtpReply reply)
    {
        var evidence = $"{reply}\n(in answer to {step.Name()})";
        if (reply.Code == ServiceCloses || step < SmtpStep.Sender)
            return new Deferred(reply.IsPermanent ? $"{evidence} {AboutUs}" : evidence) { Away = Bare(step, reply) };
        if (reply.Code < 400)
            return new Deferred($"{evidence} An unexpected answer.");
        return BlameOf(step, reply) switch
        {
            Blame.Ours when step == SmtpStep.Sender => new Deferred($"{evidence} {AboutUs}")
            {
                Away = Bare(step, reply),
            },
            Blame.Ours => new Deferred($"{evidence} {AboutUs}") { PutOff = Bare(step, reply) },
            _ when reply.IsPermanent => new Refused(evidence),
            _ => new Deferred(evidence),
        };
    }

    private const string AboutUs = "This is about our own setting, not about the recipient.";

    /// <summary>The codes alone: the words may repeat an address.</summary>
    private static string Bare(SmtpStep step, SmtpReply reply) =>
        $"{string.Join(' ', new[] { $"{reply.Code}", reply.EnhancedCode }.OfType<string>())} in answer to {step.Name()}"
        + (reply.IsPermanent ? ": about our own setting, not about a recipient" : "");

    /// <summary>By the enhanced code (RFC 3463 and its registry); by the words only where there is none that says
    /// something.</summary>
    public static Blame BlameOf(SmtpStep step, SmtpReply reply)
    {
        if (reply.EnhancedCode is { } code && ByCode(code[2..], reply) is { } blame)
            return blame;
        return ReplyWords.BlameOf(reply.Texts) ?? ByStep(step, reply);
    }

    /// <param name="code">Subject and detail.</param>
    /// <returns>Null where the code leaves it open.</returns>
    private static Blame? ByCode(string code, SmtpReply reply) =>
        (code, code.Split('.')[0]) switch
        {
            // Sender's address; Exchange's daily limit of recipients and "send as" (Microsoft, "NDR error codes").
            ("1.7" or "1.8" or "1.90" or "2.252", _) => Blame.Ours,
            ("3.0", _) when !reply.IsPermanent => Blame.Ours,
            ("1.0" or "2.0" or "3.0", _) => null,
            (_, "1" or "2") => Blame.Recipient,
            ("3.4", _) => Blame.Message,
            // "Not accepting messages", "incorrectly configured": the relay that we talk to says it of itself.
            (_, "3") => Blame.Ours,
            // No route, no such domain, a loop: the recipient's domain. 5.4.1 is Microsoft's "no such mailbox".
            ("4.4" or "4.6" or "4.7" or "4.14" or "4.310" or "4.312", _) => Blame.Recipient,
            ("4.1", _) when ReplyWords.BlameOf(reply.Texts) is Blame.Recipient => Blame.Recipient,
            (_, "4") => Blame.Ours,
            ("5.1", _) when ReplyWords.IsNoRecipientLeft(reply.Texts) => Blame.Recipient,
            (_, "5") => Blame.Ours,
            (_, "6") => Blame.Message,
            // RFC 7293: the mailbox or the domain has another owner now.
            ("7.17" or "7.18", _) => Blame.Recipient,
            // Greylisting is the receiving server's way, and passes.
            (_, "7") when !reply.IsPermanent && ReplyWords.IsGreylisting(reply.Texts) => Blame.Recipient,
            (_, "7") => Blame.Ours,
            _ => null,
        };

    /// <summary>Neither code nor words: a command that was not understood, or out of turn, is ours (RFC 5321, 3207,
    /// 4954); the rest is about whom or what the step names.</summary>
    private static Blame ByStep(SmtpStep step, SmtpReply reply) =>
        reply.Code is 500 or 502 or 503 or 504 or 530 or 534 or 535 or 538 ? Blame.Ours
        // 552: the message is too big (RFC 1870); all else at MAIL is about our sender address.
        : step == SmtpStep.Sender ? (reply.Code == 552 ? Blame.Message : Blame.Ours)
        : step == SmtpStep.Recipient ? Blame.Recipient
        : Blame.Message;
}
