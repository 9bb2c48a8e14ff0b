using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>The number that an invoice has in its own document, by which its buyer answers.</summary>
internal static class DocumentId
{
    private const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private const string Name = "ID";

    /// <exception cref="XmlException">It is no XML, or has no number at its root.</exception>
    public static string Of(ReadOnlyMemory<byte> document)
    {
        using var reader = ReadXml.Reader(document);
        reader.MoveToContent();
        reader.ReadStartElement();
        while (reader.MoveToContent() == XmlNodeType.Element)
        {
            if (reader.LocalName == Name && reader.NamespaceURI == Basic)
                return reader.ReadElementContentAsString().Trim();
            reader.Skip();
        }
        throw new XmlException("The document has no number.");
    }
}
