namespace Budstikke.Jobs;

/// <summary>When a failed attempt is repeated: what failed outside or by a defect, the job queue alone tries
/// again.</summary>
internal static class Backoff
{
    /// <summary>The database came back while the job was in hand, or its settling could not be written.</summary>
    public static readonly TimeSpan AfterAbsence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);

    /// <summary>After a defect: 5 s, doubled with each in a row, half a day at most.</summary>
    /// <param name="faults">Those before this one.</param>
    public static TimeSpan AfterFault(long faults) =>
        TimeSpan.FromSeconds(Math.Min(s_longest.TotalSeconds, 5 * Math.Pow(2, Math.Min(faults, 20))));
}
