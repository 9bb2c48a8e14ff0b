using Budstikke.Jobs;

namespace Budstikke.Mail;

/// <summary>
/// A conversation that ended before its end: broken, timed out, or answered with something that stops it. Thrown in the
/// depth of a conversation and made a value again in <see cref="SmtpSubmission"/>, its only catcher.
/// </summary>
internal sealed class SmtpFault : Exception
{
    /// <param name="away">The reason for the log, where the reason itself repeats what the server wrote.</param>
    public SmtpFault(string reason, Exception? cause = null, string? away = null)
        : base(reason, cause) => Outcome = new Deferred(reason) { Away = away ?? reason };

    public SmtpFault(SmtpStep step, SmtpReply reply)
        : base(reply.ToString())
    {
        Outcome = SmtpVerdict.Of(step, reply);
        IsAnswer = true;
    }

    public Outcome Outcome { get; }

    /// <summary>The server said so, rather than nothing.</summary>
    public bool IsAnswer { get; }
}
