using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>Small work on the store that a node does from time to time; on which node, and how often, does not
/// matter.</summary>
internal abstract class Chore(TimeSpan interval, Database database, NodeClock clock, ILogger log) : BackgroundService
{
    protected Database Database => database;

    /// <summary>The beginning of the sentence that says in the log that it could not be done.</summary>
    protected abstract string What { get; }

    public abstract Task Run(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.Every(interval);
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

    /// <summary>Does it now, unless the node's clock is wrong. Whatever goes wrong, the chore has its next time: it
    /// must not end the node.</summary>
    public async Task TryRun(CancellationToken cancel)
    {
        if (clock.WhyWrong() is not null)
            return;
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
