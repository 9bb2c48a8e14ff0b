using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf.Layout;

/// <summary>What stands together in the table: the lines of one order, or the charges.</summary>
/// <param name="Heading">On a collective document which order it is, and when it was delivered; else null.</param>
/// <param name="Sum">What the order comes to; null where there is no heading.</param>
internal sealed record TablePart(string? Heading, IReadOnlyList<TableRow> Rows, string? Sum)
{
    public static List<TablePart> Of(Sheets sheets)
    {
        var parts = new List<TablePart>();
        var lines = sheets.Invoice.Lines;
        for (var first = 0; first < lines.Count; )
        {
            var next = first + 1;
            while (next < lines.Count && lines[next].OrderLineReference == lines[first].OrderLineReference)
                next++;
            parts.Add(OfOrder([.. lines.Take(first..next)], sheets));
            first = next;
        }

        // A charge belongs to no order: what is last on a collective document is no order's sum.
        var charges = sheets.Invoice.Charges.Select(charge => TableRow.Of(charge, sheets)).ToList();
        if (charges.Count > 0)
            parts.Add(new(null, charges, null));
        return parts;
    }

    private static TablePart OfOrder(List<InvoiceLine> lines, Sheets sheets)
    {
        var (first, language) = (lines[0], sheets.Language);
        if (first.OrderLineReference is null)
            return new(null, lines.ConvertAll(line => TableRow.Of(line, null, sheets)), null);
        var sum = lines.Sum(line => sheets.ShowsPricesWithVat ? line.WithVat!.Amount : line.LineNetAmount);
        return new(
            HeadingOf(first, language),
            lines.ConvertAll(line => TableRow.Of(line, first, sheets)),
            Formats.Amount(sum, language)
        );
    }

    /// <summary>The order's number, the day of its supply, and what else the client said of it.</summary>
    private static string HeadingOf(InvoiceLine line, Language language)
    {
        var parts = new List<string> { $"{Terms.OrderNumber.PrintedIn(language)} {line.OrderLineReference}" };
        if (line.Period is { } period)
            parts.Add($"{Terms.DeliveryDate.PrintedIn(language)} {Formats.Period(period, language)}");
        if (!string.IsNullOrWhiteSpace(line.Note))
            parts.Add(line.Note);
        return PrintableText.Of(string.Join(" · ", parts));
    }
}
