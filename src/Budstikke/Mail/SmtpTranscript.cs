using System.Buffers;
using System.Text;
using MailKit;

namespace Budstikke.Mail;

/// <summary>
/// What is said on a connection, as MailKit tells its log of it, in plain text also under TLS: each reply whole and
/// with the step that it answers. It stops a server that never ends its reply, which MailKit would read into memory.
/// </summary>
internal sealed class SmtpTranscript : IProtocolLogger
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Queue<SmtpStep> _asked = new([SmtpStep.Greeting]);
    private List<string> _lines = [];
    private bool _hasSaidHelo;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Since the message was begun.</summary>
    public List<(SmtpStep Step, SmtpReply Reply)> Replies { get; } = [];

    /// <summary>What the next reply answers.</summary>
    public SmtpStep Step => _asked.TryPeek(out var step) ? step : SmtpStep.Ending;

    /// <summary>The message with its final dot is out.</summary>
    public bool IsAllSent { get; set; }

    public void BeginMessage()
    {
        Replies.Clear();
        IsAllSent = false;
    }

    public void LogConnect(Uri uri) { }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        if (Step == SmtpStep.Content)
            return;
        foreach (var line in Encoding.ASCII.GetString(buffer, offset, count).Split("\r\n")[..^1])
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            _hasSaidHelo |= verb == "HELO";
            _asked.Enqueue(StepOf(verb));
        }
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        var some = buffer.AsSpan(offset, count);
        while (some.Length > 0)
        {
            var end = some.IndexOf((byte)'\n');
            _line.Write(end < 0 ? some : some[..end]);
            if (_line.WrittenCount > SmtpLimits.MaxReplyLineBytes)
                throw Stop($"has a line of more than {SmtpLimits.MaxReplyLineBytes} bytes.");
            if (end < 0)
                return;
            Take(SmtpReply.Printable(_line.WrittenSpan.TrimEnd((byte)'\r')));
            _line.ResetWrittenCount();
            some = some[(end + 1)..];
        }
    }

    public void Dispose() { }

    private static SmtpStep StepOf(string verb) =>
        verb switch
        {
            "EHLO" or "HELO" => SmtpStep.Hello,
            "STARTTLS" => SmtpStep.StartTls,
            "MAIL" => SmtpStep.Sender,
            "RCPT" => SmtpStep.Recipient,
            "DATA" => SmtpStep.DataCommand,
            "RSET" or "QUIT" => SmtpStep.Ending,
            // Also the lines that follow AUTH.
            _ => SmtpStep.Authentication,
        };

    private void Take(string line)
    {
        if (SmtpReply.ParseLine(line) is not { } parsed)
            throw Stop($"is not SMTP: {line}", "is not SMTP.");
        _lines.Add(line);
        if (!parsed.IsLast && _lines.Count == SmtpLimits.MaxReplyLines)
            throw Stop($"has more than {SmtpLimits.MaxReplyLines} lines: {line}", "has too many lines.");
        if (!parsed.IsLast)
            return;
        var reply = new SmtpReply(parsed.Code, _lines);
        _lines = [];
        // What nobody asked for may be anybody's: a stranger's words before TLS (RFC 3207 § 6).
        if (!_asked.TryDequeue(out var step))
            return;
        // Only one that does not know EHLO is asked with HELO (RFC 5321 § 3.2).
        if (step == SmtpStep.Hello && reply.Code is 500 or 501 or 502 or 504 or 550 && !_hasSaidHelo)
            return;
        Replies.Add((step, reply));
        if (step == SmtpStep.DataCommand && SmtpStep.DataCommand.IsGood(reply))
            _asked.Enqueue(SmtpStep.Content);
        // A 421 is the server hanging up, whatever was asked (RFC 5321 § 3.8).
        if (reply.Code == 421 || (step == SmtpStep.Hello && !reply.IsPositive))
            throw new SmtpFault(reply.ToString());
    }

    private SmtpFault Stop(string trouble, string? forLog = null)
    {
        var answer = $"The server's answer to {Step.Name()}";
        return new($"{answer} {trouble}", forLog is null ? null : $"{answer} {forLog}");
    }
}
