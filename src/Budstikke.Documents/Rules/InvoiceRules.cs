using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>
/// What a document of ours must keep before it is issued: the official rules that our own data could break, and the
/// Norwegian ones that the official check does not ask for (or no longer does: the due date, the check digits of KID
/// and account). A number once given cannot be taken back, so this is asked before, whatever the channel; the official
/// check of the rendered document is another one.
/// </summary>
public static class InvoiceRules
{
    /// <summary>Every rule; an id may stand for rules about several fields.</summary>
    public static IReadOnlyList<InvoiceRule> All { get; } =
    [.. NorwegianRules.All, .. ContentRules.All, .. AmountRules.All, .. VatRules.All];

    /// <summary>What the document breaks; empty when it may be issued.</summary>
    public static IReadOnlyList<Violation> Check(Invoice invoice) => [.. All.SelectMany(rule => rule.Check(invoice))];
}
