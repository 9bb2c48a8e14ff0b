using System.Globalization;
using Budstikke.Documents.Calendar;

namespace Budstikke.Documents.Tests.Calendar;

public sealed class OsloTimeTests
{
    [Theory]
    [InlineData("2026-11-23T22:59:59Z", "2026-11-23")]
    [InlineData("2026-11-23T23:00:00Z", "2026-11-24")]
    [InlineData("2026-07-01T21:59:59Z", "2026-07-01")]
    [InlineData("2026-07-01T22:00:00Z", "2026-07-02")]
    public void A_day_begins_at_midnight_in_Norway(string moment, string day) =>
        OsloTime.DateOf(Moment(moment)).ShouldBe(DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture));

    // The clock goes from 2 to 3 on 29 March 2026, and from 3 back to 2 on 25 October.
    [Theory]
    [InlineData("2026-11-24", 6, "2026-11-24T05:00:00Z")]
    [InlineData("2026-07-01", 0, "2026-06-30T22:00:00Z")]
    [InlineData("2026-03-29", 2, "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25", 2, "2026-10-25T00:00:00Z")]
    public void An_hour_of_a_day_is_one_moment_even_in_the_nights_that_have_it_twice_or_never(
        string day,
        int hour,
        string moment
    ) => OsloTime.MomentOf(DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture), hour).ShouldBe(Moment(moment));

    [Fact]
    public void A_machine_that_knows_the_zone_has_nothing_against_it() => OsloTime.ReasonAgainst().ShouldBeNull();

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
