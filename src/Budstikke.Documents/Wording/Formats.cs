using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Wording;

/// <summary>
/// Figures and dates in each language, with characters of our own choice: the framework's cultures are absent under
/// InvariantGlobalization, and differ from one ICU to the next.
/// </summary>
public static class Formats
{
    private const char NoBreakSpace = '\u00A0';
    private const char Minus = '\u2212';
    private const string Money = "0.00";
    private const string Price = "0.00######";
    private const string Quantity = "0.########";
    private const int LongestFigure = 64;

    private static readonly string[] EnglishMonths =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// <summary>Two decimals: 1 234,50.</summary>
    public static string Amount(decimal amount, Language language) =>
        Figure(Math.Round(amount, 2, MidpointRounding.AwayFromZero), Money, language);

    /// <summary>NOK 1 234,50.</summary>
    public static string AmountWithCurrency(decimal amount, string currency, Language language) =>
        currency + NoBreakSpace + Amount(amount, language);

    /// <summary>Two to eight decimals (BT-146).</summary>
    public static string UnitPrice(decimal price, Language language) => Figure(price, Price, language);

    /// <summary>Up to eight decimals (BT-129).</summary>
    public static string QuantityOf(decimal quantity, Language language) => Figure(quantity, Quantity, language);

    /// <summary>25 %, in English 25%.</summary>
    public static string Percent(decimal rate, Language language) =>
        Figure(rate, Quantity, language) + (language == Language.En ? "%" : "\u00A0%");

    /// <summary>05.03.2026, in English 5 March 2026, in Swedish 2026-03-05.</summary>
    public static string Date(DateOnly date, Language language) =>
        language switch
        {
            Language.En => $"{date.Day}{NoBreakSpace}{EnglishMonths[date.Month - 1]}{NoBreakSpace}{date.Year:0000}",
            Language.Sv => $"{date.Year:0000}-{date.Month:00}-{date.Day:00}",
            _ => $"{date.Day:00}.{date.Month:00}.{date.Year:0000}",
        };

    /// <summary>The first and the last day, or the only one.</summary>
    public static string Period(InvoicingPeriod period, Language language)
    {
        var first = Date(period.Start, language);
        return period.Start == period.End ? first : $"{first} – {Date(period.End, language)}";
    }

    private static string Figure(decimal value, string format, Language language)
    {
        var (group, point, minus) = language switch
        {
            Language.En => (',', '.', '-'),
            Language.No or Language.Sv => (NoBreakSpace, ',', Minus),
            _ => ('.', ',', '-'),
        };
        Span<char> plain = stackalloc char[LongestFigure];
        Math.Abs(value).TryFormat(plain, out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        plain = plain[..length];
        var whole = plain.IndexOf('.') is >= 0 and var at ? at : length;
        Span<char> figure = stackalloc char[2 * LongestFigure];
        var written = 0;
        if (value < 0 && plain.IndexOfAnyInRange('1', '9') >= 0)
            figure[written++] = minus;
        for (var i = 0; i < length; i++)
        {
            if (i > 0 && i < whole && (whole - i) % 3 == 0)
                figure[written++] = group;
            figure[written++] = plain[i] == '.' ? point : plain[i];
        }

        return new(figure[..written]);
    }
}
