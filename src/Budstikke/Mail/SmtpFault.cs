namespace Budstikke.Mail;

/// <summary>
/// A conversation that broke, timed out, or was answered with something that stops it. Thrown under MailKit, which
/// passes an input or output error on, and made an answer again in <see cref="SmtpConnection"/>.
/// </summary>
/// <param name="forLog">The reason, where the reason itself repeats what the server wrote.</param>
internal sealed class SmtpFault(string reason, string? forLog = null) : IOException(reason)
{
    public string ForLog => forLog ?? Message;
}
