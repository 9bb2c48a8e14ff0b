namespace Budstikke.Documents.Schematron;

/// <summary>What came of a check.</summary>
public enum Outcome
{
    /// <summary>No fatal rule fired; warnings may have.</summary>
    Valid,

    /// <summary>It is no XML, breaks its schema or a fatal rule, or a rule could not be evaluated over it.</summary>
    Invalid,

    /// <summary>It is larger or deeper than what is looked at, or the check was stopped.</summary>
    CouldNotCheck,
}

/// <summary>How much a finding weighs: only a fatal one makes a document invalid.</summary>
public enum Severity
{
    /// <summary>A receiver will reject the document.</summary>
    Fatal,

    /// <summary>A receiver will take the document.</summary>
    Warning,
}

/// <summary>One thing that a check found.</summary>
/// <param name="RuleSet">The rule file's name without its ending; <c>XML</c> or <c>XSD</c> where it is no rule.</param>
/// <param name="RuleId">The rule's id; for XML and XSD their own name again.</param>
/// <param name="Severity">What it means for the document.</param>
/// <param name="Location">Where, as XPath with the document's own prefixes: <c>/Invoice[1]/cac:TaxTotal[1]</c>.</param>
/// <param name="Line">The line in the document, from 1; 0 where it is not known.</param>
/// <param name="Column">The column in that line, from 1; 0 where it is not known.</param>
/// <param name="Text">What the rule says, or what is wrong.</param>
/// <param name="Value">The fields that the rule looked at and what stood in them, else null.</param>
public sealed record Finding(
    string RuleSet,
    string RuleId,
    Severity Severity,
    string Location,
    int Line,
    int Column,
    string Text,
    string? Value
);

/// <summary>The answer to a check.</summary>
/// <param name="Outcome">Whether the document may be sent.</param>
/// <param name="Findings">What was found, by rule set and in the order of its patterns and of the document.</param>
/// <param name="Reason">Why it could not be checked; else null.</param>
public sealed record Verdict(Outcome Outcome, IReadOnlyList<Finding> Findings, string? Reason = null);

/// <summary>A rule file that a validator was made of.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Version">The version that the file says of itself, else null.</param>
/// <param name="Sha256">The file's SHA-256, in lower-case hexadecimal.</param>
/// <param name="Assertions">How many asserts and reports there are in it.</param>
/// <param name="IsPeppol">Whether it is for documents that travel over Peppol only: its rules' ids say so.</param>
public sealed record RuleSetInfo(string Name, string? Version, string Sha256, int Assertions, bool IsPeppol);
