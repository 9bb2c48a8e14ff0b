using System.Text.Json.Serialization;
using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>Which of the two documents that come back it is.</summary>
internal enum ResponseKind
{
    /// <summary>Of the receiver's access point: whether the document could be processed.</summary>
    [JsonStringEnumMemberName("MessageStatus")]
    MessageStatus,

    /// <summary>Of the buyer: what has become of the invoice in his house.</summary>
    [JsonStringEnumMemberName("InvoiceResponse")]
    InvoiceResponse,
}

/// <summary>What a response says.</summary>
/// <param name="InstanceId">Its own envelope's.</param>
/// <param name="Code"><c>AP</c>, <c>AB</c>, <c>RE</c>, <c>UQ</c>, <c>PD</c> and others.</param>
/// <param name="About">Whose status it is: an InstanceIdentifier of ours, or the number of an invoice.</param>
/// <param name="Reason">In its sender's words; null where there are none.</param>
internal sealed record BusinessResponse(ResponseKind Kind, string InstanceId, string Code, string About, string? Reason)
{
    private const string Document = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2";
    private const string Aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private const string Root = "ApplicationResponse";
    private const string StatusCustomization = "urn:peppol:edec:mls:1.0";
    private const string InvoiceCustomization = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3";
    private const int MaxIdCharacters = 256;
    private const int MaxReasonCharacters = 1000;

    public static PeppolDocument MessageStatus { get; } =
        new($"{Document}::{Root}##{StatusCustomization}::2.1", "urn:peppol:edec:mls");

    public static PeppolDocument InvoiceResponse { get; } =
        new($"{Document}::{Root}##{InvoiceCustomization}::2.1", "urn:fdc:peppol.eu:poacc:bis:invoice_response:3");

    public static ResponseKind? KindOf(PeppolDocument document) =>
        document == MessageStatus ? ResponseKind.MessageStatus
        : document == InvoiceResponse ? ResponseKind.InvoiceResponse
        : null;

    /// <param name="inflated">The envelope and the document in it.</param>
    /// <param name="message">What its head says: the envelope has to say the same.</param>
    /// <exception cref="As4Fault">It does not, or it is no such document.</exception>
    public static BusinessResponse Read(ReadOnlyMemory<byte> inflated, ResponseKind kind, ReceivedMessage message)
    {
        try
        {
            var root = ReadXml.Parse(inflated).Child(As4Names.BusinessDocument, "StandardBusinessDocument");
            var header = root.Child(As4Names.BusinessDocument, "StandardBusinessDocumentHeader");
            DemandSame(header, message);
            var id = header
                .Child(As4Names.BusinessDocument, "DocumentIdentification")
                .Child(As4Names.BusinessDocument, "InstanceIdentifier");
            return Read(root.Child(Document, Root), kind, Id(id));
        }
        catch (XmlException error)
        {
            throw new As4Fault("EBMS:0004", "Other", $"The document cannot be read: {error.Message}");
        }
    }

    private static BusinessResponse Read(XmlElement document, ResponseKind kind, string instanceId)
    {
        var wanted = kind == ResponseKind.MessageStatus ? StatusCustomization : InvoiceCustomization;
        if (document.Child(Basic, "CustomizationID").Text() != wanted)
            throw As4Fault.Inconsistent("The document is of another kind than its envelope says.");
        var all = document.Child(Aggregate, "DocumentResponse");
        var response = all.Child(Aggregate, "Response");
        var reference = all.Child(Aggregate, "DocumentReference");
        return new(
            kind,
            instanceId,
            Id(response.Child(Basic, "ResponseCode")),
            Id(reference.Child(Basic, "ID")),
            Reasons(all)
        );
    }

    /// <summary>What is written for people, wherever it stands.</summary>
    private static string? Reasons(XmlElement response)
    {
        string[] words =
        [
            .. response
                .GetElementsByTagName("Description", Basic)
                .Cast<XmlElement>()
                .Concat(response.GetElementsByTagName("StatusReason", Basic).Cast<XmlElement>())
                .Select(element => element.InnerText.Trim())
                .Where(text => text.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
        return words.Length == 0 ? null : Jobs.Cut.To(string.Join(' ', words), MaxReasonCharacters);
    }

    private static void DemandSame(XmlElement header, ReceivedMessage message)
    {
        var scopes = header
            .Child(As4Names.BusinessDocument, "BusinessScope")
            .Children(As4Names.BusinessDocument, "Scope")
            .ToLookup(scope => scope.Child(As4Names.BusinessDocument, "Type").Text(), Value);
        if (
            Identifier(header, "Sender") != message.Sender
            || Identifier(header, "Receiver") != message.Receiver
            || !scopes["DOCUMENTID"].SequenceEqual([message.Kind.Id])
            || !scopes["PROCESSID"].SequenceEqual([message.Kind.Process])
        )
            throw As4Fault.Inconsistent("The envelope says something else than the head.");
    }

    private static string Value(XmlElement scope) =>
        scope.Child(As4Names.BusinessDocument, "InstanceIdentifier").Text();

    private static string Identifier(XmlElement header, string side) =>
        header.Child(As4Names.BusinessDocument, side).Child(As4Names.BusinessDocument, "Identifier").Text();

    private static string Id(XmlElement element) =>
        element.Text() is { Length: > 0 and <= MaxIdCharacters } text
            ? text
            : throw new XmlException($"{element.LocalName} is empty or too long.");
}
