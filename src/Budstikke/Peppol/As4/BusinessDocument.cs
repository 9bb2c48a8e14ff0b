using System.Globalization;
using System.Text;
using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>What stands on the outside of a document: Peppol's Business Message Envelope 2.0.</summary>
/// <param name="MessageStatusTo">The participant that a Message Level Status goes to; null where none is asked
/// for.</param>
internal sealed record EnvelopeLabel(
    As4Ids Ids,
    string Sender,
    string SenderCountry,
    string Receiver,
    PeppolDocument Document,
    DateTimeOffset At,
    string? MessageStatusTo
);

/// <summary>Puts a document into its envelope without making a copy of it.</summary>
internal static class BusinessDocument
{
    private const string Root = "StandardBusinessDocument";

    /// <summary>The whole, as pieces that are written one after another.</summary>
    /// <exception cref="XmlException">The document is no XML.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Around(ReadOnlyMemory<byte> document, EnvelopeLabel label) =>
        [
            Encoding.UTF8.GetBytes($"""<{Root} xmlns="{As4Names.BusinessDocument}">{Header(label)}"""),
            WithoutDeclaration(document),
            Encoding.UTF8.GetBytes($"</{Root}>"),
        ];

    private static string Header(EnvelopeLabel label)
    {
        var (standard, type, version) = Names(label.Document);
        var at = label.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>"
            + $"<Sender>{Participant(label.Sender)}</Sender><Receiver>{Participant(label.Receiver)}</Receiver>"
            + $"<DocumentIdentification><Standard>{Escaped.Text(standard)}</Standard>"
            + $"<TypeVersion>{Escaped.Text(version)}</TypeVersion>"
            + $"<InstanceIdentifier>{label.Ids.Instance}</InstanceIdentifier><Type>{Escaped.Text(type)}</Type>"
            + $"<CreationDateAndTime>{at}</CreationDateAndTime></DocumentIdentification><BusinessScope>"
            + Scope("DOCUMENTID", label.Document.Id, As4Names.DocumentScheme)
            + Scope("PROCESSID", label.Document.Process, As4Names.ProcessScheme)
            + Scope("COUNTRY_C1", label.SenderCountry)
            + (
                label.MessageStatusTo is { } to
                    ? Scope("MLS_TO", to, As4Names.ParticipantScheme) + Scope("MLS_TYPE", "ALWAYS_SEND")
                    : ""
            )
            + "</BusinessScope></StandardBusinessDocumentHeader>";
    }

    /// <summary>The parts of <c>standard::type##customization::version</c>.</summary>
    private static (string Standard, string Type, string Version) Names(PeppolDocument document)
    {
        var root = document.Id.Split("##", 2)[0].Split("::", 2);
        return (root[0], root[^1], document.Id.Split("::")[^1]);
    }

    private static string Participant(string id) =>
        $"""<Identifier Authority="{As4Names.ParticipantScheme}">{Escaped.Text(id)}</Identifier>""";

    private static string Scope(string type, string value, string? scheme = null) =>
        $"<Scope><Type>{type}</Type><InstanceIdentifier>{Escaped.Text(value)}</InstanceIdentifier>"
        + (scheme is null ? "" : $"<Identifier>{scheme}</Identifier>")
        + "</Scope>";

    /// <summary>An XML declaration may stand at the very beginning alone.</summary>
    private static ReadOnlyMemory<byte> WithoutDeclaration(ReadOnlyMemory<byte> document)
    {
        if (document.Span.StartsWith("\uFEFF"u8))
            document = document[3..];
        if (!document.Span.StartsWith("<?xml"u8))
            return document;
        var end = document.Span.IndexOf("?>"u8);
        return end > 0 ? document[(end + 2)..] : throw new XmlException("The XML declaration has no end.");
    }
}
