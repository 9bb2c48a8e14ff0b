using System.CommandLine;
using System.Globalization;
using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary>When a client's collected orders are invoiced, as options.</summary>
internal static class RunOptions
{
    private static readonly Option<int?> s_hour = new("--run-hour")
    {
        Description =
            "When collected orders are invoiced: the hour, in Norway, of the day after their period; 6 by default.",
    };
    private static readonly Option<int?> s_closingDay = new("--closing-day")
    {
        Description = "The last day of a monthly period, by default 31: the month's last.",
    };
    private static readonly Option<string?> s_closingDays = new("--closing-days")
    {
        Description = "The last days of the two periods of a month, by default 15,31.",
    };

    public static IReadOnlyList<Option> All { get; } = [s_hour, s_closingDay, s_closingDays];

    /// <param name="kept">What holds where an option is not given.</param>
    public static RunSettings Read(ParseResult parsed, RunSettings kept) =>
        new()
        {
            Hour = parsed.GetValue(s_hour) ?? kept.Hour,
            MonthlyClosingDay = parsed.GetValue(s_closingDay) ?? kept.MonthlyClosingDay,
            TwiceMonthlyClosingDays = parsed.GetValue(s_closingDays) is { } days
                ? Days(days)
                : kept.TwiceMonthlyClosingDays,
        };

    /// <summary>What is no number is no day, and so refused with the rest.</summary>
    private static int[] Days(string text) =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(day =>
                    int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
                ),
        ];
}
