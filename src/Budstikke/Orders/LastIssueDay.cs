using Budstikke.Documents.Calendar;

namespace Budstikke.Orders;

/// <summary>The last day on which a delivery may be invoiced.</summary>
internal static class LastIssueDay
{
    private const int WorkingDaysAfterMonth = 15;

    /// <summary>A month after the delivery; what is invoiced month by month has 15 working days after the month, where
    /// that is later.</summary>
    public static DateOnly Of(InvoiceInterval interval, DateOnly delivered)
    {
        var monthAfter = delivered.AddMonths(1);
        if (interval == InvoiceInterval.Daily)
            return monthAfter;
        var endOfMonth = new DateOnly(delivered.Year, delivered.Month, 1).AddMonths(1).AddDays(-1);
        var afterMonth = NorwegianHolidays.WorkingDaysAfter(endOfMonth, WorkingDaysAfterMonth);
        return afterMonth > monthAfter ? afterMonth : monthAfter;
    }
}
