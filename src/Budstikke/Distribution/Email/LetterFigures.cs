using System.Globalization;

namespace Budstikke.Distribution.Email;

internal enum DateOrder
{
    DayMonthYear,
    DayMonthNameYear,
    YearMonthDay,
}

/// <summary>How a language writes amounts and dates; the framework's cultures are absent under InvariantGlobalization.</summary>
internal sealed record LetterFigures(char Group, char Point, DateOrder DateOrder)
{
    /// <summary>NOK 1 234,50; it does not break at the end of a line.</summary>
    public string Amount(decimal amount)
    {
        var plain = Math.Round(amount, 2, MidpointRounding.AwayFromZero)
            .ToString("#,##0.00", CultureInfo.InvariantCulture);
        var figure = string.Concat(
            plain.Select(c =>
                c switch
                {
                    ',' => Group,
                    '.' => Point,
                    _ => c,
                }
            )
        );
        return $"NOK\u00a0{figure}";
    }

    public string Date(DateOnly date) =>
        date.ToString(
            DateOrder switch
            {
                DateOrder.DayMonthNameYear => "d MMMM yyyy",
                DateOrder.YearMonthDay => "yyyy-MM-dd",
                _ => "dd.MM.yyyy",
            },
            CultureInfo.InvariantCulture
        );
}
