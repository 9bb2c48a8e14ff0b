namespace Budstikke.Jobs;

/// <summary>When a failed attempt is repeated. Only the job queue retries.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>After a defect or a fault of our own ground: 5 s, doubled each time, an hour at most.</summary>
    public static TimeSpan AfterFault(long attempts) =>
        TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 5 * Math.Pow(2, Math.Min(attempts, 20))));
}
