using System.Diagnostics;
using System.Diagnostics.Metrics;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Works on due jobs: claims, hands them to their handler, and writes what it returns in one transaction with the jobs'
/// own rows. What nobody expected of a job ends in its pump.
/// </summary>
internal sealed class Worker(
    Database database,
    JobQueue queue,
    FactRegister facts,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    NodeClock clock,
    NodePresence presence,
    JobSettings settings,
    Wake wake,
    Meter meter,
    ILogger<Worker> log
) : BackgroundService
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>A look that found nothing is repeated after so many times what it took, where all that is new is that
    /// something in hand was settled: looks take a fifth of a pump's time at most.</summary>
    private const int RestsOfALook = 4;

    private readonly Pump[] _pumps = PumpsOf(
        handlers,
        new(database, queue, facts, handlers, time, settings, wake, meter, log),
        (handler, settling) => new(handler, database, queue, settling, clock, presence, time, log)
    );

    private static Pump[] PumpsOf(
        IEnumerable<IJobHandler> handlers,
        Settling settling,
        Func<IJobHandler, Settling, Pump> pump
    ) => [.. handlers.Select(handler => pump(handler, settling))];

    /// <summary>When told to stop it claims nothing more; what is in hand has its time to end, is interrupted then, and
    /// given back.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var interrupt = new CancellationTokenSource();
        using var allGivenBack = new CancellationTokenSource();
        await using var timed = stoppingToken.Register(() => interrupt.CancelAfter(settings.FinishTime));
        var renewal = Renew(allGivenBack.Token);
        var presenceKept = presence.Keep(allGivenBack.Token);
        await Task.WhenAll(_pumps.Select(pump => Run(pump, stoppingToken, interrupt.Token)));
        await allGivenBack.CancelAsync();
        await renewal;
        await presenceKept;
    }

    private async Task Run(Pump pump, CancellationToken stopping, CancellationToken interrupt)
    {
        await Task.Yield();
        var kind = pump.Handler.Kind;
        while (!stopping.IsCancellationRequested)
        {
            var (next, changed) = (wake.Next(kind.All), pump.Changed);
            var (longest, looked) = (TimeSpan.FromSeconds(settings.PollSeconds), Stopwatch.GetTimestamp());
            if (pump.HasRoom)
                try
                {
                    if (await pump.Fill(stopping, interrupt) > 0)
                        continue;
                }
                catch (Exception error)
                {
                    // Where the database is away, nothing is lost, the claims end by themselves. Go on when it is back.
                    if (!database.HasTold(error))
                        log.LogError(
                            error,
                            "Could not look for due {Kind} jobs; trying again in {Seconds} s",
                            kind.Kind,
                            settings.PollSeconds
                        );
                    next = changed = Task.Delay(Timeout.Infinite, stopping);
                }
            else
                (next, longest) = (changed, s_betweenLooks);
            var rest = Stopwatch.GetElapsedTime(looked) * RestsOfALook;
            using var poll = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(next, changed, Task.Delay(longest, poll.Token));
            if (pump.HasRoom && !next.IsCompleted)
                await Task.WhenAny(next, Task.Delay(rest < s_betweenLooks ? rest : s_betweenLooks, poll.Token));
            await poll.CancelAsync();
            pump.Look();
        }
        await pump.Idle();
    }

    public override void Dispose()
    {
        foreach (var pump in _pumps)
            pump.Dispose();
        base.Dispose();
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
            foreach (var claim in _pumps.SelectMany(pump => pump.InHand).GroupBy(job => job.Token, job => job.JobId))
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

    /// <summary>For tests: works until nothing is due any more.</summary>
    public async Task RunDue()
    {
        int done;
        do
        {
            done = 0;
            foreach (var pump in _pumps)
            {
                done += await pump.Fill(CancellationToken.None, CancellationToken.None);
                await pump.Idle();
            }
        } while (done > 0);
    }
}
