using System.Xml;
using System.Xml.Linq;

namespace Budstikke.Documents.Ubl;

/// <summary>
/// A document as a tree of bounded depth and size. <see cref="XElement.Load(XmlReader)"/> walks up to the root for
/// each element that it adds: a document of 200,000 levels, less than a megabyte, kept it busy for two minutes.
/// </summary>
internal static class UblTree
{
    /// <summary>UBL itself needs about ten; a signature in an extension some more.</summary>
    private const int DeepestLevel = 64;

    /// <summary>Some 50,000 lines.</summary>
    private const int MostElements = 2_000_000;

    public static XElement Load(XmlReader reader)
    {
        XElement? root = null;
        XElement? within = null;
        var elements = 0;
        while (reader.Read())
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth >= DeepestLevel || ++elements > MostElements)
                        throw new FormatException("The document is nested too deeply or has too many elements.");
                    var isEmpty = reader.IsEmptyElement;
                    var element = Element(reader);
                    root ??= element;
                    within?.Add(element);
                    within = isEmpty ? within : element;
                    break;
                case XmlNodeType.EndElement:
                    within = within!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    within!.Add(reader.Value);
                    break;
            }
        return root!;
    }

    private static XElement Element(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                element.SetAttributeValue(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
        return element;
    }
}
