using System.Globalization;

namespace Budstikke.Jobs;

/// <summary>What a clock said, and between which moments of the node's own monotonic clock it was asked and had
/// answered.</summary>
internal sealed record ClockReading(DateTimeOffset At, TimeSpan Asked, TimeSpan Answered)
{
    /// <summary>How far the clock that gave <paramref name="other"/> is ahead of this one; below zero, it is behind.
    /// What the time that the two questions took can explain does not count as a difference.</summary>
    public TimeSpan Ahead(ClockReading other)
    {
        var (earliest, latest) = (At + (other.Asked - Answered), At + (other.Answered - Asked));
        return other.At < earliest ? other.At - earliest
            : other.At > latest ? other.At - latest
            : TimeSpan.Zero;
    }
}

/// <summary>
/// The pure decision whether a node may go by its clock: while it agrees with the shared clock, and the shared clock
/// goes on as the node's monotonic clock does. A shared clock that jumps is doubted for as long as the jump was, five
/// minutes at most; if it has not come back by then, it is believed. It is never believed before the moment of a fact
/// that is on the disk already.
/// </summary>
/// <param name="IsOwn">The shared clock is the node's own: an embedded store.</param>
internal sealed record KnownTime(bool IsOwn)
{
    public static readonly TimeSpan MaxDifference = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestDoubt = TimeSpan.FromMinutes(5);

    /// <summary>The newest reading of the shared clock that was believed.</summary>
    private ClockReading? Believed { get; init; }

    /// <summary>The first reading since it jumped.</summary>
    private ClockReading? Jumped { get; init; }

    /// <summary>A fact that is later than it.</summary>
    private DateTimeOffset? LaterFact { get; init; }

    /// <param name="next">The shared clock, read again.</param>
    /// <param name="newestFact">What the store itself knows of the time; null where the shared clock needs no
    /// witness.</param>
    public KnownTime After(ClockReading next, DateTimeOffset? newestFact)
    {
        var jump = Believed?.Ahead(next);
        if (jump is { } small && IsSmall(small))
            return Believing(next);
        var since = Jumped is { } first && IsSmall(first.Ahead(next)) ? first : next;
        var isDoubted = jump is { } far && next.Answered - since.Asked < Shorter(far.Duration(), LongestDoubt);
        var laterFact = newestFact - next.At > MaxDifference ? newestFact : null;
        return isDoubted || laterFact is not null
            ? this with
            {
                Jumped = jump is null ? null : since,
                LaterFact = laterFact,
            }
            : Believing(next);
    }

    /// <summary>Why the node must not go by its clock now; null where it may.</summary>
    /// <param name="own">The node's clock.</param>
    public string? WhyWrong(ClockReading own) =>
        LaterFact is { } fact
            ? $"This node's clock is behind the newest fact of the store, which is of {Shown(fact)}. Set it right; "
                + "if it is right, say so: clock mend."
        : Believed is null ? "This node's clock has not been compared yet."
        : Jumped is { } jumped
            ? $"{(IsOwn ? "This node's" : "The database's")} clock has jumped {Shown(Believed.Ahead(jumped))}. If "
                + $"it does not come back, it is believed after as long, {LongestDoubt.TotalMinutes} min at most."
        : Believed.Ahead(own) is var ahead && IsSmall(ahead) ? null
        : IsOwn ? $"This node's clock has jumped {Shown(ahead)}."
        : $"This node's clock is {Shown(ahead, "ahead of")} the database's.";

    private KnownTime Believing(ClockReading reading) => new(IsOwn) { Believed = reading };

    private static bool IsSmall(TimeSpan difference) => difference.Duration() <= MaxDifference;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Shown(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Shown(TimeSpan ahead, string beyond = "ahead")
    {
        var time = ahead.Duration();
        var length =
            time < TimeSpan.FromMinutes(2) ? $"{Math.Round(time.TotalSeconds)} s"
            : time < TimeSpan.FromHours(2) ? $"{Math.Round(time.TotalMinutes)} min"
            : time < TimeSpan.FromDays(2) ? $"{Math.Round(time.TotalHours)} h"
            : $"{Math.Round(time.TotalDays)} days";
        return $"{length} {(ahead > TimeSpan.Zero ? beyond : "behind")}";
    }
}
