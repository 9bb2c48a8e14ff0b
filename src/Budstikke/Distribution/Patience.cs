namespace Budstikke.Distribution;

/// <summary>When a deferred dispatch is tried again by its channel, and when it has been tried long enough.</summary>
/// <param name="Pauses">After each try but the last.</param>
internal sealed record Patience(params IReadOnlyList<TimeSpan> Pauses)
{
    /// <summary>About two days.</summary>
    public static Patience Usual { get; } =
        new(
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(15),
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(3),
            TimeSpan.FromHours(6),
            TimeSpan.FromHours(12),
            TimeSpan.FromHours(24)
        );

    /// <summary>The pause after this many failed tries; null when it is enough.</summary>
    public TimeSpan? PauseAfter(long attempts) => attempts <= Pauses.Count ? Pauses[(int)attempts - 1] : null;
}
