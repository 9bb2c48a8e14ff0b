using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;

namespace Budstikke.Invoicing;

/// <summary>
/// What the official rules said against documents that a job has rendered. A refused one takes no number, so all that
/// came behind it are numbered and rendered anew; a subject is refused once, so that this comes to an end.
/// </summary>
internal sealed class RuleRefusals(OfficialRules rules)
{
    private readonly Dictionary<string, IReadOnlyList<Violation>> _known = new(StringComparer.Ordinal);

    public static string SubjectOf(InvoiceGroup group) => string.Join(' ', group.OrderIds);

    public static string SubjectOf(RefundRow refund) => $"{refund.OrderId} refund {refund.Refund}";

    public IReadOnlyList<Violation>? Of(string subject) => _known.GetValueOrDefault(subject);

    /// <summary>True where one of them is refused.</summary>
    public bool Take(IEnumerable<(NumberedDocument Document, RenderedInvoice Rendered)> rendered)
    {
        var before = _known.Count;
        foreach (var (document, bytes) in rendered)
            if (OfficialRules.Against(bytes.Verdict) is { Count: > 0 } against)
                _known.Add(document.Subject, against);
        return _known.Count > before;
    }

    /// <summary>
    /// Whether an order would be refused on an invoice of its own too; asked only where its collective one was.
    /// </summary>
    public bool Refuses(InvoiceGroup alone, Invoice invoice)
    {
        var against = OfficialRules.Against(rules.Check(invoice));
        if (against.Count > 0)
            _known[SubjectOf(alone)] = against;
        return against.Count > 0;
    }
}
