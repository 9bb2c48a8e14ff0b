using Budstikke.Jobs;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Jobs;

/// <summary>Whom a pump calls, and how often at a time.</summary>
public sealed class SlotsTests
{
    private const int Concurrency = 40;
    private readonly TestClock _clock = new(new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
    private readonly Slots _slots;

    public SlotsTests() => _slots = new(Concurrency, _clock);

    [Fact]
    public void No_receiver_takes_the_last_slots_however_fast_it_is()
    {
        var begun = Enumerable.Range(0, Concurrency).Count(_ => IsIn(_slots.Enter("fast")));

        begun.ShouldBe(Concurrency - Slots.FreeForOthers);
        Enumerable.Range(0, Slots.FreeForOthers).Count(i => IsIn(_slots.Enter($"other {i}"))).ShouldBe(16);
        _slots.Enter("one too many").IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_receiver_that_failed_last_has_four_calls_at_a_time_until_one_goes_through()
    {
        await Called("dead", hasFailed: true);

        var calls = await Begun("dead", Slots.OfOneSuspect);
        calls.Count.ShouldBe(Slots.OfOneSuspect);
        _slots.SuspectCalls.ShouldBe(Slots.OfOneSuspect);
        var fifth = _slots.Enter("dead");
        fifth.IsCompleted.ShouldBeFalse();

        foreach (var call in calls)
            _slots.Leave(call, hasFailed: false);
        _slots.Leave((await fifth).Call!, hasFailed: false);
        (await Begun("dead", 10)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_call_that_takes_long_leaves_its_slot_to_others_while_it_goes_on()
    {
        var hanging = await Begun("hangs", Concurrency - Slots.FreeForOthers);
        var others = await Begun("others", Slots.FreeForOthers);
        var waits = _slots.Enter("waits");
        waits.IsCompleted.ShouldBeFalse();

        Pass(Slots.SlowAfter + TimeSpan.FromSeconds(0.1));
        _slots.Look();

        IsIn(waits).ShouldBeTrue();
        _slots.SuspectCalls.ShouldBe(hanging.Count + others.Count);
        (await _slots.Enter("hangs")).Call.ShouldBeNull();
        (await Begun("a third", 20)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task What_a_slow_receiver_has_no_slot_for_is_put_off_one_behind_another_as_fast_as_it_can_take_it()
    {
        var call = (await _slots.Enter("slow")).Call!;
        Pass(TimeSpan.FromSeconds(8));
        _slots.Leave(call, hasFailed: false);
        (await Begun("slow", Slots.OfOneSuspect)).Count.ShouldBe(Slots.OfOneSuspect);

        var now = _clock.GetUtcNow();
        var waits = new List<double>();
        for (var i = 0; i < 100; i++)
            waits.Add(((await _slots.Enter("slow")).LookAgainAt - now).TotalSeconds);

        // Four calls of 8 s at a time: two seconds each; from a minute on they come more closely.
        waits.Take(4).ShouldAllBe(wait => wait < 8.1);
        waits.Zip(waits.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
        waits[^1].ShouldBe(61, 0.5);
    }

    [Fact]
    public async Task A_hundred_thousand_that_are_put_off_come_back_few_at_a_time_until_the_receiver_is_well_again()
    {
        var call = (await _slots.Enter("dead")).Call!;
        Pass(TimeSpan.FromSeconds(15));
        _slots.Leave(call, hasFailed: true);
        var calls = await Begun("dead", Slots.OfOneSuspect);

        var now = _clock.GetUtcNow();
        var waits = new List<double>();
        for (var i = 0; i < 100_000; i++)
            waits.Add(((await _slots.Enter("dead")).LookAgainAt - now).TotalSeconds);

        waits.CountBy(Math.Floor).Max(second => second.Value).ShouldBeLessThan(70);
        foreach (var one in calls)
            _slots.Leave(one, hasFailed: false);
        (await Begun("dead", Concurrency - Slots.FreeForOthers)).Count.ShouldBe(Concurrency - Slots.FreeForOthers);
        Pass(Slots.SlowAfter + TimeSpan.FromSeconds(0.1));
        _slots.Look();
        (await _slots.Enter("dead")).LookAgainAt.ShouldBeLessThan(_clock.GetUtcNow().AddSeconds(2));
    }

    [Fact]
    public async Task What_fails_at_once_is_waited_for_here_and_goes_on_four_at_a_time()
    {
        await Called("refuses", hasFailed: true);
        var calls = await Begun("refuses", Slots.OfOneSuspect);
        var next = _slots.Enter("refuses");
        next.IsCompleted.ShouldBeFalse();

        _slots.Leave(calls[0], hasFailed: true);

        IsIn(next).ShouldBeTrue();
    }

    [Fact]
    public async Task Suspects_together_have_a_limit_of_their_own_and_leave_all_other_slots_free()
    {
        var receivers = Enumerable.Range(0, 100).Select(i => $"dead {i}").ToList();
        foreach (var receiver in receivers)
            await Called(receiver, hasFailed: true);

        foreach (var receiver in receivers)
            await Begun(receiver, Slots.OfOneSuspect);

        _slots.SuspectCalls.ShouldBe(3 * Concurrency);
        (await Begun(null, Concurrency)).Count.ShouldBe(Concurrency);
    }

    [Fact]
    public async Task Work_that_calls_nobody_keeps_its_slot_however_long_it_takes()
    {
        (await Begun(null, Concurrency)).Count.ShouldBe(Concurrency);

        Pass(TimeSpan.FromMinutes(1));
        _slots.Look();

        _slots.Enter(null).IsCompleted.ShouldBeFalse();
    }

    private void Pass(TimeSpan time) => _clock.Set(_clock.GetUtcNow() + time);

    private async Task Called(string receiver, bool hasFailed) =>
        _slots.Leave((await _slots.Enter(receiver)).Call!, hasFailed);

    /// <summary>As many calls as begin at once.</summary>
    private async Task<IReadOnlyList<Slots.Call>> Begun(string? receiver, int most)
    {
        var calls = new List<Slots.Call>();
        for (var i = 0; i < most; i++)
        {
            var entry = _slots.Enter(receiver);
            if (!entry.IsCompleted)
                break;
            if ((await entry).Call is { } call)
                calls.Add(call);
        }
        return calls;
    }

    private static bool IsIn(Task<Slots.Entry> entry) => entry.IsCompletedSuccessfully && entry.Result.Call is not null;
}
