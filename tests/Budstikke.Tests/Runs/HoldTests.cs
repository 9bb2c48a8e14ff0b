using Budstikke.Clients;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Runs;

/// <summary>Which period an order belongs to, and when the run goes that invoices it; moments are written in
/// UTC.</summary>
public sealed class HoldTests
{
    /// <summary>The table of the contract: interval and separate invoices, over ends of months, clock changes and New
    /// Year.</summary>
    [Theory]
    // Day by day: 06:00 in Norway is 05:00 UTC in winter and 04:00 in summer.
    [InlineData(0, false, "2026-11-23T09:00Z", "2026-11-23/2026-11-23", "2026-11-24T05:00Z")]
    [InlineData(0, false, "2026-07-01T09:00Z", "2026-07-01/2026-07-01", "2026-07-02T04:00Z")]
    // Midnight in Norway parts the days, not midnight in Greenwich.
    [InlineData(0, false, "2026-11-23T22:59:59Z", "2026-11-23/2026-11-23", "2026-11-24T05:00Z")]
    [InlineData(0, false, "2026-11-23T23:00Z", "2026-11-24/2026-11-24", "2026-11-25T05:00Z")]
    // The clock goes forward on 2026-03-29 and back on 2026-10-25.
    [InlineData(0, false, "2026-03-28T12:00Z", "2026-03-28/2026-03-28", "2026-03-29T04:00Z")]
    [InlineData(0, false, "2026-03-28T23:00Z", "2026-03-29/2026-03-29", "2026-03-30T04:00Z")]
    [InlineData(0, false, "2026-10-24T12:00Z", "2026-10-24/2026-10-24", "2026-10-25T05:00Z")]
    [InlineData(0, false, "2026-10-25T22:59Z", "2026-10-25/2026-10-25", "2026-10-26T05:00Z")]
    // Month by month, whether the invoices are collective or not.
    [InlineData(1, true, "2026-11-01T12:00Z", "2026-11-01/2026-11-30", "2026-12-01T05:00Z")]
    [InlineData(1, false, "2026-11-30T22:59Z", "2026-11-01/2026-11-30", "2026-12-01T05:00Z")]
    [InlineData(1, false, "2026-11-30T23:00Z", "2026-12-01/2026-12-31", "2027-01-01T05:00Z")]
    [InlineData(1, false, "2026-02-10T12:00Z", "2026-02-01/2026-02-28", "2026-03-01T05:00Z")]
    [InlineData(1, false, "2028-02-29T12:00Z", "2028-02-01/2028-02-29", "2028-03-01T05:00Z")]
    [InlineData(1, false, "2026-01-31T12:00Z", "2026-01-01/2026-01-31", "2026-02-01T05:00Z")]
    [InlineData(1, false, "2026-10-31T12:00Z", "2026-10-01/2026-10-31", "2026-11-01T05:00Z")]
    [InlineData(1, false, "2026-03-31T21:59Z", "2026-03-01/2026-03-31", "2026-04-01T04:00Z")]
    [InlineData(1, false, "2026-12-31T22:59Z", "2026-12-01/2026-12-31", "2027-01-01T05:00Z")]
    // Twice a month.
    [InlineData(2, true, "2026-11-01T12:00Z", "2026-11-01/2026-11-15", "2026-11-16T05:00Z")]
    [InlineData(2, false, "2026-11-15T22:59Z", "2026-11-01/2026-11-15", "2026-11-16T05:00Z")]
    [InlineData(2, false, "2026-11-15T23:00Z", "2026-11-16/2026-11-30", "2026-12-01T05:00Z")]
    [InlineData(2, false, "2026-02-28T12:00Z", "2026-02-16/2026-02-28", "2026-03-01T05:00Z")]
    [InlineData(2, false, "2028-02-29T12:00Z", "2028-02-16/2028-02-29", "2028-03-01T05:00Z")]
    [InlineData(2, false, "2026-12-31T12:00Z", "2026-12-16/2026-12-31", "2027-01-01T05:00Z")]
    [InlineData(2, false, "2026-12-31T23:00Z", "2027-01-01/2027-01-15", "2027-01-16T05:00Z")]
    public void An_order_waits_for_the_morning_after_the_period_of_its_acceptance(
        int interval,
        bool separate,
        string accepted,
        string period,
        string until
    )
    {
        var hold = HoldOf(interval, separate, accepted).ShouldNotBeNull();

        hold.Period.ToString().ShouldBe(period);
        hold.Until.ShouldBe(At(until));
        hold.Reason.ShouldBeNull();
    }

    [Fact]
    public void An_order_of_its_own_that_is_not_collected_waits_for_nothing() =>
        HoldOf(0, true, "2026-11-23T09:00Z").ShouldBeNull();

    [Theory]
    [InlineData(2, "2026-03-28T12:00Z", "2026-03-29T01:00Z", "the hour that is left out is the one after it")]
    [InlineData(2, "2026-10-24T12:00Z", "2026-10-25T00:00Z", "of the two the first")]
    [InlineData(3, "2026-10-24T12:00Z", "2026-10-25T02:00Z", "after both")]
    [InlineData(0, "2026-11-23T12:00Z", "2026-11-23T23:00Z", "at once when the day is over")]
    [InlineData(23, "2026-11-23T12:00Z", "2026-11-24T22:00Z", "late in the day")]
    public void A_client_has_an_hour_of_its_own(int hour, string accepted, string until, string why) =>
        HoldOf(0, false, accepted, new() { Hour = hour })!.Until.ShouldBe(At(until), why);

