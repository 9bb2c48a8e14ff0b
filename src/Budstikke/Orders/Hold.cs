using Budstikke.Clients;
using Budstikke.Documents.Calendar;

namespace Budstikke.Orders;

/// <summary>What an order waits for that is not invoiced at once.</summary>
/// <param name="Period">Of its acceptance.</param>
/// <param name="Until">The run that invoices it goes at this moment, or as soon after it as it can.</param>
/// <param name="Reason">Why that is earlier than its period's own run; null where it is not.</param>
internal sealed record Hold(Period Period, DateTimeOffset Until, string? Reason)
{
    /// <summary>Null: the order is invoiced at once.</summary>
    public static Hold? Of(Order order, DateTimeOffset acceptedAt, RunSettings settings)
    {
        if (order.IsAtOnce)
            return null;
        var accepted = OsloTime.DateOf(acceptedAt);
        var delivered = OsloTime.DateOf(order.OrderedAt);
        var period = Period.Of(order.Interval, accepted, settings);
        var lastDay = LastIssueDay.Of(order.Interval, delivered);
        if (period.RunDay <= lastDay)
            return new(period, OsloTime.MomentOf(period.RunDay, settings.Hour), null);
        var nextDay = accepted.AddDays(1);
        var until = nextDay <= lastDay ? OsloTime.MomentOf(nextDay, settings.Hour) : acceptedAt;
        return new(
            period,
            until,
            $"Delivered on {delivered:O}, it must be invoiced by {lastDay:O}; the run of its period goes on "
                + $"{period.RunDay:O}."
        );
    }
}
