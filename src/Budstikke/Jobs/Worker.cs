using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Works on due jobs: claims, hands them to their handler, and writes what it returns in one transaction with the jobs'
/// own rows. One of the two places where an unexpected exception is caught (the other is the HTTP edge).
/// </summary>
internal sealed class Worker(
    Database database,
    JobQueue queue,
    FactRegister facts,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    NodeClock clock,
    JobSettings settings,
    Wake wake,
    Meter meter,
    ILogger<Worker> log
) : BackgroundService
{
    private const int MaxBatchJobs = 200;
    private const int MaxSettledTogether = 200;
    private readonly IJobHandler[] _handlers = [.. handlers];
    private readonly ConcurrentDictionary<long, string> _inHand = new();
    private readonly Settling _settling = new(database, queue, facts, handlers, time, settings, wake, meter, log);

    /// <summary>When told to stop it claims nothing more; what is in hand has its time to end, is interrupted then, and
    /// given back.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var interrupt = new CancellationTokenSource();
        using var allGivenBack = new CancellationTokenSource();
        await using var timed = stoppingToken.Register(() => interrupt.CancelAfter(settings.FinishTime));
        var renewal = Renew(allGivenBack.Token);
        await Task.WhenAll(_handlers.Select(handler => Pump(handler, stoppingToken, interrupt.Token)));
        await allGivenBack.CancelAsync();
        await renewal;
    }

    private async Task Pump(IJobHandler handler, CancellationToken stopping, CancellationToken interrupt)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var next = wake.Next(handler.Kind.All);
            try
            {
                if (await RunOnce(handler, stopping, interrupt) > 0)
                    continue;
            }
            catch (Exception error)
            {
                // Where the database is away, nothing is lost, the claims end by themselves. Go on when it is back.
                if (!database.HasTold(error))
                    log.LogError(
                        error,
                        "Could not look for due {Kind} jobs; trying again in {Seconds} s",
                        handler.Kind.Kind,
                        settings.PollSeconds
                    );
                next = Task.Delay(Timeout.Infinite, stopping);
            }
            using var poll = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(settings.PollSeconds), poll.Token));
            await poll.CancelAsync();
        }
    }

    /// <summary>Claims and finishes what is due of one kind now; the count of jobs that were in hand.</summary>
    /// <param name="stopping">Nothing more is begun.</param>
    /// <param name="interrupt">What was begun is broken off.</param>
    private async Task<int> RunOnce(IJobHandler handler, CancellationToken stopping, CancellationToken interrupt)
    {
        if (clock.WhyWrong() is not null)
            return 0;
        var kind = handler.Kind;
        var token = JobQueue.NewToken();
        var jobs = await queue.Claim(kind, kind.IsBatch ? MaxBatchJobs : kind.ClaimedAtOnce, token);
        if (jobs.Count == 0)
            return 0;
        if (stopping.IsCancellationRequested)
        {
            await queue.Release(jobs, token, wereBegun: false);
            return 0;
        }
        foreach (var job in jobs)
            _inHand[job.JobId] = token;
        try
        {
            if (kind.IsBatch)
                await HandleBatch(handler, jobs, token, interrupt);
            else
                await HandleEach(handler, jobs, token, interrupt);
        }
        finally
        {
            foreach (var job in jobs)
                _inHand.TryRemove(job.JobId, out _);
        }
        return jobs.Count;
    }

    private async Task HandleBatch(
        IJobHandler handler,
        IReadOnlyList<Job> jobs,
        string token,
        CancellationToken interrupt
    )
    {
        var settlement = await Handle(handler, jobs, interrupt);
        if (settlement is null)
        {
            await queue.Release(jobs, token, wereBegun: true);
            return;
        }
        if (settlement.Because != AnotherTry.Fault && await _settling.TryTogether([new(jobs, settlement)], token))
            return;
        if (jobs.Count == 1)
        {
            await _settling.Alone(jobs, token, settlement);
            return;
        }
        // A batch that fails is handled and settled job by job, so that one bad order holds no other up.
        foreach (var job in jobs)
        {
            if (await Handle(handler, [job], interrupt) is { } alone)
                await _settling.Alone([job], token, alone);
            else
                await queue.Release([job], token, wereBegun: true);
        }
    }

    private async Task HandleEach(
        IJobHandler handler,
        IReadOnlyList<Job> jobs,
        string token,
        CancellationToken interrupt
    )
    {
        var finished = new ConcurrentQueue<SettledJobs>();
        using var gate = new SemaphoreSlim(1);
        using var slots = new SemaphoreSlim(handler.Kind.Concurrency);

        // What has been sent is settled at once, with whatever else is finished by then; it never waits for the slowest
        // of its batch.
        async Task SettleFinished()
        {
            await gate.WaitAsync(CancellationToken.None);
            try
            {
                while (!finished.IsEmpty)
                {
                    var together = new List<SettledJobs>();
                    while (together.Count < MaxSettledTogether && finished.TryDequeue(out var one))
                        together.Add(one);
                    if (together.Count > 1 && await _settling.TryTogether(together, token))
                        continue;
                    foreach (var (one, settlement) in together)
                        await _settling.Alone(one, token, settlement);
                }
            }
            finally
            {
                gate.Release();
            }
        }

        await Task.WhenAll(
            jobs.Select(async job =>
            {
                await slots.WaitAsync(CancellationToken.None);
                await Task.Yield();
                var wasBegun = !interrupt.IsCancellationRequested;
                var settlement = wasBegun ? await Handle(handler, [job], interrupt) : null;
                slots.Release();
                if (settlement is null)
                {
                    await queue.Release([job], token, wasBegun);
                    return;
                }
                finished.Enqueue(new([job], settlement));
                await SettleFinished();
            })
        );
    }

    /// <summary>
    /// Null: interrupted, or done by a clock that has become wrong, whose moments must not be written. What was sent by
    /// then may have arrived, so the claim stays counted.
    /// </summary>
    private async Task<Settlement?> Handle(IJobHandler handler, IReadOnlyList<Job> jobs, CancellationToken interrupt)
    {
        var settlement = await TryHandle(handler, jobs, interrupt);
        return clock.WhyWrong() is null ? settlement : null;
    }

    private async Task<Settlement?> TryHandle(IJobHandler handler, IReadOnlyList<Job> jobs, CancellationToken interrupt)
    {
        try
        {
            return await handler.Handle(jobs, interrupt);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return await _settling.Faults.After(jobs, error, "failed");
        }
    }

    private async Task Renew(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(1, settings.LeaseSeconds / 3.0)));
        while (
            await timer
                .WaitForNextTickAsync(stopping)
                .AsTask()
                .ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default)
        )
        {
            foreach (var claim in _inHand.ToArray().GroupBy(job => job.Value, job => job.Key))
            {
                try
                {
                    await queue.Renew([.. claim], claim.Key);
                }
                catch (Exception error)
                {
                    if (!database.HasTold(error))
                        log.LogWarning(error, "Could not renew a claim; it ends by itself");
                }
            }
        }
    }

    /// <summary>For tests and <c>demo</c>: works until nothing is due any more.</summary>
    public async Task RunDue()
    {
        int done;
        do
        {
            done = 0;
            foreach (var handler in _handlers)
                done += await RunOnce(handler, CancellationToken.None, CancellationToken.None);
        } while (done > 0);
    }
}
