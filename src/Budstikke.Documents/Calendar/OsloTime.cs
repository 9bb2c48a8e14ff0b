namespace Budstikke.Documents.Calendar;

/// <summary>The time in Norway, by the machine's time zone data: a date on an invoice is a day there.</summary>
public static class OsloTime
{
    private const string Name = "Europe/Oslo";
    private static readonly TimeZoneInfo? s_found = TimeZoneInfo.TryFindSystemTimeZoneById(Name, out var zone)
        ? zone
        : null;

    private static TimeZoneInfo Oslo =>
        s_found ?? throw new TimeZoneNotFoundException(SentenceOf("is not on this machine"));

    /// <summary>Why no day in Norway can be told on this machine, as a sentence; null where it can.</summary>
    public static string? ReasonAgainst() =>
        s_found is null ? SentenceOf("is not on this machine")
        : HasHours(month: 1, hours: 1) && HasHours(month: 7, hours: 2) ? null
        : SentenceOf("has other hours here than it has");

    /// <summary>The day in Norway at a moment.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine has no time zone data.</exception>
    public static DateOnly DateOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Oslo).DateTime);

    /// <summary>What a clock in Norway shows at a moment.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine has no time zone data.</exception>
    public static TimeOnly ClockOf(DateTimeOffset moment) =>
        TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Oslo).DateTime);

    /// <summary>
    /// The moment, UTC, at which a clock in Norway shows the hour: in the autumn night that has it twice the first,
    /// and where the spring night leaves it out the one after it.
    /// </summary>
    /// <param name="day">A day in Norway.</param>
    /// <param name="hour">0 to 23.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine has no time zone data.</exception>
    public static DateTimeOffset MomentOf(DateOnly day, int hour)
    {
        var local = day.ToDateTime(new(hour, 0));
        if (Oslo.IsInvalidTime(local))
            local = local.AddHours(1);
        var offset = Oslo.IsAmbiguousTime(local) ? Oslo.GetAmbiguousTimeOffsets(local).Max() : Oslo.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static bool HasHours(int month, int hours) =>
        Oslo.GetUtcOffset(new DateTime(2026, month, 1)) == TimeSpan.FromHours(hours);

    private static string SentenceOf(string what) =>
        $"The time zone {Name} {what}: install the time zone data (Debian: tzdata). "
        + "A date on an invoice is a day in Norway.";
}
