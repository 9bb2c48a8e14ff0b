using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>One invoice line or charge in printed words.</summary>
/// <param name="Section">The heading that stands before it, on a collective invoice where an order begins.</param>
/// <param name="Detail">Small print under the name.</param>
/// <param name="Cells">Quantity, unit price, discount, VAT rate, amount.</param>
internal sealed record TableRow(string? Section, string Name, string Detail, string[] Cells)
{
    private const string One = "C62";

    /// <summary>What people write for the units that they meet (UN/ECE Recommendation 20); other codes are shown as
    /// they are.</summary>
    private static readonly Dictionary<string, string> Units = new()
    {
        [One] = "",
        ["EA"] = "",
        ["H87"] = "",
        ["HUR"] = "h",
        ["MIN"] = "min",
        ["KGM"] = "kg",
        ["GRM"] = "g",
        ["TNE"] = "t",
        ["LTR"] = "l",
        ["MTR"] = "m",
        ["KMT"] = "km",
        ["MTK"] = "m²",
        ["MTQ"] = "m³",
        ["KWH"] = "kWh",
    };

    public static List<TableRow> Of(Invoice invoice, Language language)
    {
        var rows = new List<TableRow>(invoice.Lines.Count + invoice.Charges.Count);
        InvoiceLine? order = null;
        foreach (var line in invoice.Lines)
        {
            var begins = line.OrderLineReference is not null && line.OrderLineReference != order?.OrderLineReference;
            if (line.OrderLineReference != order?.OrderLineReference)
                order = begins ? line : null;
            rows.Add(Of(line, begins ? Heading(line, language) : null, order, language));
        }

        foreach (var charge in invoice.Charges)
            rows.Add(Of(charge, language));
        return rows;
    }

    /// <param name="order">The line that began the order; what its heading says is not said again.</param>
    private static TableRow Of(InvoiceLine line, string? section, InvoiceLine? order, Language language)
    {
        var details = new List<string>();
        if (!string.IsNullOrWhiteSpace(line.SellersItemId))
            details.Add($"{Terms.ItemNumber.PrintedIn(language)} {line.SellersItemId}");
        if (line.Period is { } period && period != order?.Period)
            details.Add(Formats.Period(period, language));
        if (!string.IsNullOrWhiteSpace(line.Note) && line.Note != order?.Note)
            details.Add(line.Note);
        foreach (var allowance in line.Allowances.Where(allowance => !allowance.IsDiscount))
            details.Add($"{Terms.Discount.PrintedIn(language)}: {allowance.Reason}");
        string[] cells =
        [
            Quantity(line, language),
            Formats.UnitPrice(line.NetPrice, language),
            line.Allowances.Count > 0
                ? Formats.Amount(-line.Allowances.Sum(discount => discount.Amount), language)
                : "",
            Rate(line.Vat, language),
            Formats.Amount(line.LineNetAmount, language),
        ];
        return new(section, PrintableText.Of(line.ItemName), PrintableText.Of(string.Join('\n', details)), cells);
    }

    private static TableRow Of(DocumentCharge charge, Language language) =>
        new(
            null,
            PrintableText.Of(charge.Reason),
            "",
            ["", "", "", Rate(charge.Vat, language), Formats.Amount(charge.Amount, language)]
        );

    /// <summary>What is outside the scope of VAT has no rate, not even zero.</summary>
    private static string Rate(VatTreatment vat, Language language) =>
        vat.Category == VatCategory.O ? "" : Formats.Percent(vat.Rate, language);

    /// <summary>The order's number, the day of its supply, and what else the client said of it.</summary>
    private static string Heading(InvoiceLine line, Language language)
    {
        var parts = new List<string> { $"{Terms.OrderNumber.PrintedIn(language)} {line.OrderLineReference}" };
        if (line.Period is { } period)
            parts.Add(Formats.Period(period, language));
        if (!string.IsNullOrWhiteSpace(line.Note))
            parts.Add(line.Note);
        return PrintableText.Of(string.Join(" · ", parts));
    }

    private static string Quantity(InvoiceLine line, Language language)
    {
        var unit = Units.GetValueOrDefault(line.UnitCode, line.UnitCode);
        var quantity = Formats.QuantityOf(line.InvoicedQuantity, language);
        return unit.Length == 0 ? quantity : $"{quantity}\u00A0{PrintableText.OneLine(unit)}";
    }
}
