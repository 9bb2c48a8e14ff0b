using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Budstikke.Documents.Schematron.Compiling;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Rules;

/// <summary>
/// Reads and compiles one ISO Schematron file: patterns and their rules, let, assert and report, ns, xsl:function and
/// phases, which name patterns and leave all of them active. Anything else in it is refused.
/// </summary>
internal sealed partial class SchematronFile
{
    private static readonly XNamespace s_sch = "http://purl.oclc.org/dsdl/schematron";
    private static readonly XNamespace s_xsl = "http://www.w3.org/1999/XSL/Transform";

    private const int MaxShown = 200;

    private readonly string _file;
    private readonly XElement _schema;
    private readonly Shared _shared;
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private readonly List<CompiledRule> _rules = [];

    private SchematronFile(string file, XElement schema, Shared shared)
    {
        _file = file;
        _schema = schema;
        _shared = shared;
    }

    public static CompiledRules Compile(string file, byte[] content, Trees.Names names)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new MemoryStream(content, writable: false), settings);
            var document = XDocument.Load(reader, LoadOptions.SetLineInfo);
            return new SchematronFile(file, document.Root!, new Shared(names)).Compiled(document);
        }
        catch (XmlException e)
        {
            throw new RuleFilesException(file, e.LineNumber, e.Message);
        }
    }

    private CompiledRules Compiled(XDocument document)
    {
        if (_schema.Name != s_sch + "schema")
            throw Refused(_schema, "no Schematron schema");
        if (_schema.Attribute("queryBinding")?.Value is not "xslt2")
            throw Refused(_schema, "only queryBinding=\"xslt2\" is known");
        foreach (var ns in _schema.Elements(s_sch + "ns"))
            _prefixes[Required(ns, "prefix")] = Required(ns, "uri");
        Declare(_schema.Elements().Concat(_schema.Elements(s_sch + "pattern").Elements()));
        foreach (var function in _schema.Elements(s_xsl + "function"))
            AddHead(function);
        foreach (var function in _schema.Elements(s_xsl + "function"))
            AddBody(function);
        var pattern = 0;
        foreach (var element in _schema.Elements())
            if (element.Name == s_sch + "pattern")
                AddPattern(element, pattern++);
            else if (!s_known.Contains(element.Name))
                throw Refused(element, $"<{element.Name.LocalName}> is not known");
        foreach (var global in _shared.Globals.Values)
            _ = global.Value;
        var name = Path.GetFileNameWithoutExtension(_file);
        return new(name, Version(document), [.. _rules], _shared);
    }

    private static readonly HashSet<XName> s_known =
    [
        s_sch + "title",
        s_sch + "ns",
        s_sch + "p",
        s_sch + "phase",
        s_sch + "let",
        s_xsl + "function",
    ];

    /// <summary>
    /// A pattern's variables are the document's too: they are evaluated with the document as context.
    /// </summary>
    private void Declare(IEnumerable<XElement> elements)
    {
        foreach (var let in elements.Where(element => element.Name == s_sch + "let"))
        {
            var name = Required(let, "name");
            var added = _shared.Globals.TryAdd(
                name,
                new(() => At(let, "value", expression => Compiler.OfGlobal(expression, _shared)))
            );
            if (!added)
                throw Refused(let, $"${name} is declared twice");
        }
    }

    private void AddPattern(XElement pattern, int number)
    {
        foreach (var element in pattern.Elements())
            if (element.Name == s_sch + "rule")
                AddRule(element, number);
            else if (element.Name != s_sch + "let" && element.Name != s_sch + "title" && element.Name != s_sch + "p")
                throw Refused(element, $"<{element.Name.LocalName}> in a pattern is not known");
        if (pattern.Attribute("abstract") is { } isAbstract)
            throw Refused(isAbstract, "abstract patterns are not known");
    }

    private void AddRule(XElement rule, int pattern)
    {
        var scope = new Scope(_shared, hasContext: true);
        var contexts = At(rule, "context", expression => ContextPattern.Compile(expression, scope).ToArray());
        var assertions = new List<Assertion>();
        foreach (var element in rule.Elements())
            if (element.Name == s_sch + "let")
                AddLet(element, scope);
            else if (element.Name == s_sch + "assert" || element.Name == s_sch + "report")
                assertions.Add(AssertionOf(element, scope, assertions.Count));
            else
                throw Refused(element, $"<{element.Name.LocalName}> in a rule is not known");
        _rules.Add(new(pattern, _rules.Count, contexts, [.. assertions], scope.FrameSize));
    }

    private void AddLet(XElement let, Scope scope) =>
        Compiler.DeclareLocal(
            Required(let, "name"),
            At(let, "value", expression => Compiler.Compile(expression, scope)),
            scope
        );

    private Assertion AssertionOf(XElement element, Scope scope, int number)
    {
        if (element.Elements().FirstOrDefault() is { } inner)
            throw Refused(inner, $"<{inner.Name.LocalName}> in a text is not known");
        var isReport = element.Name == s_sch + "report";
        var id = Required(element, "id");
        var flag = element.Attribute("flag")?.Value ?? element.Attribute("role")?.Value ?? "fatal";
        if (flag is not ("fatal" or "error" or "warning" or "information"))
            throw Refused(element, $"the flag \"{flag}\" is not known");
        var text = Texts.Normalized(element.Value);
        return At(
            element,
            "test",
            expression =>
            {
                var truth = Compiler.Compile(expression, scope).Truth;
                var looksAt = LookedAt.Of(expression, scope);
                return new Assertion(number, id, flag, text, isReport, truth, looksAt);
            }
        );
    }

    /// <summary>An attribute's expression; what is wrong with it is said with its line.</summary>
    private T At<T>(XElement element, string attribute, Func<Expression, T> compile)
    {
        var source = Required(element, attribute);
        try
        {
            return compile(Parser.Parse(source, _prefixes));
        }
        catch (ExpressionException e)
        {
            throw Refused(
                element.Attribute(attribute)!,
                $"{e.Message}, in {attribute}=\"{Texts.Cut(source, MaxShown)}\""
            );
        }
    }

    private string Required(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value ?? throw Refused(element, $"<{element.Name.LocalName}> has no {attribute}");

    private RuleFilesException Refused(IXmlLineInfo where, string text) =>
        new(_file, where.HasLineInfo() ? where.LineNumber : 0, text);

    /// <summary>The files say it in a comment alone, beside the day of their last update: "version 1.3.16", "release
    /// 3.0.21". Another comment names the version of their licence.</summary>
    private static string? Version(XDocument document) =>
        document
            .DescendantNodes()
            .OfType<XComment>()
            .Where(comment => comment.Value.Contains("Last update", StringComparison.OrdinalIgnoreCase))
            .Select(comment => VersionPattern().Match(comment.Value))
            .FirstOrDefault(found => found.Success)
            ?.Groups[1]
            .Value;

    [GeneratedRegex(@"\b(?:version|release)\s+(\d+(?:\.\d+)+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex VersionPattern();
}
