using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>Small work on the store that a node does from time to time; on which node, and how often, does not matter.</summary>
internal abstract class Chore(TimeSpan interval, Database database, TimeProvider time, ILogger log) : BackgroundService
{
    protected Database Database => database;

    protected TimeProvider Time => time;

    /// <summary>The beginning of the sentence that says in the log that it could not be done.</summary>
    protected abstract string What { get; }

    public abstract Task Run(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryRun(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <summary>Whatever goes wrong, the chore has its next time: it must not end the node.</summary>
    private async Task TryRun(CancellationToken cancel)
    {
        try
        {
            await Run(cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            if (!database.HasTold(error))
                log.LogError(
                    error,
                    "{What} did not go through; it is tried again in {Seconds} s",
                    What,
                    interval.TotalSeconds
                );
        }
    }
}
