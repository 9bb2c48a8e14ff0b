using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>One invoice line or charge in printed words.</summary>
/// <param name="Detail">Small print under the name.</param>
/// <param name="Cells">Quantity, unit price, discount, VAT rate, amount.</param>
internal sealed record TableRow(string Name, string Detail, string[] Cells)
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

    /// <param name="order">The line that began the order; what its heading says is not said again.</param>
    /// <param name="sheets">Whether it is shown with VAT, and in which language.</param>
    public static TableRow Of(InvoiceLine line, InvoiceLine? order, Sheets sheets)
    {
        var language = sheets.Language;
        var details = new List<string>();
        if (!string.IsNullOrWhiteSpace(line.SellersItemId))
            details.Add($"{Terms.ItemNumber.PrintedIn(language)} {line.SellersItemId}");
        if (line.Period is { } period && period != order?.Period)
            details.Add(Formats.Period(period, language));
        if (!string.IsNullOrWhiteSpace(line.Note) && line.Note != order?.Note)
            details.Add(line.Note);
        foreach (var allowance in line.Allowances.Where(allowance => !allowance.IsDiscount))
            details.Add($"{Terms.Discount.PrintedIn(language)}: {allowance.Reason}");
        var (price, discount, amount) = sheets.ShowsPricesWithVat
            ? line.WithVat!
            : new(line.NetPrice, line.Allowances.Sum(allowance => allowance.Amount), line.LineNetAmount);
        string[] cells =
        [
            Quantity(line, language),
            Formats.UnitPrice(price, language),
            line.Allowances.Count > 0 ? Formats.Amount(-discount, language) : "",
            Rate(line.Vat, language),
            Formats.Amount(amount, language),
        ];
        return new(PrintableText.Of(line.ItemName), PrintableText.Of(string.Join('\n', details)), cells);
    }

    public static TableRow Of(DocumentCharge charge, Sheets sheets)
    {
        var amount = sheets.ShowsPricesWithVat ? charge.AmountWithVat!.Value : charge.Amount;
        string[] cells = ["", "", "", Rate(charge.Vat, sheets.Language), Formats.Amount(amount, sheets.Language)];
        return new(PrintableText.Of(charge.Reason), "", cells);
    }

    /// <summary>What is outside the scope of VAT has no rate, not even zero.</summary>
    private static string Rate(VatTreatment vat, Language language) =>
        vat.Category == VatCategory.O ? "" : Formats.Percent(vat.Rate, language);

    private static string Quantity(InvoiceLine line, Language language)
    {
        var unit = Units.GetValueOrDefault(line.UnitCode, line.UnitCode);
        var quantity = Formats.QuantityOf(line.InvoicedQuantity, language);
        return unit.Length == 0 ? quantity : $"{quantity}\u00A0{PrintableText.OneLine(unit)}";
    }
}
