namespace Budstikke.Relays;

/// <summary>What a mail that went over a relay says about it.</summary>
internal abstract record RelayNews
{
    /// <summary>It took the mail.</summary>
    internal sealed record Carried : RelayNews;

    /// <summary>It answered about the recipient or the message, or not at all after it had everything: no word about
    /// us.</summary>
    internal sealed record SaidNothing : RelayNews;

    /// <summary>So it would be for every mail.</summary>
    internal sealed record Away(string Reason) : RelayNews;

    /// <summary>Ours or its own fault, said of this mail alone.</summary>
    internal sealed record PutOff(string Domain, string Reason) : RelayNews;
}

/// <param name="At">Unix milliseconds.</param>
internal sealed record PutOffMail(string Domain, long At);

/// <summary>May a mail go over a relay now?</summary>
/// <param name="Until">Null where it may.</param>
/// <param name="Claimed">What must be written first where it is the probe.</param>
internal sealed record RelayGate(DateTimeOffset? Until, RelayState? Claimed = null);

/// <summary>The trouble with a relay as all nodes know it, and the pure decisions about it.</summary>
/// <param name="Version">Compare and set: each change adds one.</param>
/// <param name="PausedSince">Unix milliseconds, as all times here; null while it is only suspected.</param>
/// <param name="ProbeAt">From when one waiting mail may try it.</param>
/// <param name="ProbingUntil">Until when that mail has the word; one whose node died loses it then.</param>
/// <param name="LastProbe">The recipient's domain of the newest probe.</param>
/// <param name="PutOffs">Not carried since, each domain once, with none carried between.</param>
internal sealed record RelayState(
    string Relay,
    long Version,
    long? PausedSince,
    string? Reason,
    long ProbeAt,
    long Probes,
    long ProbingUntil,
    string? LastProbe,
    IReadOnlyList<PutOffMail> PutOffs
)
{
    /// <summary>One customer's server must not stop all mail.</summary>
    private const int DomainsForPause = 3;

    private static readonly TimeSpan s_putOffsCount = TimeSpan.FromMinutes(10);

    /// <summary>Longer than a message may take.</summary>
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(13);

    /// <summary>A probe goes to another domain than the one before; after so long nobody else is waiting.</summary>
    private static readonly TimeSpan s_sameDomain = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
    ];

    public bool IsPaused => PausedSince is not null;

    /// <param name="state">Null: nothing is known against it.</param>
    /// <param name="domain">The recipient's.</param>
    public static RelayGate Gate(RelayState? state, string domain, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        if (state is not { IsPaused: true })
            return new(null);
        // A moment further away was written by a clock that was wrong: mail must not wait for it.
        if (at < state.ProbeAt && state.ProbeAt <= (now + s_pauses[^1]).ToUnixTimeMilliseconds())
            return new(Moment(state.ProbeAt));
        if (at < state.ProbingUntil && state.ProbingUntil <= (now + s_lease).ToUnixTimeMilliseconds())
            return new(Moment(state.ProbingUntil));
        if (domain == state.LastProbe && at < state.ProbeAt + (long)s_sameDomain.TotalMilliseconds)
            return new(Moment(state.ProbeAt) + s_sameDomain);
        return new(
            null,
            state with
            {
                Version = state.Version + 1,
                ProbingUntil = (now + s_lease).ToUnixTimeMilliseconds(),
                LastProbe = domain,
            }
        );
    }

    /// <param name="state">As it was read before the mail went, or as that mail had claimed it.</param>
    /// <param name="isProbe">That mail had the word.</param>
    /// <returns>The same where nothing changes; null where nothing is left to know.</returns>
    public static RelayState? After(
        RelayState? state,
        string relay,
        RelayNews news,
        bool isProbe,
        DateTimeOffset now
    ) =>
        news switch
        {
            RelayNews.Carried => null,
            RelayNews.Away away => Pause(state, relay, away.Reason, isProbe, now),
            RelayNews.PutOff putOff when isProbe => Pause(state, relay, putOff.Reason, isProbe, now),
            RelayNews.PutOff putOff when state is not { IsPaused: true } => Suspect(state, relay, putOff, now),
            // Another recipient asks at once: this one's answer is none about us.
            _ when isProbe => state! with { Version = state.Version + 1, ProbingUntil = 0 },
            _ => state,
        };

    private static RelayState? Pause(RelayState? state, string relay, string reason, bool isProbe, DateTimeOffset now)
    {
        // What was in flight when the relay was paused says nothing new.
        if (state is { IsPaused: true } && !isProbe)
            return state;
        var probes = state is { IsPaused: true } ? state.Probes + 1 : 0;
        return new(
            relay,
            (state?.Version ?? 0) + 1,
            state?.PausedSince ?? now.ToUnixTimeMilliseconds(),
            reason,
            (now + s_pauses[(int)Math.Min(probes, s_pauses.Length - 1)]).ToUnixTimeMilliseconds(),
            probes,
            ProbingUntil: 0,
            state?.LastProbe,
            PutOffs: []
        );
    }

    private static RelayState? Suspect(RelayState? state, string relay, RelayNews.PutOff putOff, DateTimeOffset now)
    {
        var since = (now - s_putOffsCount).ToUnixTimeMilliseconds();
        PutOffMail[] putOffs =
        [
            .. (state?.PutOffs ?? []).Where(one => one.At >= since && one.Domain != putOff.Domain),
            new(putOff.Domain, now.ToUnixTimeMilliseconds()),
        ];
        if (putOffs.Length >= DomainsForPause)
            return Pause(state, relay, putOff.Reason, isProbe: false, now);
        return new(relay, (state?.Version ?? 0) + 1, null, putOff.Reason, 0, 0, 0, null, putOffs);
    }

    private static DateTimeOffset Moment(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
}
