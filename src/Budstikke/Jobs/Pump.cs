using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Works on the due jobs of one handler. Jobs of a batch are done one claim after another; single ones begin as slots
/// become free (<see cref="Slots"/>), so that none waits for the slowest of those that were claimed with it.
/// </summary>
internal sealed class Pump(
    IJobHandler handler,
    Database database,
    JobQueue queue,
    Settling settling,
    NodeClock clock,
    NodePresence presence,
    TimeProvider time,
    ILogger log
) : IDisposable
{
    private const int MaxBatchJobs = 200;
    private const int MaxSettledTogether = 200;
    private readonly ConcurrentDictionary<(long JobId, string Token), Task> _inHand = new();
    private readonly ConcurrentQueue<SettledJobs> _finished = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Slots _slots = new(handler.Kind.Concurrency, time);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IJobHandler Handler => handler;

    /// <summary>The claims that it has to keep alive.</summary>
    public IEnumerable<(long JobId, string Token)> InHand => _inHand.Keys;

    /// <summary>Completes when something in hand has been settled. Callers take the task before they look for work, so
    /// that they miss nothing.</summary>
    public Task Changed => _changed.Task;

    /// <summary>All that is in hand has been settled, or given back.</summary>
    public Task Idle() => Task.WhenAll(_inHand.Values);

    public void Look() => _slots.Look();

    public void Dispose() => _gate.Dispose();

    /// <summary>Whether so much is free that a claim is worth its transaction. Calls to suspects take nobody's
    /// room.</summary>
    public bool HasRoom => Room > handler.Kind.ClaimedAtOnce / 2;

    private int Room => handler.Kind.ClaimedAtOnce - Math.Max(0, _inHand.Count - _slots.SuspectCalls);

    /// <summary>Claims what is due and begins it; a batch is also finished. Returns how many jobs were
    /// claimed.</summary>
    /// <param name="stopping">Nothing more is begun.</param>
    /// <param name="interrupt">What was begun is broken off.</param>
    public async Task<int> Fill(CancellationToken stopping, CancellationToken interrupt)
    {
        if (clock.WhyWrong() is not null || !presence.MayBegin)
            return 0;
        var kind = handler.Kind;
        var token = presence.Name + JobQueue.NewToken();
        var jobs = await queue.Claim(kind, kind.IsBatch ? MaxBatchJobs : Room, token);
        if (jobs.Count == 0)
            return 0;
        if (stopping.IsCancellationRequested)
        {
            await queue.Release(jobs, token, wereBegun: false);
            return 0;
        }
        if (kind.IsBatch)
            await HandleBatch(jobs, token, interrupt);
        else
            foreach (var job in jobs)
                Begin(job, token, interrupt);
        return jobs.Count;
    }

    private async Task HandleBatch(IReadOnlyList<Job> jobs, string token, CancellationToken interrupt)
    {
        foreach (var job in jobs)
            _inHand[(job.JobId, token)] = Task.CompletedTask;
        try
        {
            // A node that dies again and again before a whole batch is through gets on with ever smaller pieces.
            foreach (var piece in jobs.Chunk(jobs.MaxBy(job => job.Claims)!.Halved(MaxBatchJobs)))
                await SettleBatch(piece, token, interrupt);
        }
        finally
        {
            foreach (var job in jobs)
                _inHand.TryRemove((job.JobId, token), out _);
        }
    }

    private async Task SettleBatch(IReadOnlyList<Job> jobs, string token, CancellationToken interrupt)
    {
        if (interrupt.IsCancellationRequested)
        {
            await queue.Release(jobs, token, wereBegun: false);
            return;
        }
        var settlement = await Handle(jobs, cancel => handler.Handle(jobs, cancel), interrupt);
        if (settlement is null)
        {
            await queue.Release(jobs, token, wereBegun: true);
            return;
        }
        if (settlement.Because != AnotherTry.Fault && await settling.TryTogether([new(jobs, settlement, token)]))
            return;
        if (jobs.Count == 1)
        {
            await settling.Alone(new(jobs, settlement, token));
            return;
        }
        // A batch that fails is handled and settled job by job, so that one bad order holds no other up.
        foreach (var job in jobs)
        {
            if (await Handle([job], cancel => handler.Handle([job], cancel), interrupt) is { } alone)
                await settling.Alone(new([job], alone, token));
            else
                await queue.Release([job], token, wereBegun: true);
        }
    }

    private void Begin(Job job, string token, CancellationToken interrupt)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inHand[(job.JobId, token)] = begun.Task;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await Work(job, token, interrupt);
                }
                catch (Exception error)
                {
                    // Where the database is away, nothing is lost: the claim ends by itself.
                    if (!database.HasTold(error))
                        log.LogError(error, "{Kind} for {Subject} could not be settled", job.Kind, job.Subject);
                }
                finally
                {
                    _inHand.TryRemove((job.JobId, token), out _);
                    begun.SetResult();
                    Interlocked
                        .Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously))
                        .SetResult();
                }
            },
            CancellationToken.None
        );
    }

    private async Task Work(Job job, string token, CancellationToken interrupt)
    {
        ReadyJob? ready = null;
        var settlement = await Handle(
            [job],
            async _ =>
            {
                ready = await handler.Prepare(job);
                return Settlement.Done;
            },
            interrupt
        );
        var wasBegun = false;
        if (ready is not null && settlement is not null)
            (wasBegun, settlement) = await Call(job, ready, interrupt);
        if (settlement is null)
        {
            await queue.Release([job], token, wasBegun);
            return;
        }
        _finished.Enqueue(new([job], settlement, token));
        await SettleFinished();
    }

    private async Task<(bool WasBegun, Settlement? Settlement)> Call(
        Job job,
        ReadyJob ready,
        CancellationToken interrupt
    )
    {
        var (call, lookAgainAt) = await _slots.Enter(ready.Receiver);
        if (call is null)
            return (false, Settlement.NoRoom(lookAgainAt, $"{ready.Receiver} is slow or fails"));
        Settlement? settlement = null;
        try
        {
            if (interrupt.IsCancellationRequested || !presence.MayBegin)
                return (false, null);
            settlement = await Handle([job], ready.Do, interrupt);
            return (true, settlement);
        }
        finally
        {
            _slots.Leave(call, hasFailed: settlement is { Because: AnotherTry.NotNow });
        }
    }

    /// <summary>What has been sent is settled at once, with whatever else is finished by then.</summary>
    private async Task SettleFinished()
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            while (!_finished.IsEmpty)
            {
                var together = new List<SettledJobs>();
                while (together.Count < MaxSettledTogether && _finished.TryDequeue(out var one))
                    together.Add(one);
                if (together.Count > 1 && await settling.TryTogether(together))
                    continue;
                foreach (var one in together)
                    await settling.Alone(one);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Null where the handler was interrupted, or where the clock became wrong meanwhile, whose moments must
    /// not be written. What was sent by then may have arrived, so the claim stays counted.</summary>
    private async Task<Settlement?> Handle(
        IReadOnlyList<Job> jobs,
        Func<CancellationToken, Task<Settlement>> work,
        CancellationToken interrupt
    )
    {
        var settlement = await TryHandle(jobs, work, interrupt);
        return clock.WhyWrong() is null ? settlement : null;
    }

    private async Task<Settlement?> TryHandle(
        IReadOnlyList<Job> jobs,
        Func<CancellationToken, Task<Settlement>> work,
        CancellationToken interrupt
    )
    {
        try
        {
            return await work(interrupt);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return await settling.Faults.After(jobs, error, "failed");
        }
    }
}
