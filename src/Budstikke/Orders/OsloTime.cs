using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>Inside, times are UTC; a date on an invoice is a day in Norway.</summary>
internal static class OsloTime
{
    private const string Name = "Europe/Oslo";
    private static readonly TimeZoneInfo? s_found = TimeZoneInfo.TryFindSystemTimeZoneById(Name, out var zone)
        ? zone
        : null;

    private static TimeZoneInfo Oslo => s_found ?? throw Refusal("is not on this machine");

    /// <summary>Without the zone's rules orders would be taken that can never be invoiced.</summary>
    /// <exception cref="StorageRefusedException">The machine has no time zone data, or other than it should.</exception>
    public static void RefuseAbsent()
    {
        foreach (var (month, hours) in new[] { (1, 1), (7, 2) })
            if (Oslo.GetUtcOffset(new DateTime(2026, month, 1)) != TimeSpan.FromHours(hours))
                throw Refusal("has other hours here than it has");
    }

    private static StorageRefusedException Refusal(string what) =>
        new(
            $"The time zone {Name} {what}: install the time zone data (Debian: tzdata). A date on an invoice is a day in Norway."
        );

    public static DateOnly DateOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Oslo).DateTime);

    /// <summary>
    /// The moment, UTC, at which a clock in Norway shows the hour: in the autumn night that has it twice the first, and where the
    /// spring night leaves it out the one after it.
    /// </summary>
    public static DateTimeOffset MomentOf(DateOnly day, int hour)
    {
        var local = day.ToDateTime(new(hour, 0));
        if (Oslo.IsInvalidTime(local))
            local = local.AddHours(1);
        var offset = Oslo.IsAmbiguousTime(local) ? Oslo.GetAmbiguousTimeOffsets(local).Max() : Oslo.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
