using System.Xml;
using System.Xml.Schema;

namespace Budstikke.Documents.Schematron;

/// <summary>The XML schemas among the rule files, read from memory: nothing is looked up anywhere else.</summary>
internal static class Schemas
{
    private const string Here = "file:///rules/";
    private const int MaxEntityCharacters = 100_000;

    /// <summary>Null where there are none.</summary>
    public static XmlSchemaSet? Compile(IReadOnlyDictionary<string, byte[]> files)
    {
        var schemas = files.Keys.Where(name => name.EndsWith(".xsd", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (schemas.Length == 0)
            return null;
        var documents = schemas.Where(name => name.Contains("maindoc", StringComparison.OrdinalIgnoreCase)).ToArray();
        var set = new XmlSchemaSet { XmlResolver = new FromFiles(files) };
        // A set does not read a schema with a document type (that of signatures) by itself, where another imports it.
        foreach (var name in schemas.Where(name => files[name].AsSpan().IndexOf("<!DOCTYPE"u8) >= 0))
            Add(set, name, files[name]);
        foreach (var name in documents.Length > 0 ? documents : schemas)
            Add(set, name, files[name]);
        try
        {
            set.Compile();
        }
        catch (XmlSchemaException e)
        {
            throw Refused(e.SourceUri?.Replace(Here, "", StringComparison.Ordinal) ?? "xsd", e);
        }
        return set;
    }

    private static void Add(XmlSchemaSet set, string name, byte[] content)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Parse,
            MaxCharactersFromEntities = MaxEntityCharacters,
            XmlResolver = null,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content, writable: false), settings, Here + name);
            set.Add(null, reader);
        }
        catch (XmlSchemaException e)
        {
            throw Refused(name, e);
        }
        catch (XmlException e)
        {
            throw new RuleFilesException(name, e.LineNumber, e.Message);
        }
    }

    private static RuleFilesException Refused(string name, XmlSchemaException e) => new(name, e.LineNumber, e.Message);

    /// <summary>Gives what a schema imports, from among the files.</summary>
    private sealed class FromFiles(IReadOnlyDictionary<string, byte[]> files) : XmlResolver
    {
        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn) =>
            files.TryGetValue(absoluteUri.AbsoluteUri.Replace(Here, "", StringComparison.Ordinal), out var content)
                ? new MemoryStream(content, writable: false)
                : throw new XmlSchemaException($"{absoluteUri} is imported, and not among the files");
    }
}
