using System.Runtime.InteropServices;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace Budstikke.Peppol.As4;

/// <summary>
/// Reads XML that a stranger wrote: no DTD, so no entities and no defaults, nothing fetched, not too deep. White space
/// stays, since it is signed.
/// </summary>
internal static class ReadXml
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;
    private const string XmlnsUri = "http://www.w3.org/2000/xmlns/";

    /// <exception cref="XmlException">It is no XML, or XML that nobody needs.</exception>
    public static XmlDocument Parse(ReadOnlyMemory<byte> xml)
    {
        using (var reader = Reader(xml))
        {
            var nodes = 0;
            while (reader.Read())
                if (reader.Depth > MaxDepth || (nodes += 1 + reader.AttributeCount) > MaxNodes)
                    throw new XmlException("The XML is too deep or has too many parts.");
        }
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using (var reader = Reader(xml))
            document.Load(reader);
        return document;
    }

    public static XmlReader Reader(ReadOnlyMemory<byte> xml) =>
        XmlReader.Create(
            new MemoryStream(
                MemoryMarshal.TryGetArray(xml, out var part) ? part.Array! : xml.ToArray(),
                part.Offset,
                xml.Length
            ),
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                CloseInput = true,
            }
        );

    /// <summary>The child elements of a name.</summary>
    public static IEnumerable<XmlElement> Children(this XmlNode parent, string ns, string name) =>
        parent.ChildNodes.OfType<XmlElement>().Where(child => child.NamespaceURI == ns && child.LocalName == name);

    /// <summary>The only child of a name.</summary>
    /// <exception cref="XmlException">There is none, or more than one.</exception>
    public static XmlElement Child(this XmlNode parent, string ns, string name) =>
        parent.OptionalChild(ns, name) ?? throw new XmlException($"{parent.LocalName} has no {name}.");

    /// <exception cref="XmlException">There is more than one.</exception>
    public static XmlElement? OptionalChild(this XmlNode parent, string ns, string name)
    {
        XmlElement? found = null;
        foreach (var child in parent.Children(ns, name))
            found = found is null ? child : throw new XmlException($"{parent.LocalName} has more than one {name}.");
        return found;
    }

    /// <summary>The text of an element that has nothing else in it, without white space at its ends.</summary>
    /// <exception cref="XmlException">It has elements, comments or instructions.</exception>
    public static string Text(this XmlElement element) =>
        element.ChildNodes.Cast<XmlNode>().All(node => node is XmlCharacterData and not XmlComment)
            ? element.InnerText.Trim()
            : throw new XmlException($"{element.LocalName} holds more than text.");

    /// <summary>
    /// Exclusive Canonical XML 1.0 without comments of one element. It is copied into a document of its own together
    /// with what its ancestors declare, which is all that the form may take from outside.
    /// </summary>
    /// <param name="inclusive">The prefixes that count though nothing is named by them.</param>
    public static Stream Canonical(this XmlElement element, string? inclusive)
    {
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var copy = (XmlElement)alone.AppendChild(alone.ImportNode(element, deep: true))!;
        for (var above = element.ParentNode as XmlElement; above is not null; above = above.ParentNode as XmlElement)
            foreach (XmlAttribute declared in above.Attributes)
                if (declared.NamespaceURI == XmlnsUri && !copy.HasAttribute(declared.Name))
                    copy.SetAttributeNode((XmlAttribute)alone.ImportNode(declared, deep: true));
        var transform = new XmlDsigExcC14NTransform(includeComments: false, inclusive);
        transform.LoadInput(alone);
        return (Stream)transform.GetOutput(typeof(Stream));
    }
}
