using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// Turns an accepted dispatch into a failed one, once, and lets the route go on: a bounce, a negative answer that came late. One in doubt is
/// settled by it.
/// </summary>
internal sealed class ReportLateFailure(DispatchStore dispatches, InvoiceStore invoices, TimeProvider time)
    : IJobHandler
{
    private const string KindName = "report-late-failure";
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    public static NewJob JobFor(string clientId, string key, string evidence, TimeSpan delay) =>
        new(clientId, KindName, key) { Content = JsonOptions.Store(new LateFailure(evidence)), Delay = delay };

    public async Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        await dispatches.Find(job.Subject) is { } dispatch
            ? await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId)
            : [];

    private sealed record LateFailure(string Evidence);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var dispatch = await dispatches.Find(job.Subject);
        // The return overtook the acceptance, which is still to be noted.
        if (dispatch?.Past.State == DispatchState.Planned)
            return Settlement.Wait(time.GetUtcNow() + s_pause);
        if (dispatch?.Past.State is not (DispatchState.Accepted or DispatchState.InDoubt))
            return Settlement.Done;
        var invoice = (await invoices.Find(dispatch.ClientId, dispatch.InvoiceId))!;
        var evidence = JsonOptions.Restore<LateFailure>(job.Content).Evidence;
        return new()
        {
            Writes =
            [
                DispatchStore.Change(
                    dispatch.DispatchKey,
                    dispatch.Past.State,
                    DispatchState.FailedLate,
                    evidence,
                    time.GetUtcNow()
                ),
            ],
            Facts =
            [
                new DispatchFailedLate
                {
                    ClientId = dispatch.ClientId,
                    OrderIds = invoice.Snapshot.OrderIds,
                    Key = dispatch.DispatchKey,
                    Channel = dispatch.ChannelName,
                    Evidence = evidence,
                },
            ],
            Jobs = [PlanDispatch.JobFor(dispatch.ClientId, dispatch.InvoiceId, dispatch.Resend)],
        };
    }
}
