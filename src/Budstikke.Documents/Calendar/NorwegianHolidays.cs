namespace Budstikke.Documents.Calendar;

/// <summary>
/// The public holidays of Norway (helligdagsfredloven § 2, and 1 and 17 May). 24 and 31 December are none. For years
/// from 1947, when 1 May became one.
/// </summary>
public static class NorwegianHolidays
{
    /// <summary>Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension, Whitsun.</summary>
    private static readonly int[] s_daysFromEaster = [-3, -2, 0, 1, 39, 49, 50];

    private static readonly (int Month, int Day)[] s_fixed = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)];

    /// <summary>True of a public holiday, whatever its weekday; an ordinary Sunday is none.</summary>
    public static bool IsHoliday(DateOnly date) =>
        s_fixed.Contains((date.Month, date.Day))
        || s_daysFromEaster.Contains(date.DayNumber - EasterSunday(date.Year).DayNumber);

    /// <summary>Neither Saturday, Sunday nor holiday: a day on which a debt can fall due (gjeldsbrevlova §
    /// 5).</summary>
    public static bool IsWorkingDay(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(date);

    /// <summary>The date itself, or the first working day after it.</summary>
    public static DateOnly OnOrAfter(DateOnly date)
    {
        while (!IsWorkingDay(date))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>The <paramref name="count"/>-th working day after a date, which itself is not counted.</summary>
    /// <param name="date">Any day: the last of a month, for the time limit of 15 working days.</param>
    /// <param name="count">0 gives the date itself.</param>
    public static DateOnly WorkingDaysAfter(DateOnly date, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (; count > 0; count--)
            date = OnOrAfter(date.AddDays(1));
        return date;
    }

    /// <summary>The Sunday after the first full moon of spring in the Gregorian calendar (Meeus, Astronomical
    /// Algorithms, ch. 8).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var (century, yearOfCentury) = (year / 100, year % 100);
        var moonCycle = year % 19;
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var fullMoon = ((19 * moonCycle) + century - (century / 4) - moonCorrection + 15) % 30;
        var toSunday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - fullMoon - (yearOfCentury % 4)) % 7;
        var lateMoon = (moonCycle + (11 * fullMoon) + (22 * toSunday)) / 451;
        var daysFromMarch = fullMoon + toSunday - (7 * lateMoon) + 114;
        return new(year, daysFromMarch / 31, (daysFromMarch % 31) + 1);
    }
}
