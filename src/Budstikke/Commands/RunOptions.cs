using System.CommandLine;
using System.Globalization;
using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary>When a client's collected orders are invoiced, as options.</summary>
internal sealed class RunOptions
{
    private readonly Option<int?> _hour = new(ClientWords.OptionOf(ClientField.RunHour))
    {
        Description =
            "When collected orders are invoiced: the hour, in Norway, of the day after their period; 6 by default.",
    };
    private readonly Option<int?> _closingDay = new(ClientWords.OptionOf(ClientField.MonthlyClosingDay))
    {
        Description = "The last day of a monthly period, by default 31: the month's last.",
    };
    private readonly Option<string?> _closingDays = new(ClientWords.OptionOf(ClientField.TwiceMonthlyClosingDays))
    {
        Description = "The last days of the two periods of a month, by default 15,31.",
    };

    public IReadOnlyList<Option> All => [_hour, _closingDay, _closingDays];

    /// <param name="kept">What holds where an option is not given.</param>
    public RunSettings Read(ParseResult parsed, RunSettings kept) =>
        new()
        {
            Hour = parsed.GetValue(_hour) ?? kept.Hour,
            MonthlyClosingDay = parsed.GetValue(_closingDay) ?? kept.MonthlyClosingDay,
            TwiceMonthlyClosingDays = parsed.GetValue(_closingDays) is { } days
                ? Days(days)
                : kept.TwiceMonthlyClosingDays,
        };

    /// <summary>The days as numbers. A text that is no number becomes 0, which is no day and is refused with the
    /// rest.</summary>
    private static int[] Days(string text) =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(day =>
                    int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
                ),
        ];
}
