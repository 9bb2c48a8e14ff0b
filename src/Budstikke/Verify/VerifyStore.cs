using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Verify;

/// <summary>Audits the whole store beside a serving node, by the checks that the rooms bring.</summary>
internal static class VerifyStore
{
    public static async Task<VerifyReport> Run(
        IServiceProvider services,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        var database = services.GetRequiredService<Database>();
        var clock = services.GetRequiredService<SharedClock>();
        var audit = new Audit(database, clock, services.GetRequiredService<CaseCounts>(), progress, cancel)
        {
            // Claims and moments are judged by it, and the machine that the audit runs on may be any.
            At = await database.Read(clock.Read, cancel),
        };
        foreach (var check in services.GetServices<RoomCheck>())
            await audit.Run(check.Run);
        return VerifyReport.Of(audit.At, audit.Tallies);
    }
}
