using System.Globalization;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Wording;

namespace Budstikke.WebConsole;

/// <summary>Amounts and moments as their reader writes them: the day and hour of Norway, UTC on hover.</summary>
internal sealed record Shown(bool IsEnglish)
{
    private Language Language => IsEnglish ? Language.En : Language.No;

    public string Kroner(decimal amount) => Formats.AmountWithCurrency(amount, "kr", Language);

    public string Ore(long ore) => Kroner(ore / 100m);

    public string Percent(decimal rate) => Formats.Percent(rate, Language);

    public string Quantity(decimal quantity) => Formats.QuantityOf(quantity, Language);

    public string Day(DateOnly day) => Formats.Date(day, Language);

    /// <summary>In Norway.</summary>
    public string Moment(long milliseconds)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return $"{Day(OsloTime.DateOf(at))} {OsloTime.ClockOf(at).ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    public static string Utc(long milliseconds) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(milliseconds)
            .UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public string Age(long milliseconds, DateTimeOffset now)
    {
        var age = now - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return age.TotalDays >= 1 ? Said((long)age.TotalDays, new("{0} d", "{0} d"))
            : age.TotalHours >= 1 ? Said((long)age.TotalHours, new("{0} t", "{0} h"))
            : Said(Math.Max(0, (long)age.TotalMinutes), new("{0} min", "{0} min"));
    }

    private string Said(long number, Term term) => term.In(IsEnglish, number);
}
