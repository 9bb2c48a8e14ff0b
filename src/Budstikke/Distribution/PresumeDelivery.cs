using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// Says on the timeline that nothing has come back of a dispatch. Its state stays accepted: what comes back later still
/// sends the route on.
/// </summary>
internal sealed class PresumeDelivery(DispatchStore dispatches, InvoiceStore invoices) : IJobHandler
{
    public const string KindName = "presume-delivery";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    private sealed record Waited(long Hours);

    /// <param name="time">In which nearly all comes back that does.</param>
    public static NewJob JobFor(DispatchRow dispatch, TimeSpan time) =>
        new(dispatch.ClientId, KindName, dispatch.DispatchKey)
        {
            Content = JsonOptions.Store(new Waited((long)time.TotalHours)),
            Delay = time,
        };

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var dispatch = await dispatches.Find(jobs[0].Subject);
        if (dispatch is not { DeliveredAt: null } || dispatch.Past.State != DispatchState.Accepted)
            return Settlement.Done;
        var orderIds = await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId);
        var hours = JsonOptions.Restore<Waited>(jobs[0].Content).Hours;
        return new()
        {
            Facts =
            [
                NoteReport.FactOf(
                    dispatch,
                    orderIds,
                    new(ReportWord.PresumedDelivered, $"Nothing has come back within {hours} h.")
                ),
            ],
        };
    }
}
