using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>How it is with a client's server.</summary>
internal enum EndpointState
{
    /// <summary>Some of what it was told failed, and not for long, or another of its URLs answers.</summary>
    Troubled,

    /// <summary>It has taken nothing for an hour: the client should know.</summary>
    Failing,

    /// <summary>It is only asked once an hour, by one callback.</summary>
    Asleep,

    /// <summary>What waited for it is given up; what comes after that is told again.</summary>
    GivenUp,
}

/// <summary>What a callback in hand is to do.</summary>
internal enum CallbackTurn
{
    Call,

    /// <summary>Not now, and that is no try.</summary>
    Wait,

    /// <summary>With all others that waited.</summary>
    GiveUp,
}

/// <summary>What is next for a server that is tended.</summary>
internal enum EndpointStep
{
    /// <summary>It is well again, or somebody else's.</summary>
    Leave,
    PutToSleep,
    Probe,
    GiveUp,
}

/// <summary>A callback that its server did not take.</summary>
/// <param name="HasOthers">Another URL of the server has answered lately.</param>
/// <param name="HeldUntil">See <see cref="EndpointHealth.HoldOf"/>.</param>
/// <param name="At">Unix milliseconds.</param>
internal sealed record EndpointFailure(
    string ClientId,
    string Endpoint,
    string Url,
    bool HasOthers,
    long HeldUntil,
    long At
);

