using System.Globalization;

namespace Budstikke.Peppol.As4;

/// <summary>What the head of a message says: from which access point to which, and what is in it.</summary>
/// <param name="From">The common name of our certificate.</param>
/// <param name="To">The common name of the receiver's.</param>
internal sealed record UserMessage(
    As4Ids Ids,
    DateTimeOffset At,
    string From,
    string To,
    string Sender,
    string Receiver,
    PeppolDocument Document
)
{
    public string ElementId => Ids.Element("messaging");

    /// <summary>In canonical form.</summary>
    public string Xml() =>
        $"""<eb:Messaging xmlns:S12="{As4Names.Soap}" xmlns:eb="{As4Names.Ebms}" xmlns:wsu="{As4Names.Utility}" """
        + $"""wsu:Id="{ElementId}" S12:mustUnderstand="true"><eb:UserMessage>"""
        + $"<eb:MessageInfo><eb:Timestamp>{Stamp(At)}</eb:Timestamp>{Element("MessageId", Ids.Message)}"
        + $"</eb:MessageInfo><eb:PartyInfo>{Party("From", From, As4Names.Initiator)}"
        + $"{Party("To", To, As4Names.Responder)}</eb:PartyInfo><eb:CollaborationInfo>"
        + Element("AgreementRef", As4Names.Agreement)
        + $"""<eb:Service type="{As4Names.ProcessScheme}">{Escaped.Text(Document.Process)}</eb:Service>"""
        + Element("Action", $"{As4Names.DocumentScheme}::{Document.Id}")
        + Element("ConversationId", Ids.Conversation)
        + $"</eb:CollaborationInfo><eb:MessageProperties>{Participant("originalSender", Sender)}"
        + $"{Participant("finalRecipient", Receiver)}</eb:MessageProperties><eb:PayloadInfo>"
        + $"""<eb:PartInfo href="{As4Names.PartScheme}{Ids.Content}"><eb:PartProperties>"""
        + $"{Property("MimeType", "application/xml")}{Property("CompressionType", As4Names.GzipType)}"
        + "</eb:PartProperties></eb:PartInfo></eb:PayloadInfo></eb:UserMessage></eb:Messaging>";

    public static string Stamp(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Element(string name, string text) => $"<eb:{name}>{Escaped.Text(text)}</eb:{name}>";

    private static string Party(string name, string id, string role) =>
        $"""<eb:{name}><eb:PartyId type="{As4Names.PartyType}">{Escaped.Text(id)}</eb:PartyId>"""
        + $"{Element("Role", role)}</eb:{name}>";

    private static string Participant(string name, string id) =>
        $"""<eb:Property name="{name}" type="{As4Names.ParticipantScheme}">{Escaped.Text(id)}</eb:Property>""";

    private static string Property(string name, string value) =>
        $"""<eb:Property name="{name}">{value}</eb:Property>""";
}
