using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>The places of an envelope that a signature has to be about: each stands where SOAP wants it, and
/// once.</summary>
internal sealed record SoapMessage(XmlDocument Document, XmlElement Security, XmlElement Messaging, XmlElement Body)
{
    /// <exception cref="XmlException">It is no envelope with these places.</exception>
    public static SoapMessage Read(ReadOnlyMemory<byte> xml)
    {
        var (document, header, body) = Open(xml);
        return new(
            document,
            header.Child(As4Names.Security, "Security"),
            header.Child(As4Names.Ebms, "Messaging"),
            body
        );
    }

    /// <summary>The head of a message that need not be signed.</summary>
    public static XmlElement ReadMessaging(ReadOnlyMemory<byte> xml) =>
        Open(xml).Header.Child(As4Names.Ebms, "Messaging");

    private static (XmlDocument Document, XmlElement Header, XmlElement Body) Open(ReadOnlyMemory<byte> xml)
    {
        var document = ReadXml.Parse(xml);
        var envelope = document.Child(As4Names.Soap, "Envelope");
        return (document, envelope.Child(As4Names.Soap, "Header"), envelope.Child(As4Names.Soap, "Body"));
    }

    /// <summary>The only element with an id, whichever of the two ways it is written in.</summary>
    /// <exception cref="XmlException">There is none, or there are several: which one was meant is then a matter of
    /// taste.</exception>
    public XmlElement ById(string id)
    {
        XmlElement? found = null;
        foreach (XmlElement element in Document.GetElementsByTagName("*"))
            if (IdOf(element) == id || element.GetAttribute("Id") == id)
                found = found is null ? element : throw new XmlException($"The id {id} stands at two elements.");
        return found ?? throw new XmlException($"There is no element with the id {id}.");
    }

    public static string IdOf(XmlElement element) => element.GetAttribute("Id", As4Names.Utility);
}