    [Theory]
    [InlineData(1, "20", "2026-11-20T12:00Z", "2026-10-21/2026-11-20", "2026-11-21T05:00Z")]
    [InlineData(1, "20", "2026-11-21T12:00Z", "2026-11-21/2026-12-20", "2026-12-21T05:00Z")]
    [InlineData(1, "30", "2026-02-28T12:00Z", "2026-01-31/2026-02-28", "2026-03-01T05:00Z")]
    [InlineData(1, "1", "2026-12-02T12:00Z", "2026-12-02/2027-01-01", "2027-01-02T05:00Z")]
    [InlineData(2, "10,25", "2026-11-26T12:00Z", "2026-11-26/2026-12-10", "2026-12-11T05:00Z")]
    [InlineData(2, "29,31", "2026-02-20T12:00Z", "2026-02-01/2026-02-28", "2026-03-01T05:00Z")]
    [InlineData(2, "25,10", "2026-11-11T12:00Z", "2026-11-11/2026-11-25", "2026-11-26T05:00Z")]
    public void A_client_has_closing_days_of_its_own(
        int interval,
        string days,
        string accepted,
        string period,
        string until
    )
    {
        int[] closing = [.. days.Split(',').Select(int.Parse)];
        var settings =
            interval == 1
                ? new RunSettings { MonthlyClosingDay = closing[0] }
                : new RunSettings { TwiceMonthlyClosingDays = closing };

        var hold = HoldOf(interval, false, accepted, settings)!;

        (hold.Period.ToString(), hold.Until).ShouldBe((period, At(until)));
    }

    /// <summary>A month after delivery; month by month 15 working days after the month where that is later.</summary>
    [Theory]
    [InlineData(0, "2026-11-23", "2026-12-23")]
    [InlineData(0, "2026-01-31", "2026-02-28")]
    [InlineData(1, "2026-11-01", "2026-12-21")]
    [InlineData(1, "2026-11-30", "2026-12-30")]
    [InlineData(2, "2026-12-01", "2027-01-22")]
    [InlineData(1, "2026-03-02", "2026-04-24")]
    public void The_law_has_a_last_day(int interval, string delivered, string lastDay) =>
        LastIssueDay.Of((InvoiceInterval)interval, DateOnly.Parse(delivered)).ShouldBe(DateOnly.Parse(lastDay));

    [Theory]
    // Its own run would be too late, the next morning is not.
    [InlineData(1, "2026-10-20T12:00Z", "2026-11-03T12:00Z", "2026-11-04T05:00Z")]
    // The last day is today.
    [InlineData(0, "2026-10-23T12:00Z", "2026-11-23T12:00Z", "2026-11-23T12:00Z")]
    // Long past: as soon as can be.
    [InlineData(1, "2026-01-05T12:00Z", "2026-11-03T12:00Z", "2026-11-03T12:00Z")]
    public void What_would_be_invoiced_too_late_goes_earlier_and_says_why(
        int interval,
        string delivered,
        string accepted,
        string until
    )
    {
        var order = OrderOf(interval, false) with { OrderedAt = At(delivered) };

        var hold = Hold.Of(order, At(accepted), new())!;

        hold.Until.ShouldBe(At(until));
        hold.Reason.ShouldNotBeNull().ShouldContain("must be invoiced by");
    }

    [Theory]
    [InlineData(24, 31, "15,31", nameof(ClientField.RunHour))]
    [InlineData(-1, 31, "15,31", nameof(ClientField.RunHour))]
    [InlineData(6, 0, "15,31", nameof(ClientField.MonthlyClosingDay))]
    [InlineData(6, 32, "15,31", nameof(ClientField.MonthlyClosingDay))]
    [InlineData(6, 31, "15", nameof(ClientField.TwiceMonthlyClosingDays))]
    [InlineData(6, 31, "15,15", nameof(ClientField.TwiceMonthlyClosingDays))]
    [InlineData(6, 31, "0,15", nameof(ClientField.TwiceMonthlyClosingDays))]
    [InlineData(6, 31, "5,15,25", nameof(ClientField.TwiceMonthlyClosingDays))]
    public void Settings_that_are_no_days_or_hours_are_refused_by_field(int hour, int day, string days, string field)
    {
        var settings = new RunSettings
        {
            Hour = hour,
            MonthlyClosingDay = day,
            TwiceMonthlyClosingDays = [.. days.Split(',').Select(int.Parse)],
        };

        settings.Check().ShouldHaveSingleItem().Field.ToString().ShouldBe(field);
        new RunSettings().Check().ShouldBeEmpty();
    }

    [Fact]
    public void A_period_reads_as_it_was_written() =>
        Period.Parse("2026-11-01/2026-11-30").ShouldBe(new(new(2026, 11, 1), new(2026, 11, 30)));

    private static Order OrderOf(int interval, bool separate) =>
        Samples.ToPerson with
        {
            Interval = (InvoiceInterval)interval,
            SeparateInvoices = separate,
        };

    private static Hold? HoldOf(int interval, bool separate, string accepted, RunSettings? settings = null) =>
        Hold.Of(OrderOf(interval, separate) with { OrderedAt = At(accepted) }, At(accepted), settings ?? new());

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc);
}
