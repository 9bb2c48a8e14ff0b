using System.Globalization;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>Our answer to a message of another access point's: signed, like everything that we say.</summary>
internal static class As4Signal
{
    private const string MessagingId = "messaging";
    private const string BodyId = "body";

    /// <summary>A receipt that repeats what the message's signature says.</summary>
    public static byte[] Receipt(
        string messageId,
        IReadOnlyList<SignedReference> references,
        AccessPoint own,
        DateTimeOffset now
    ) =>
        Signal(
            messageId,
            "<eb:Receipt><ebbp:NonRepudiationInformation "
                + $"""xmlns:ebbp="{As4Names.Signals}">"""
                + string.Concat(
                    references.Select(reference =>
                        "<ebbp:MessagePartNRInformation>"
                        + Declared(SignedParts.Reference(reference))
                        + "</ebbp:MessagePartNRInformation>"
                    )
                )
                + "</ebbp:NonRepudiationInformation></eb:Receipt>",
            own,
            now
        );

    /// <param name="messageId">Null where the message could not be read so far.</param>
    public static byte[] Error(string? messageId, As4Fault fault, AccessPoint own, DateTimeOffset now)
    {
        var about = messageId is null ? "" : $""" refToMessageInError="{Escaped.Attribute(messageId)}" """.TrimEnd();
        return Signal(
            messageId,
            $"""<eb:Error category="Content" errorCode="{fault.Code}" origin="ebMS"{about} severity="failure" """
                + $"""shortDescription="{fault.ShortWords}"><eb:Description xml:lang="en">"""
                + $"{fault.ShortWords}</eb:Description><eb:ErrorDetail>{Escaped.Text(fault.Detail)}</eb:ErrorDetail>"
                + "</eb:Error>",
            own,
            now
        );
    }

    private static byte[] Signal(string? about, string content, AccessPoint own, DateTimeOffset now)
    {
        var messaging =
            $"""<eb:Messaging xmlns:S12="{As4Names.Soap}" xmlns:eb="{As4Names.Ebms}" xmlns:wsu="{As4Names.Utility}" """
            + $"""wsu:Id="{MessagingId}" S12:mustUnderstand="true"><eb:SignalMessage><eb:MessageInfo>"""
            + $"<eb:Timestamp>{UserMessage.Stamp(now)}</eb:Timestamp>"
            + string.Create(CultureInfo.InvariantCulture, $"<eb:MessageId>{Guid.NewGuid()}@{own.Host}</eb:MessageId>")
            + (about is null ? "" : $"<eb:RefToMessageId>{Escaped.Text(about)}</eb:RefToMessageId>")
            + $"</eb:MessageInfo>{content}</eb:SignalMessage></eb:Messaging>";
        var body = As4Message.Body(BodyId);
        var security = SignedParts.Xml(
            [SignedParts.Element(MessagingId, messaging), SignedParts.Element(BodyId, body)],
            own.Certificate
        );
        return Encoding.UTF8.GetBytes(As4Message.Envelop(security, messaging, body));
    }

    /// <summary>In a receipt nothing around the reference declares its prefix.</summary>
    private static string Declared(string reference) =>
        reference.Replace(
            "<ds:Reference ",
            $"""<ds:Reference xmlns:ds="{As4Names.Signature}" """,
            StringComparison.Ordinal
        );
}
