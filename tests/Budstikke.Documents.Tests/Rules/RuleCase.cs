using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>A document that breaks one rule.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Broken">A valid document with one thing changed.</param>
/// <param name="Field">Where the rule must find it.</param>
internal sealed record RuleCase(string Id, Invoice Broken, string Field)
{
    /// <summary>Other rules that cannot but be broken with it.</summary>
    public string[] Besides { get; init; } = [];

    /// <summary>Why the official check, asked about the rendered document, does not name the rule; null where it
    /// must.</summary>
    public string? NotOfficial { get; init; }
}
