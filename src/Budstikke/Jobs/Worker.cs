using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Works on due jobs: claims, hands them to their handler, and writes what it returns in one transaction with the jobs' own rows. One of
/// the two places where an unexpected exception is caught (the other is the HTTP edge).
/// </summary>
internal sealed class Worker(
    Database database,
    JobQueue queue,
    FactRegister facts,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    JobSettings settings,
    Wake wake,
    ILogger<Worker> log
) : BackgroundService
{
    private const int MaxBatchJobs = 200;
    private const int MaxSettledTogether = 100;
    private readonly IJobHandler[] _handlers = [.. handlers];
    private readonly ConcurrentDictionary<long, string> _inHand = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. _handlers.Select(handler => Pump(handler, stoppingToken)), Renew(stoppingToken)]);

    private async Task Pump(IJobHandler handler, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var next = wake.Next;
            try
            {
                if (await RunOnce(handler, stopping) > 0)
                    continue;
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                // The database is away: nothing is lost, the claims end by themselves. Go on when it is back.
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
    public async Task<int> RunOnce(IJobHandler handler, CancellationToken stopping)
    {
        var kind = handler.Kind;
        var token = JobQueue.NewToken();
        var jobs = await queue.Claim(kind, kind.IsBatch ? MaxBatchJobs : kind.Concurrency, token);
        if (jobs.Count == 0)
            return 0;
        foreach (var job in jobs)
            _inHand[job.JobId] = token;
        try
        {
            if (kind.IsBatch)
                await HandleBatch(handler, jobs, token, stopping);
            else
                await HandleEach(handler, jobs, token, stopping);
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
        CancellationToken stopping
    )
    {
        var settlement = await Handle(handler, jobs, stopping);
        if (!settlement.IsAttempt && await TrySettleTogether([(jobs, settlement)], token))
            return;
        if (jobs.Count == 1)
        {
            await SettleAlone(jobs, token, settlement);
            return;
        }
        // A batch that fails is handled and settled job by job, so that one bad order holds no other up.
        foreach (var job in jobs)
            await SettleAlone([job], token, await Handle(handler, [job], stopping));
    }

    private async Task HandleEach(
        IJobHandler handler,
        IReadOnlyList<Job> jobs,
        string token,
        CancellationToken stopping
    )
    {
        var finished = new ConcurrentQueue<(IReadOnlyList<Job> Jobs, Settlement Settlement)>();
        using var gate = new SemaphoreSlim(1);

        // What has been sent is settled at once, with whatever else is finished by then; it never waits for the slowest of its batch.
        async Task SettleFinished()
        {
            await gate.WaitAsync(CancellationToken.None);
            try
            {
                while (!finished.IsEmpty)
                {
                    var together = new List<(IReadOnlyList<Job>, Settlement)>();
                    while (together.Count < MaxSettledTogether && finished.TryDequeue(out var one))
                        together.Add(one);
                    if (together.Count > 1 && await TrySettleTogether(together, token))
                        continue;
                    foreach (var (one, settlement) in together)
                        await SettleAlone(one, token, settlement);
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
                await Task.Yield();
                finished.Enqueue(([job], await Handle(handler, [job], stopping)));
                await SettleFinished();
            })
        );
    }

    private async Task<Settlement> Handle(IJobHandler handler, IReadOnlyList<Job> jobs, CancellationToken stopping)
    {
        try
        {
            return await handler.Handle(jobs, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Settlement.Wait(time.GetUtcNow());
        }
        catch (Exception error)
        {
            var trace = Guid.NewGuid().ToString("N");
            log.LogError(
                error,
                "{Kind} failed for {Subject}, trace {Trace}",
                handler.Kind.Kind,
                jobs[0].Subject,
                trace
            );
            return Settlement.Retry(
                time.GetUtcNow() + Backoff.AfterFault(jobs[0].Attempts),
                $"{error.GetType().Name}, trace {trace}"
            );
        }
    }

    /// <summary>False too where the database takes one of them not: each alone shows which it is.</summary>
    private async Task<bool> TrySettleTogether(
        IReadOnlyList<(IReadOnlyList<Job> Jobs, Settlement Settlement)> finished,
        string token
    )
    {
        try
        {
            return await TrySettle(finished, token);
        }
        catch (Exception error) when (!database.Dialect.IsUnavailable(error))
        {
            log.LogWarning(
                error,
                "{Kind} could not be settled together; settling each alone",
                finished[0].Jobs[0].Kind
            );
            return false;
        }
    }

    private async Task<bool> TrySettle(
        IReadOnlyList<(IReadOnlyList<Job> Jobs, Settlement Settlement)> finished,
        string token
    )
    {
        try
        {
            await database.Write(async session =>
            {
                foreach (var (jobs, settlement) in finished)
                    await queue.Settle(session, jobs, token, settlement, facts);
            });
            wake.Call();
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    private async Task SettleAlone(IReadOnlyList<Job> jobs, string token, Settlement settlement)
    {
        try
        {
            if (await TrySettle([(jobs, settlement)], token))
                return;
            log.LogInformation(
                "{Kind} for {Subject} met a change of somebody else's; it is looked at again",
                jobs[0].Kind,
                jobs[0].Subject
            );
        }
        catch (Exception error) when (!database.Dialect.IsUnavailable(error))
        {
            log.LogError(error, "{Kind} for {Subject} could not be settled", jobs[0].Kind, jobs[0].Subject);
            var again = Settlement.Retry(time.GetUtcNow() + Backoff.AfterFault(jobs[0].Attempts), error.GetType().Name);
            if (await TrySettle([(jobs, again)], token))
                return;
        }
        await queue.Release(jobs, token, wereBegun: true);
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
                done += await RunOnce(handler, CancellationToken.None);
        } while (done > 0);
    }
}
