namespace Budstikke.Documents.Rules;

/// <summary>A rule that a document breaks.</summary>
/// <param name="RuleId">The official id where there is one, else ours: <c>NO-BUDSTIKKE-nn</c>.</param>
/// <param name="Field">Where in <see cref="Invoices.Invoice"/>: <c>Lines[0].NetPrice</c>, counted from 0.</param>
/// <param name="Text">What should have been, as a sentence.</param>
public sealed record Violation(string RuleId, string Field, string Text)
{
    /// <summary>For a log: id, field and text; it holds no value of the document.</summary>
    public override string ToString() => $"{RuleId} at {Field}: {Text}";
}
