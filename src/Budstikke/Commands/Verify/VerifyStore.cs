using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Commands.Verify;

/// <summary>Audits the whole store beside a serving node: numbers, documents, sums, and that nothing is lost or stuck.</summary>
internal static class VerifyStore
{
    private static readonly Func<Audit, Task>[] s_checks =
    [
        NumberChecks.Run,
        DocumentChecks.Run,
        OrderChecks.Run,
        StatusChecks.Run,
        RunChecks.Run,
        InvoiceChecks.Run,
        LedgerChecks.Run,
        RefundChecks.Run,
        CreditChecks.Run,
        DispatchChecks.Run,
        JobChecks.Run,
        MomentChecks.Run,
        PersonalNumberChecks.Run,
    ];

    public static async Task<VerifyReport> Run(
        Database database,
        SharedClock clock,
        IProgress<VerifyProgress>? progress = null,
        Known? known = null,
        CancellationToken cancel = default
    )
    {
        var audit = new Audit(database, clock, known ?? new(), progress, cancel)
        {
            // Claims and moments are judged by it, and the machine that the audit runs on may be any.
            At = await database.Read(clock.Read, cancel),
        };
        foreach (var check in s_checks)
            await audit.Run(check);
        return audit.Report;
    }
}
