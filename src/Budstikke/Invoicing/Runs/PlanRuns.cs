using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Invoicing.Runs;

/// <summary>Begins a client's run when the moment comes that its orders are held until. Every node looks; one of them
/// begins it.</summary>
internal sealed class PlanRuns(Database database, InvoiceRuns runs, NodeClock clock, ILogger<PlanRuns> log)
    : Chore(TimeSpan.FromSeconds(10), database, clock, log)
{
    protected override string What => "Looking for due invoice runs";

    public override Task Run(CancellationToken cancel) => BeginDue();

    /// <summary>How many runs.</summary>
    public async Task<int> BeginDue()
    {
        var begun = 0;
        foreach (var clientId in await runs.DueClients())
            if (await runs.Begin(clientId, InvoiceRun.Schedule, "system") is not null)
                begun++;
        return begun;
    }
}
