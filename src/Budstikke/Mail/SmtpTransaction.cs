using Budstikke.Jobs;

namespace Budstikke.Mail;

/// <summary>One message over a ready connection: MAIL, RCPT, DATA (RFC 5321 § 3.3), in one go where the server offers
/// PIPELINING.</summary>
internal sealed class SmtpTransaction(SmtpConnection connection, SmtpEnvelope envelope, SmtpClock clock)
{
    /// <summary>The connection is between two messages and can carry another.</summary>
    public bool LeavesConnectionUsable { get; private set; }

    /// <exception cref="SmtpFault">The conversation broke before the server could have taken the message.</exception>
    public async Task<Outcome> Run()
    {
        if (envelope.ReasonAgainst(connection) is { } reason)
        {
            LeavesConnectionUsable = true;
            return new Refused(reason);
        }
        if (connection.NeedsReset)
            await connection.Ask("RSET", SmtpStep.Sender, clock);
        connection.NeedsReset = true;
        var refusal = connection.Offers("PIPELINING") ? await AskTogether() : await AskInTurn();
        return refusal ?? await SendContent();
    }

    private async Task<Outcome?> AskInTurn()
    {
        foreach (var (command, step) in Commands())
        {
            await connection.Wire.Send(command + "\r\n", clock, SmtpVerdict.Name(step));
            var reply = await connection.Read(step, clock);
            if (IsGoodFor(step, reply))
                continue;
            LeavesConnectionUsable = reply.Code >= 400;
            return SmtpVerdict.Of(step, reply);
        }
        return null;
    }

    /// <summary>RFC 2920: the three commands in one packet, then their three replies, all of which must be
    /// read.</summary>
    private async Task<Outcome?> AskTogether()
    {
        var commands = Commands();
        await connection.Wire.Send(string.Concat(commands.Select(c => c.Command + "\r\n")), clock, "MAIL FROM");
        Outcome? refusal = null;
        foreach (var (_, step) in commands)
        {
            var reply = await connection.Read(step, clock);
            if (!IsGoodFor(step, reply))
                refusal ??= SmtpVerdict.Of(step, reply);
            // A server that wants the content of a message without recipient would get an empty one: rather we hang up.
            LeavesConnectionUsable = step == SmtpStep.DataCommand && reply.Code >= 400;
        }
        return refusal;
    }

    private (string Command, SmtpStep Step)[] Commands() =>
        [
            (envelope.MailCommand(connection), SmtpStep.Sender),
            ($"RCPT TO:<{envelope.Recipient}>", SmtpStep.Recipient),
            ("DATA", SmtpStep.DataCommand),
        ];

    private static bool IsGoodFor(SmtpStep step, SmtpReply reply) =>
        step == SmtpStep.DataCommand ? reply.Code is >= 300 and < 400 : reply.IsPositive;

    private async Task<Outcome> SendContent()
    {
        await SendStuffed(envelope.Message);
        try
        {
            var endsLine = envelope.Message.Span.EndsWith("\r\n"u8);
            await connection.Wire.SendBlock((endsLine ? ".\r\n"u8 : "\r\n.\r\n"u8).ToArray(), clock);
            var reply = await connection.Read(SmtpStep.Content, clock);
            connection.NeedsReset = false;
            connection.MessagesSent++;
            LeavesConnectionUsable = true;
            return reply.IsPositive ? new Accepted(reply.ToString()) : SmtpVerdict.Of(SmtpStep.Content, reply);
        }
        catch (SmtpFault fault) when (!fault.IsAnswer)
        {
            return new Deferred(
                $"Outcome unknown, the whole message was sent. {fault.Message} The repeat has the same Message-ID.",
                MayHaveArrived: true
            );
        }
    }

    /// <summary>RFC 5321 § 4.5.2: a dot that begins a line goes out twice; it ends one piece and begins the
    /// next.</summary>
    private async Task SendStuffed(ReadOnlyMemory<byte> message)
    {
        if (message.Span.StartsWith("."u8))
            await connection.Wire.SendBlock("."u8.ToArray(), clock);
        while (message.Length > 0)
        {
            var dot = message.Span.IndexOf("\r\n."u8);
            var end = dot < 0 ? message.Length : dot + 3;
            for (var start = 0; start < end; start += SmtpLimits.DataBlockBytes)
                await connection.Wire.SendBlock(
                    message[start..Math.Min(end, start + SmtpLimits.DataBlockBytes)],
                    clock
                );
            message = dot < 0 ? default : message[(dot + 2)..];
        }
    }
}
