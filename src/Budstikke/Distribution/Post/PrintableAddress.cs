using Budstikke.Documents.Pdf;
using Budstikke.Jobs;

namespace Budstikke.Distribution.Post;

/// <summary>Whether a letter can find its way: the lines in the window of the envelope, or what is wrong with the address.</summary>
internal static class PrintableAddress
{
    /// <summary>What the window of a C5 envelope shows.</summary>
    private const int MaxLines = 6;

    /// <summary>What fits into 85 mm in a size that a sorting machine reads.</summary>
    private const int MaxLineCharacters = 45;

    /// <summary>A longer name loses its place to the street.</summary>
    private const int MaxNameLines = 2;

    private const string Domestic = "NO";

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
            ?? WrongPostCode(invoice.PostCode.Trim(), invoice.Country);
        if (reason is not null)
            return ([], reason);
        var name = Wrap(invoice.BuyerName);
        if (name.Count > MaxNameLines)
            return ([], $"The name needs more than {MaxNameLines} lines of {MaxLineCharacters} characters.");
        // The place's name in capitals and a foreign country's name on the last line (Universal Postal Union, S42).
        List<string> lines =
        [
            .. name,
            .. Wrap(invoice.Street),
            .. Wrap($"{invoice.PostCode} {invoice.City}".ToUpperInvariant()),
        ];
        if (invoice.Country != Domestic)
            lines.Add(CountryNames.Of(invoice.Country));
        reason = lines.Select(Unprintable).FirstOrDefault(found => found is not null);
        if (reason is null && lines.Count > MaxLines)
            reason = $"The address needs {lines.Count} lines; an envelope's window shows {MaxLines}.";
        return reason is null ? (lines, null) : ([], reason);
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

    /// <summary>Between words; a word that is longer than a line stays one, to be refused.</summary>
    private static List<string> Wrap(string text)
    {
        List<string> lines = [];
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= MaxLineCharacters)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }
        return lines;
    }

    private static string? Unprintable(string line)
    {
        if (line.Length > MaxLineCharacters)
            return $"\"{Cut.To(line, MaxLineCharacters)}\" is longer than a line of {MaxLineCharacters} characters.";
        return InvoicePdf.CanPrint(line) ? null : $"\"{line}\" has a character that our fonts cannot print.";
    }
}
