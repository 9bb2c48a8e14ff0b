namespace Budstikke.Orders;

/// <summary>Inside, times are UTC; a date on an invoice is a day in Norway.</summary>
internal static class OsloTime
{
    private static readonly TimeZoneInfo s_oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    public static DateOnly DateOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, s_oslo).DateTime);

    /// <summary>
    /// The moment, UTC, at which a clock in Norway shows the hour: in the autumn night that has it twice the first, and where the
    /// spring night leaves it out the one after it.
    /// </summary>
    public static DateTimeOffset MomentOf(DateOnly day, int hour)
    {
        var local = day.ToDateTime(new(hour, 0));
        if (s_oslo.IsInvalidTime(local))
            local = local.AddHours(1);
        var offset = s_oslo.IsAmbiguousTime(local)
            ? s_oslo.GetAmbiguousTimeOffsets(local).Max()
            : s_oslo.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
