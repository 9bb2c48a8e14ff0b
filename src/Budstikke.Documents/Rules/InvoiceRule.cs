using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Rules;

/// <summary>One rule: its id, what it asks for, and the fields that break it in a document.</summary>
public sealed class InvoiceRule
{
    private readonly Func<Invoice, IEnumerable<string>> _breaches;

    private InvoiceRule(string id, string text, Func<Invoice, IEnumerable<string>> breaches)
    {
        Id = id;
        Text = text;
        _breaches = breaches;
    }

    /// <summary>The official id (EN 16931, Peppol), else <c>NO-BUDSTIKKE-nn</c>.</summary>
    public string Id { get; }

    /// <summary>What should be, as a sentence.</summary>
    public string Text { get; }

    /// <summary>One violation for each field that breaks the rule.</summary>
    public IEnumerable<Violation> Check(Invoice invoice) =>
        _breaches(invoice).Select(field => new Violation(Id, field, Text));

    /// <summary>A rule about the document as a whole.</summary>
    internal static InvoiceRule Document(string id, string field, string text, Func<Invoice, bool> holds) =>
        new(id, text, invoice => holds(invoice) ? [] : [field]);

    /// <summary>A rule about each preceding invoice, in its document.</summary>
    internal static InvoiceRule Preceding(
        string id,
        string field,
        string text,
        Func<Invoice, PrecedingInvoice, bool> holds
    ) => Each(id, nameof(Invoice.PrecedingInvoices), field, text, invoice => invoice.PrecedingInvoices, holds);

    /// <summary>A rule about each attachment.</summary>
    internal static InvoiceRule Attachment(string id, string field, string text, Func<AttachedDocument, bool> holds) =>
        Each(id, nameof(Invoice.Attachments), field, text, invoice => invoice.Attachments, (_, file) => holds(file));

    /// <summary>A rule about each line.</summary>
    internal static InvoiceRule Line(string id, string field, string text, Func<InvoiceLine, bool> holds) =>
        Line(id, field, text, (_, line) => holds(line));

    /// <summary>A rule about each line, in its document.</summary>
    internal static InvoiceRule Line(string id, string field, string text, Func<Invoice, InvoiceLine, bool> holds) =>
        Each(id, nameof(Invoice.Lines), field, text, invoice => invoice.Lines, holds);

    /// <summary>A rule about each discount of each line.</summary>
    internal static InvoiceRule LineAllowance(string id, string field, string text, Func<LineAllowance, bool> holds) =>
        EachOfLines(id, nameof(InvoiceLine.Allowances), field, text, line => line.Allowances, holds);

    /// <summary>A rule about each charge of each line.</summary>
    internal static InvoiceRule LineCharge(string id, string field, string text, Func<LineCharge, bool> holds) =>
        EachOfLines(id, nameof(InvoiceLine.Charges), field, text, line => line.Charges, holds);

    /// <summary>A rule about each discount on the whole.</summary>
    internal static InvoiceRule Allowance(string id, string field, string text, Func<DocumentAllowance, bool> holds) =>
        Each(id, nameof(Invoice.Allowances), field, text, invoice => invoice.Allowances, (_, part) => holds(part));

    /// <summary>A rule about each fee.</summary>
    internal static InvoiceRule Charge(string id, string field, string text, Func<DocumentCharge, bool> holds) =>
        Each(id, nameof(Invoice.Charges), field, text, invoice => invoice.Charges, (_, charge) => holds(charge));

    /// <summary>A rule about each VAT breakdown, in its document.</summary>
    internal static InvoiceRule Breakdown(
        string id,
        string field,
        string text,
        Func<Invoice, VatBreakdown, bool> holds
    ) => Each(id, nameof(Invoice.VatBreakdowns), field, text, invoice => invoice.VatBreakdowns, holds);

    private static InvoiceRule EachOfLines<T>(
        string id,
        string list,
        string field,
        string text,
        Func<InvoiceLine, IReadOnlyList<T>> partsOf,
        Func<T, bool> holds
    ) =>
        new(
            id,
            text,
            invoice =>
                from line in invoice.Lines.Index()
                from part in partsOf(line.Item).Index()
                where !holds(part.Item)
                select $"{nameof(Invoice.Lines)}[{line.Index}].{list}[{part.Index}].{field}"
        );

    private static InvoiceRule Each<T>(
        string id,
        string list,
        string field,
        string text,
        Func<Invoice, IReadOnlyList<T>> partsOf,
        Func<Invoice, T, bool> holds
    ) =>
        new(
            id,
            text,
            invoice =>
                from part in partsOf(invoice).Index()
                where !holds(invoice, part.Item)
                select $"{list}[{part.Index}].{field}"
        );
}
