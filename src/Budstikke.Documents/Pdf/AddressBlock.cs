using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf.Layout;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Documents.Wording;

namespace Budstikke.Documents.Pdf;

/// <summary>The buyer's name and address as the sheet shows them in an envelope's window (C5, C65, E65).</summary>
/// <param name="Lines">1 to <see cref="MaxLines"/>, from above; the place in capitals, a foreign country's name
/// last.</param>
/// <param name="CutShort">What had no room there, in full; its line ends in an ellipsis. Empty where the window shows
/// everything.</param>
public sealed record AddressBlock(IReadOnlyList<string> Lines, IReadOnlyList<string> CutShort)
{
    /// <summary>What a window shows.</summary>
    public const int MaxLines = 6;

    /// <summary>A longer name loses its place to the street.</summary>
    public const int MaxNameLines = 2;

    internal const double Width = 85 * Page.Mm;

    /// <summary>Sets name and address into the window.</summary>
    /// <param name="name">BT-44.</param>
    /// <param name="address">BG-8.</param>
    /// <param name="fromCountry">Where the letter is posted: an address in another country ends with its name.</param>
    public static AddressBlock Of(string name, PostalAddress address, string fromCountry)
    {
        var (lines, cutShort) = (new List<string>(), new List<string>());
        var isAbroad = fromCountry != address.Country;
        var place = Capitals(PrintableText.OneLine($"{address.PostCode} {address.City}"));
        var street = PrintableText.Of(address.Street).Trim();
        var room = MaxLines - (place.Length > 0 ? 1 : 0) - (isAbroad ? 1 : 0);
        Add(PrintableText.OneLine(name), street.Length > 0 ? MaxNameLines : room);
        if (street.Length > 0)
            Add(street, room - lines.Count);
        if (place.Length > 0)
            Add(place, 1);
        if (isAbroad)
            lines.Add(Countries.Name(address.Country));
        return new(lines, cutShort);

        // The invariant rules leave the dotless i of Baku and Diyarbakır as it is.
        static string Capitals(string text) => text.ToUpperInvariant().Replace('ı', 'I');

        void Add(string text, int count)
        {
            var fitted = FittedText.Lines(text, Look.Address, Width, count, 10);
            if (!fitted.IsWhole)
                cutShort.Add(text);
            lines.AddRange(fitted.Lines.Where(line => !string.IsNullOrWhiteSpace(line)));
        }
    }
}
