using Budstikke.Storage;

namespace Budstikke.Invoicing.Runs;

/// <summary>Begins a client's run when the moment comes that its orders are held until. Every node looks; one of them begins it.</summary>
internal sealed class PlanRuns(Database database, InvoiceRuns runs, TimeProvider time, ILogger<PlanRuns> log)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            do await TryRun();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task TryRun()
    {
        try
        {
            await Run();
        }
        catch (Exception error) when (database.Dialect.IsUnavailable(error))
        {
            log.LogWarning("Due invoice runs could not be looked for: {Error}", error.GetType().Name);
        }
    }

    /// <summary>Begins what is due now; how many runs.</summary>
    public async Task<int> Run()
    {
        var begun = 0;
        foreach (var clientId in await runs.DueClients())
            if (await runs.Begin(clientId, InvoiceRun.Schedule, "system") is not null)
                begun++;
        return begun;
    }
}