/// <summary>
/// The trouble with a client's server (an endpoint: client, scheme, host, port). There is no row of one that answers,
/// so that a callback that goes through writes nothing about it.
/// </summary>
/// <param name="FailingSince">The first failure since anything came through. Unix milliseconds, like the rest.</param>
/// <param name="FailingUrl">Of it, as <see cref="CallbackEndpoint.Shown"/> gives it.</param>
/// <param name="SecondUrl">Another URL that has failed since; null where there was none.</param>
/// <param name="HasOthers">1 where yet another URL had answered before: a single one that fails is not the
/// server.</param>
/// <param name="HeldUntil">It asked not to be called before; 0 where it did not.</param>
/// <param name="SleepsUntil">What waits for it is due then.</param>
/// <param name="TendedBy">The job that probes it.</param>
/// <param name="ProbeJob">The callback that asks for all.</param>
internal sealed record EndpointHealth(
    string Endpoint,
    string ClientId,
    long FailingSince,
    string FailingUrl,
    string? SecondUrl,
    long HasOthers,
    long HeldUntil,
    long? AsleepSince,
    long? SleepsUntil,
    long? TendedBy,
    long? ProbeJob,
    long? GivenUpAt
)
{
    public static readonly TimeSpan WarnAfter = TimeSpan.FromHours(1);
    public static readonly TimeSpan SleepAfter = TimeSpan.FromDays(3);
    public static readonly TimeSpan SleepLasts = TimeSpan.FromDays(10);
    public static readonly TimeSpan BetweenProbes = TimeSpan.FromHours(1);

    /// <summary>As long as a server may ask us to wait.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    /// <summary>So long before what waits is due, whoever tends it gives it up.</summary>
    private static readonly TimeSpan s_atTheEnd = TimeSpan.FromMinutes(1);

    /// <summary>Until whoever tends it has put it to sleep.</summary>
    private static readonly TimeSpan s_untilAsleep = TimeSpan.FromMinutes(1);

    /// <summary>Whether the server itself fails: two of its URLs, or its only one.</summary>
    public bool IsFailing => GivenUpAt is null && (SecondUrl is not null || HasOthers == 0);

    public bool IsAsleep => AsleepSince is not null;

    public EndpointState StateAt(DateTimeOffset now) =>
        GivenUpAt is not null ? EndpointState.GivenUp
        : IsAsleep ? EndpointState.Asleep
        : IsFailing && Has(WarnAfter, now) ? EndpointState.Failing
        : EndpointState.Troubled;

    /// <summary>It must be put to sleep.</summary>
    public bool IsTired(DateTimeOffset now) => IsFailing && !IsAsleep && Has(SleepAfter, now);

    private bool Has(TimeSpan lasted, DateTimeOffset now) =>
        now.ToUnixTimeMilliseconds() >= FailingSince + (long)lasted.TotalMilliseconds;

    /// <summary>What a callback does now, and until when it waits.</summary>
    /// <param name="health">Null where there is no trouble.</param>
    public static (CallbackTurn Turn, DateTimeOffset Until) TurnOf(EndpointHealth? health, Job job, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        if (health is null)
            return (CallbackTurn.Call, now);
        if (health.GivenUpAt is { } givenUp)
            return (job.CreatedAt <= givenUp ? CallbackTurn.GiveUp : CallbackTurn.Call, now);
        if (health.SleepsUntil is { } end && health.ProbeJob != job.JobId)
            return (CallbackTurn.Wait, at < end ? Moment(end) : now + s_atTheEnd);
        return health.HeldUntil > at && !health.IsAsleep
            ? (CallbackTurn.Wait, Moment(health.HeldUntil) + Spread.Of(Moment(health.HeldUntil) - now, job.JobId))
            : (CallbackTurn.Call, now);
    }

    /// <summary>How it is with the server once a callback has failed; the same as before where that says nothing
    /// new.</summary>
    /// <param name="before">Null where there was no trouble.</param>
    public static EndpointHealth AfterFailure(EndpointHealth? before, EndpointFailure failure) =>
        before is null or { GivenUpAt: not null }
            ? new(
                failure.Endpoint,
                failure.ClientId,
                failure.At,
                failure.Url,
                null,
                failure.HasOthers ? 1 : 0,
                failure.HeldUntil,
                null,
                null,
                null,
                null,
                null
            )
        : before.IsAsleep ? before
        : before with
        {
            SecondUrl = before.SecondUrl ?? (failure.Url == before.FailingUrl ? null : failure.Url),
            HeldUntil = Math.Max(before.HeldUntil, failure.HeldUntil),
        };

    /// <summary>When a callback that failed is tried again: after its own pause, when the server has asked for it, and
    /// at the latest when the server is to be put to sleep.</summary>
    /// <param name="health">As it is after the failure.</param>
    public static DateTimeOffset NextTry(EndpointHealth health, TimeSpan pause, DateTimeOffset now)
    {
        // It is put off with the others by then.
        if (health.IsTired(now))
            return now + s_untilAsleep;
        var (next, held) = (now + pause, Moment(health.HeldUntil));
        var tired = Moment(health.FailingSince) + SleepAfter;
        if (tired > now && tired < next)
            next = tired;
        return held > next ? held : next;
    }

    /// <summary>Until when a 429 or 503 asks us to wait, a day at most; 0 where it asks for nothing.</summary>
    public static long HoldOf(CallResult result, DateTimeOffset now)
    {
        if (result.HttpStatus is not (429 or 503) || result.RetryAfter is not { } asked)
            return 0;
        var pause = asked.Delta ?? asked.Date - now ?? TimeSpan.Zero;
        return pause <= TimeSpan.Zero
            ? 0
            : (now + (pause < LongestHold ? pause : LongestHold)).ToUnixTimeMilliseconds();
    }

    /// <summary>What whoever tends it has to do.</summary>
    /// <param name="health">Null where there is no trouble any more.</param>
    /// <param name="tender">The job that asks.</param>
    public static EndpointStep StepOf(EndpointHealth? health, long tender, DateTimeOffset now) =>
        health is null or { GivenUpAt: not null } ? EndpointStep.Leave
        : !health.IsAsleep
            ? health.IsTired(now) ? EndpointStep.PutToSleep
                : EndpointStep.Leave
        : health.TendedBy != tender ? EndpointStep.Leave
        : now >= EndOf(health) ? EndpointStep.GiveUp
        : EndpointStep.Probe;

    /// <summary>When whoever tends it is asked again.</summary>
    public static DateTimeOffset NextStep(EndpointHealth health, DateTimeOffset now) =>
        now + BetweenProbes < EndOf(health) ? now + BetweenProbes : EndOf(health);

    private static DateTimeOffset EndOf(EndpointHealth health) => Moment(health.SleepsUntil!.Value) - s_atTheEnd;

    /// <summary>
    /// When a sleep that begins now ends. The jobs that wait for it are found by that moment, and those behind them in
    /// their lanes by the one after it (<see cref="ClaimSql.PutOffBehind"/>): so no two servers of a client share one.
    /// </summary>
    /// <param name="taken">By the client's other servers.</param>
    public static long EndOfSleep(DateTimeOffset now, IReadOnlyCollection<long> taken)
    {
        var end = (now + SleepLasts).ToUnixTimeMilliseconds();
        while (taken.Any(other => Math.Abs(other - end) < 2))
            end += 2;
        return end;
    }

    public static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
