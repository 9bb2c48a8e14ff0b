namespace Budstikke.Tests.Support;

/// <summary>The machine's clock, with timers that go off so many times sooner: what a node does every ten seconds need
/// not be waited for.</summary>
internal sealed class QuickTimers(int times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private TimeSpan Sooner(TimeSpan time) => time > TimeSpan.Zero ? time / times : time;
}
