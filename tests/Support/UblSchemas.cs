using System.Xml;
using System.Xml.Schema;

namespace Budstikke.Support;

/// <summary>The UBL 2.1 schemas of invoice and credit note, compiled once.</summary>
internal static class UblSchemas
{
    private static readonly Lazy<XmlSchemaSet> Compiled = new(Compile);

    /// <summary>One finding per breach of the schema; a text that is no XML is one too.</summary>
    public static IReadOnlyList<FiredRule> Check(ReadOnlyMemory<byte> document)
    {
        var found = new List<FiredRule>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Compiled.Value };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) =>
            found.Add(Finding($"line {e.Exception.LineNumber}", e.Exception.Message));
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document.ToArray()), settings);
            while (reader.Read()) { }
        }
        catch (XmlException e)
        {
            found.Add(Finding($"line {e.LineNumber}", e.Message));
        }
        return found;
    }

    private static FiredRule Finding(string location, string text) => new("XSD", "XSD", "fatal", location, text);

    private static XmlSchemaSet Compile()
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        // The signature schema has a document type definition of its own, which a schema set does not read by itself.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null };
        foreach (
            var file in new[]
            {
                PeppolFolder.PathOf("xsd", "common", "UBL-xmldsig-core-schema-2.1.xsd"),
                PeppolFolder.PathOf("xsd", "maindoc", "UBL-Invoice-2.1.xsd"),
                PeppolFolder.PathOf("xsd", "maindoc", "UBL-CreditNote-2.1.xsd"),
            }
        )
        {
            using var reader = XmlReader.Create(file, settings);
            schemas.Add(null, reader);
        }
        schemas.Compile();
        return schemas;
    }
}
