using Budstikke.Connect;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

public sealed class BucketsTests
{
    private readonly TestClock _clock = new(BudstikkeApp.Monday);

    [Fact]
    public void A_full_bucket_gives_all_at_once_and_then_as_they_come_back()
    {
        var buckets = new Buckets(240, _clock);

        for (var left = 239; left >= 0; left--)
            buckets.Take("a").ShouldBe((left, null));
        buckets.Take("a").ShouldBe((0, 1));
        After(0.25);
        buckets.Take("a").ShouldBe((0, null));
        buckets.Take("a").ShouldBe((0, 1));
        After(30);
        buckets.Take("a").ShouldBe((119, null));
        After(3600);
        buckets.Take("a").ShouldBe((239, null));
    }

    [Fact]
    public void No_border_between_two_minutes_lets_twice_as_many_through()
    {
        var buckets = new Buckets(240, _clock);
        _clock.Set(BudstikkeApp.Monday.AddSeconds(59));

        var taken = 0;
        for (var i = 0; i < 480; i++)
        {
            After(0.005);
            if (buckets.Take("a").RetryAfterSeconds is null)
                taken++;
        }

        // 240 that were there, and those that 2.4 s bring.
        taken.ShouldBe(249);
    }

    [Fact]
    public void Who_wants_more_than_is_left_waits_for_all_of_it_and_loses_none()
    {
        var buckets = new Buckets(60, _clock);
        buckets.Take("a", 55);

        buckets.Take("a", 10).ShouldBe((5, 5));
        buckets.Take("a", 10, givenBack: 1).ShouldBe((6, 5));
        buckets.Take("a", 6).ShouldBe((0, null));
    }

    [Fact]
    public void Each_key_has_a_bucket_of_its_own()
    {
        var buckets = new Buckets(1, _clock);

        buckets.Take("a").RetryAfterSeconds.ShouldBeNull();
        buckets.Take("a").RetryAfterSeconds.ShouldBe(60);
        buckets.Take("b").RetryAfterSeconds.ShouldBeNull();
    }

    [Fact]
    public void A_clock_that_is_set_back_makes_nobody_wait_longer_than_a_minute()
    {
        var buckets = new Buckets(10, _clock);
        buckets.Take("a", 10);

        _clock.Set(BudstikkeApp.Monday.AddDays(-1));
        buckets.Take("a").ShouldBe((0, 6));
        After(6);
        buckets.Take("a").ShouldBe((0, null));
    }

    private void After(double seconds) => _clock.Set(_clock.GetUtcNow().AddSeconds(seconds));
}
