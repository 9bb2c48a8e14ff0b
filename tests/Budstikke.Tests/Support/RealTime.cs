namespace Budstikke.Tests.Support;

/// <summary>The time of the machine, for what takes long itself: a fault that lasts, a server that is slow. No test
/// waits by it for something to have happened.</summary>
internal static class RealTime
{
    public static async Task Pass(TimeSpan time, CancellationToken end = default)
    {
        if (time <= TimeSpan.Zero)
            return;
        using var clock = new PeriodicTimer(time);
        await clock.WaitForNextTickAsync(end);
    }
}
