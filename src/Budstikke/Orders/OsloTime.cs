namespace Budstikke.Orders;

/// <summary>Inside, times are UTC; a date on an invoice is a day in Norway.</summary>
internal static class OsloTime
{
    private static readonly TimeZoneInfo s_oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    public static DateOnly DateOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, s_oslo).DateTime);
}
