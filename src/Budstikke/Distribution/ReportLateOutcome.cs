using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>What can be learnt of a dispatch after its channel had taken it.</summary>
internal enum LateOutcome
{
    /// <summary>It has reached the customer.</summary>
    Delivered,

    /// <summary>It came back: a bounce, a negative answer of the message's level.</summary>
    Failed,
}

/// <summary>
/// Takes a report that came later than the answer, by the dispatch's key; <see cref="LateOutcomes"/> says what it comes
/// to.
/// </summary>
internal sealed class ReportLateOutcome(
    LateOutcome outcome,
    DispatchStore dispatches,
    InvoiceStore invoices,
    Channels channels,
    TimeProvider time
) : IJobHandler
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    public JobKind Kind { get; } = new(KindOf(outcome), Concurrency: 8);

    /// <param name="delay">From the moment that the job is enqueued.</param>
    public static NewJob JobFor(LateOutcome outcome, string clientId, string key, string evidence, TimeSpan delay) =>
        new(clientId, KindOf(outcome), key) { Content = JsonOptions.Store(new Report(evidence)), Delay = delay };

    public static string KindOf(LateOutcome outcome) =>
        outcome == LateOutcome.Delivered ? "report-delivery" : "report-late-failure";

    private sealed record Report(string Evidence);

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        if (await dispatches.Find(job.Subject) is not { } dispatch)
            return Settlement.Done;
        if (outcome == LateOutcome.Delivered && !TellsOfDelivery(dispatch.Channel))
            throw new InvalidOperationException($"The channel {dispatch.Channel} tells of no delivery.");
        // The report overtook the acceptance, which is still to be noted.
        if (dispatch.Past.State == DispatchState.Planned)
            return Settlement.Wait(time.GetUtcNow() + s_pause);
        var invoice = (await invoices.Find(dispatch.ClientId, dispatch.InvoiceId))!;
        var evidence = JsonOptions.Restore<Report>(job.Content).Evidence;
        DateOnly? due = invoice.DueDate is null ? null : DateOnly.Parse(invoice.DueDate);
        return LateOutcomes.Of(outcome, new(dispatch, invoice.Snapshot.OrderIds, evidence, due), time.GetUtcNow());
    }

    private bool TellsOfDelivery(string name) =>
        channels.All.Any(channel => channel.Name == name && channel.TellsOfDelivery);
}
