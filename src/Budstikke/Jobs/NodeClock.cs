using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// The clock of this node, compared with the shared one at start and every few seconds. While the two differ the node
/// takes nothing and works on nothing, and when it is right again it goes on by itself. Between two comparisons the
/// monotonic clock tells a jump at once.
/// </summary>
internal sealed class NodeClock(Database database, SharedClock shared, TimeProvider time, ILogger<NodeClock> log)
    : BackgroundService
{
    public const int PollSeconds = 2;
    private readonly long _begun = time.GetTimestamp();
    private volatile KnownTime _known = new(IsOwn: database.Dialect is SqliteDialect);
    private bool _wasWrong;
    private bool _isAway;

    /// <summary>The time by this clock, for what is about to be written with it.</summary>
    /// <exception cref="WrongClockException">It is wrong.</exception>
    public DateTimeOffset Now
    {
        get
        {
            var own = Own();
            return WhyWrong(own) is { } why ? throw new WrongClockException(why) : own.At;
        }
    }

    /// <summary>Goes off after each <paramref name="interval"/>, whatever the time is.</summary>
    public PeriodicTimer Every(TimeSpan interval) => new(interval, time);

    /// <summary>Null: it is right, and the node takes calls and works.</summary>
    public string? WhyWrong() => WhyWrong(Own());

    /// <summary>Compares the clocks before anything else of the node begins.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryCompare(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(PollSeconds));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryCompare(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task TryCompare(CancellationToken cancel)
    {
        try
        {
            await Compare(cancel);
            _isAway = false;
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            // Whatever the error was, the last comparison and the monotonic clock tell the time until the next
            // comparison.
            if (!_isAway && !database.HasTold(error))
                log.LogWarning(
                    "The node's clock could not be compared ({Error}); trying again every {Seconds} s",
                    error.GetBaseException().Message,
                    PollSeconds
                );
            _isAway = true;
        }
    }

    public async Task Compare(CancellationToken cancel = default)
    {
        var (reading, newestFact) = await database.Read(
            async session =>
            {
                var fact = database.Dialect is SqliteDialect ? await NewestFact(session) : null;
                var asked = Moment;
                return (new ClockReading(await shared.Read(session), asked, Moment), fact);
            },
            cancel
        );
        _known = _known.After(reading, newestFact);
        WhyWrong();
    }

    /// <summary>The newest fact, the only witness of the time that an embedded store has. Facts up to the one that a
    /// person has declared wrong do not count.</summary>
    private static async Task<DateTimeOffset?> NewestFact(Session session) =>
        await FactRow.Newest(session) is { } fact && fact.FactId > await ClockMark.NewestFact(session)
            ? DateTimeOffset.FromUnixTimeMilliseconds(fact.At)
            : null;

    private TimeSpan Moment => time.GetElapsedTime(_begun);

    private ClockReading Own()
    {
        var asked = Moment;
        return new(time.GetUtcNow(), asked, Moment);
    }

    private string? WhyWrong(ClockReading own)
    {
        var why = _known.WhyWrong(own);
        var (before, isWrong) = (Interlocked.Exchange(ref _wasWrong, why is not null), why is not null);
        if (isWrong && !before)
            log.LogError("The node takes nothing and works on nothing: {Reason}", why);
        else if (before && !isWrong)
            log.LogInformation("The node's clock is right again; the node goes on");
        return why;
    }
}

/// <summary>Nothing was written: the node does not know what time it is.</summary>
internal sealed class WrongClockException(string message) : Exception(message);
