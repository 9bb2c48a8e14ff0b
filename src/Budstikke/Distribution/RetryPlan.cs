namespace Budstikke.Distribution;

/// <summary>When a deferred dispatch is tried again, and when it has been tried long enough.</summary>
internal static class RetryPlan
{
    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
    ];

    /// <summary>Tries of one channel before the route goes on: about two days.</summary>
    public static int MaxAttempts => s_pauses.Length + 1;

    /// <summary>The pause after this many failed attempts; null when it is enough.</summary>
    public static TimeSpan? PauseAfter(long attempts) => attempts < MaxAttempts ? s_pauses[attempts - 1] : null;
}
