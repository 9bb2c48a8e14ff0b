using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Schema;
using Budstikke.Documents.Schematron.Rules;
using Budstikke.Documents.Schematron.Trees;
using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron;

/// <summary>
/// Checks UBL documents by rule files: their XML schema first, then every Schematron file. It is compiled once, keeps
/// nothing of a document and may be used by all threads at once.
/// </summary>
public sealed partial class Validator
{
    /// <summary>A larger document is not looked at.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Of a document's faults against its schema so many are told.</summary>
    public const int MaxSchemaFindings = 20;

    private readonly CompiledRules[] _rules;
    private readonly Names _names;
    private readonly XmlSchemaSet? _schemas;
    private readonly XmlReaderSettings _settings;

    private Validator(CompiledRules[] rules, Names names, XmlSchemaSet? schemas, IReadOnlyList<RuleSetInfo> ruleSets)
    {
        _rules = rules;
        _names = names;
        _schemas = schemas;
        RuleSets = ruleSets;
        _settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxBytes,
        };
    }

    /// <summary>The rule files, in the order of their names.</summary>
    public IReadOnlyList<RuleSetInfo> RuleSets { get; }

    /// <summary>Whether the XML schema is asked before the rules.</summary>
    public bool HasSchemas => _schemas is not null;

    /// <summary>Compiles rule files: those that end in .sch, and the .xsd beside them where there are any.</summary>
    /// <param name="files">Contents by name; a name is a path with / from the folder that all are in.</param>
    /// <exception cref="RuleFilesException">Something in them is not known, or there is no rule file.</exception>
    public static Validator Compile(IReadOnlyDictionary<string, byte[]> files)
    {
        var schemas = Task.Run(() => Schemas.Compile(files));
        var names = new Names();
        var found = files
            .Where(file => file.Key.EndsWith(".sch", StringComparison.OrdinalIgnoreCase))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .ToArray();
        if (found.Length == 0)
            throw new RuleFilesException("*.sch", 0, "there is no rule file");
        CompiledRules[] rules = [.. found.Select(file => SchematronFile.Compile(file.Key, file.Value, names))];
        foreach (var set in rules)
            set.Dispatch(names.Count);
        var infos = rules.Zip(found, (set, file) => InfoOf(set, file.Value)).ToArray();
        return new(rules, names, schemas.GetAwaiter().GetResult(), infos);
    }

    /// <summary>Checks one document.</summary>
    /// <param name="document">The XML as it is sent.</param>
    /// <param name="travelsOverPeppol">False leaves out the rule sets that are for Peppol alone.</param>
    /// <param name="stopping">Ends the check as <see cref="Outcome.CouldNotCheck"/>.</param>
    public Verdict Check(byte[] document, bool travelsOverPeppol = true, CancellationToken stopping = default)
    {
        if (document.Length > MaxBytes)
            return CouldNot($"it is larger than {MaxBytes} bytes");
        try
        {
            var (tree, faults) = Read(document);
            return faults.Count > 0 ? new(Outcome.Invalid, faults) : ByRules(tree, travelsOverPeppol, stopping);
        }
        catch (XmlException e)
        {
            var fault = new Finding("XML", "XML", Severity.Fatal, "/", e.LineNumber, e.LinePosition, e.Message, null);
            return new(Outcome.Invalid, [fault]);
        }
        catch (TooMuchException e)
        {
            return CouldNot(e.Message);
        }
        catch (TooDeepException e)
        {
            return CouldNot(e.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return CouldNot("it took too long");
        }
    }

    /// <summary>The document as a tree; what breaks its schema beside it.</summary>
    internal (Tree Tree, IReadOnlyList<Finding> Faults) Read(byte[] document)
    {
        var faults = new List<(XmlSchemaException Fault, int Node)>();
        using var plain = XmlReader.Create(new MemoryStream(document, writable: false), _settings);
        TreeReader? trees = null;
        using var reader = _schemas is null
            ? plain
            : XmlReader.Create(
                plain,
                BySchema(
                    (_, e) =>
                    {
                        if (faults.Count < MaxSchemaFindings)
                            faults.Add((e.Exception, trees!.Here));
                    }
                )
            );
        trees = new TreeReader(reader, _names);
        var tree = trees.Read();
        if (_schemas is not null && faults.Count == 0 && !KnowsRoot(tree))
            faults.Add(
                (new XmlSchemaException($"no schema knows <{tree.NameOf(1).Qualified}> as a document", null, 1, 1), 0)
            );
        return (tree, [.. faults.Select(fault => OfSchema(tree, fault.Fault, fault.Node))]);
    }

    /// <summary>The rules alone, over a document that was read.</summary>
    internal Verdict ByRules(Tree tree, bool travelsOverPeppol, CancellationToken stopping)
    {
        var findings = new List<Finding>();
        for (var at = 0; at < _rules.Length; at++)
        {
            if (!travelsOverPeppol && RuleSets[at].IsPeppol)
                continue;
            var failures = _rules[at].Check(tree, stopping);
            if (failures.Count == 0)
                continue;
            findings.AddRange(
                failures
                    .OrderBy(failure => failure.Rule.Pattern)
                    .ThenBy(failure => failure.Node)
                    .ThenBy(failure => failure.Assertion.Number)
                    .Select(failure => OfRule(_rules[at].Name, tree, failure))
            );
        }
        var isValid = findings.TrueForAll(finding => finding.Severity != Severity.Fatal);
        return new(isValid ? Outcome.Valid : Outcome.Invalid, findings);
    }

    private bool KnowsRoot(Tree tree) =>
        tree.NameOf(1) is var root && _schemas!.GlobalElements.Contains(new XmlQualifiedName(root.Local, root.Uri));

    private XmlReaderSettings BySchema(ValidationEventHandler onFault)
    {
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            ValidationFlags = XmlSchemaValidationFlags.None,
            Schemas = _schemas!,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
        };
        settings.ValidationEventHandler += onFault;
        return settings;
    }

    private static Finding OfSchema(Tree tree, XmlSchemaException fault, int node) =>
        new(
            "XSD",
            "XSD",
            Severity.Fatal,
            tree.Path(node),
            fault.LineNumber,
            fault.LinePosition,
            Namespace().Replace(fault.Message, ""),
            null
        );

    /// <summary>The framework writes each name with its namespace, which nobody reads.</summary>
    [GeneratedRegex("urn:[^' ]*:", RegexOptions.None, 1000)]
    private static partial Regex Namespace();

    private static Finding OfRule(string ruleSet, Tree tree, in Failure failure)
    {
        var isFatal = failure.Error is not null || failure.Assertion.Flag is "fatal" or "error";
        var text = failure.Error is null
            ? failure.Assertion.Text
            : $"{failure.Assertion.Text} (It could not be evaluated: {failure.Error}.)";
        ref readonly var row = ref tree[failure.Node];
        return new(
            ruleSet,
            failure.Assertion.Id,
            isFatal ? Severity.Fatal : Severity.Warning,
            tree.Path(failure.Node),
            row.Line,
            row.Column,
            text,
            failure.Value
        );
    }

    private static RuleSetInfo InfoOf(CompiledRules rules, byte[] content)
    {
        var assertions = rules.Rules.SelectMany(rule => rule.Assertions).ToArray();
        return new(
            rules.Name,
            rules.Version,
            Convert.ToHexStringLower(SHA256.HashData(content)),
            assertions.Length,
            assertions.Any(one => one.Id.StartsWith("PEPPOL-", StringComparison.Ordinal))
        );
    }

    private static Verdict CouldNot(string reason) => new(Outcome.CouldNotCheck, [], reason);
}
