namespace Budstikke.Clients;

/// <summary>When a client's collected orders are invoiced.</summary>
internal sealed record RunSettings
{
    public const int MaxHour = 23;

    /// <summary>In a shorter month, its last day.</summary>
    public const int MaxClosingDay = 31;

    private const int TwiceMonthly = 2;

    /// <summary>The hour at which the run goes, on the day after the period, in Norway.</summary>
    public int Hour { get; init; } = 6;

    /// <summary>The last day of a monthly period.</summary>
    public int MonthlyClosingDay { get; init; } = MaxClosingDay;

    /// <summary>The last days of the two periods of a month.</summary>
    public IReadOnlyList<int> TwiceMonthlyClosingDays { get; init; } = [15, MaxClosingDay];

    /// <summary>Everything that is wrong with it.</summary>
    public IEnumerable<ClientFinding> Check()
    {
        if (Hour is < 0 or > MaxHour)
            yield return new(ClientField.RunHour, $"must be 0 to {MaxHour}");
        if (!IsDay(MonthlyClosingDay))
            yield return new(ClientField.MonthlyClosingDay, $"must be 1 to {MaxClosingDay}");
        if (
            TwiceMonthlyClosingDays.Distinct().Count(IsDay) != TwiceMonthly
            || TwiceMonthlyClosingDays.Count > TwiceMonthly
        )
            yield return new(
                ClientField.TwiceMonthlyClosingDays,
                $"must be two different days from 1 to {MaxClosingDay}"
            );
    }

    private static bool IsDay(int day) => day is >= 1 and <= MaxClosingDay;
}
