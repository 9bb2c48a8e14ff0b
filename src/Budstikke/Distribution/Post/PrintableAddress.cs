using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Jobs;

namespace Budstikke.Distribution.Post;

/// <summary>Whether a letter can find its way: the lines in the window of the envelope, or what is wrong with the
/// address.</summary>
internal static class PrintableAddress
{
    /// <summary>
    /// What fits into a line in a size that a sorting machine reads; a longer word would be broken in the middle.
    /// </summary>
    private const int MaxWordCharacters = 45;

    private const int MaxShownCharacters = 100;

    private static readonly string s_room =
        $"it shows {AddressBlock.MaxLines} lines, {AddressBlock.MaxNameLines} of them for the name";

    /// <summary>How many digits a postcode has, where we know it; elsewhere any that is printable is taken.</summary>
    private static readonly Dictionary<string, int> s_postCodeDigits = new()
    {
        ["NO"] = 4,
        ["DK"] = 4,
        ["SE"] = 5,
        ["FI"] = 5,
        ["DE"] = 5,
    };

    /// <summary>The lines as our PDF prints them, or the reason for refusing the address as a sentence.</summary>
    public static (IReadOnlyList<string> Lines, string? Reason) Check(DispatchedInvoice invoice)
    {
        var reason =
            Missing("name", invoice.BuyerName)
            ?? Missing("street", invoice.Street)
            ?? Missing("city", invoice.City)
            ?? WrongPostCode(invoice.PostCode.Trim(), invoice.Country)
            ?? Unprintable(invoice.BuyerName)
            ?? Unprintable(invoice.Street)
            ?? Unprintable($"{invoice.PostCode} {invoice.City}");
        if (reason is not null)
            return ([], reason);
        PostalAddress address = new(invoice.Street, invoice.PostCode, invoice.City, invoice.Country);
        var (lines, cutShort) = AddressBlock.Of(invoice.BuyerName, address, invoice.SellerCountry);
        return cutShort is [var part, ..]
            ? ([], $"\"{Cut.To(part, MaxShownCharacters)}\" has no room in an envelope's window: {s_room}.")
            : (lines, null);
    }

    private static string? Missing(string part, string text) =>
        string.IsNullOrWhiteSpace(text) ? $"The address has no {part}." : null;

    private static string? WrongPostCode(string postCode, string country)
    {
        if (!s_postCodeDigits.TryGetValue(country, out var count))
            return null;
        var digits = WithoutPrefix(postCode, country).Replace(" ", "", StringComparison.Ordinal);
        var isRight = digits.Length == count && digits.All(char.IsAsciiDigit) && digits.AsSpan().ContainsAnyExcept('0');
        return isRight ? null : $"A postcode in {country} has {count} digits; this one is \"{postCode}\".";
    }

    /// <summary>People write SE-123 45 and, as before 1994, S-123 45 and D-10115.</summary>
    private static string WithoutPrefix(string postCode, string country) =>
        postCode.StartsWith($"{country}-", StringComparison.OrdinalIgnoreCase) ? postCode[3..]
        : postCode.StartsWith($"{country[0]}-", StringComparison.OrdinalIgnoreCase) ? postCode[2..]
        : postCode;

    private static string? Unprintable(string part)
    {
        var words = part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.FirstOrDefault(word => word.Length > MaxWordCharacters) is { } longest)
            return $"\"{Cut.To(longest, MaxWordCharacters)}\" is longer than a line of {MaxWordCharacters} characters.";
        return words.All(InvoicePdf.CanPrint)
            ? null
            : $"\"{Cut.To(string.Join(' ', words), MaxShownCharacters)}\" has a character that our fonts cannot print.";
    }
}
