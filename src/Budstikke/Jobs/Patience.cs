namespace Budstikke.Jobs;

/// <summary>When what the outside put off is tried again, and when it has been tried long enough.</summary>
/// <param name="Pauses">After each try but the last.</param>
internal sealed record Patience(params IReadOnlyList<TimeSpan> Pauses)
{
    /// <param name="attempts">Failed tries, 1 after the first.</param>
    /// <returns>Null when it is enough.</returns>
    public TimeSpan? PauseAfter(long attempts) => attempts <= Pauses.Count ? Pauses[(int)attempts - 1] : null;

    /// <inheritdoc cref="PauseAfter(long)"/>
    /// <param name="attempts">Failed tries, 1 after the first.</param>
    /// <param name="seed">Of the <see cref="Spread"/> that is added.</param>
    public TimeSpan? PauseAfter(long attempts, long seed) =>
        PauseAfter(attempts) is { } pause ? pause + Spread.Of(pause, seed + attempts) : null;
}
