using Budstikke.Jobs;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Jobs;

/// <summary>When a node may go by its clock.</summary>
public sealed class KnownTimeTests
{
    private static readonly DateTimeOffset s_begin = BudstikkeApp.Monday;
    private static readonly KnownTime s_unasked = new(IsOwn: false);
    private static readonly KnownTime s_alone = new(IsOwn: true);

    [Fact]
    public void Before_it_was_compared_no_clock_is_right() =>
        s_unasked.WhyWrong(Reading(0)).ShouldBe("This node's clock has not been compared yet.");

    [Theory]
    [InlineData(0, null)]
    [InlineData(5, null)]
    [InlineData(-5, null)]
    [InlineData(6, "This node's clock is 6 s ahead of the database's.")]
    [InlineData(-6, "This node's clock is 6 s behind the database's.")]
    [InlineData(30 * 24 * 3600, "This node's clock is 30 days ahead of the database's.")]
    public void A_clock_is_right_that_differs_by_five_seconds_at_most(int seconds, string? why) =>
        s_unasked.After(Reading(0), null).WhyWrong(Reading(10, off: seconds)).ShouldBe(why);

    [Fact]
    public void What_the_question_took_is_no_difference()
    {
        // Asked at 0, answered at 20: the server may have looked at its clock at any moment between.
        var known = s_unasked.After(new(s_begin, Seconds(0), Seconds(20)), null);

        known.WhyWrong(Reading(20)).ShouldBeNull();
        known.WhyWrong(Reading(20, off: -20)).ShouldBeNull();
        known.WhyWrong(Reading(20, off: 6)).ShouldNotBeNull();
        known.WhyWrong(Reading(20, off: -26)).ShouldNotBeNull();
    }

    [Fact]
    public void A_clock_that_is_set_right_is_right_at_once()
    {
        var known = s_unasked.After(Reading(0), null);

        known.WhyWrong(Reading(1, off: 3600)).ShouldBe("This node's clock is 60 min ahead of the database's.");
        known.WhyWrong(Reading(2)).ShouldBeNull();
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(-60, 60)]
    [InlineData(10 * 3600, 300)]
    public void A_shared_clock_that_jumps_is_believed_after_as_long_and_five_minutes_at_most(int jump, int doubted)
    {
        var known = s_unasked.After(Reading(0), null);

        for (var moment = 2; moment < 2 + doubted; moment += 2)
        {
            known = known.After(Reading(moment, off: jump), null);
            known.WhyWrong(Reading(moment, off: jump)).ShouldNotBeNull().ShouldStartWith("The database's clock has");
        }
        known = known.After(Reading(2 + doubted, off: jump), null);

        known.WhyWrong(Reading(2 + doubted, off: jump)).ShouldBeNull();
        known.WhyWrong(Reading(2 + doubted)).ShouldNotBeNull();
    }

    [Fact]
    public void A_shared_clock_that_comes_back_is_believed_at_once()
    {
        var known = s_unasked.After(Reading(0), null).After(Reading(2, off: 3600), null);

        known.After(Reading(4), null).WhyWrong(Reading(4)).ShouldBeNull();
    }

    [Fact]
    public void A_shared_clock_that_jumps_again_is_doubted_anew()
    {
        var known = s_unasked
            .After(Reading(0), null)
            .After(Reading(2, off: 100), null)
            .After(Reading(90, off: 200), null)
            .After(Reading(110, off: 200), null);

        known.WhyWrong(Reading(110, off: 200)).ShouldNotBeNull();
    }

    [Fact]
    public void A_clock_that_goes_a_little_otherwise_each_time_is_followed()
    {
        var known = s_alone;
        for (var i = 0; i < 100; i++)
        {
            known = known.After(Reading(2 * i, off: i), null);
            known.WhyWrong(Reading(2 * i, off: i)).ShouldBeNull();
        }
    }

    [Fact]
    public void A_lone_clock_that_begins_behind_the_newest_fact_is_wrong_until_it_has_come_to_it()
    {
        var fact = s_begin.AddSeconds(100);
        var known = s_alone.After(Reading(0), fact);

        known
            .WhyWrong(Reading(0))
            .ShouldBe(
                "This node's clock is behind the newest fact of the store, which is of 2026-11-23T09:01:40Z. Set "
                    + "it right; if it is right, say so: clock mend."
            );
        known = known.After(Reading(94), fact);
        known.WhyWrong(Reading(94)).ShouldNotBeNull();
        known.After(Reading(95), fact).WhyWrong(Reading(95)).ShouldBeNull();
        known.After(Reading(96, off: 3600), fact).WhyWrong(Reading(96, off: 3600)).ShouldBeNull();
    }

    [Fact]
    public void A_lone_clock_that_jumps_back_behind_the_newest_fact_is_not_believed_however_long_it_stays()
    {
        var known = s_alone.After(Reading(0), null);

        for (var moment = 2; moment < 1000; moment += 2)
            known = known.After(Reading(moment, off: -3600), s_begin);

        known.WhyWrong(Reading(1000, off: -3600)).ShouldNotBeNull();
        known.After(Reading(1002), s_begin).WhyWrong(Reading(1002)).ShouldBeNull();
    }

    [Fact]
    public void A_lone_clock_that_jumps_is_wrong_before_it_is_compared_again() =>
        s_alone
            .After(Reading(0), null)
            .WhyWrong(Reading(1, off: -7200))
            .ShouldBe("This node's clock has jumped 2 h behind.");

    /// <summary>A look that takes no time, so many seconds after the beginning.</summary>
    private static ClockReading Reading(int moment, int off = 0) =>
        new(s_begin.AddSeconds(moment + off), Seconds(moment), Seconds(moment));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
