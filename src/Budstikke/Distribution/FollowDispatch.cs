using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// Asks the other side what has become of a dispatch that it took, with growing pauses, until it says an end or has had
/// time enough; what it tells beside that is a fact, once.
/// </summary>
internal sealed class FollowDispatch(
    DispatchStore dispatches,
    InvoiceStore invoices,
    ClientStore clients,
    Channels channels
) : IJobHandler
{
    public const string KindName = "follow-dispatch";

    /// <summary>Some three weeks; then the dispatch stays accepted.</summary>
    private static readonly Patience s_patience = new([
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        .. Enumerable.Repeat(TimeSpan.FromDays(1), 20),
    ]);

    public JobKind Kind { get; } = new(KindName, Concurrency: 16);

    /// <param name="Asked">How often it was asked.</param>
    /// <param name="Notes">How many of its notes are facts already.</param>
    private sealed record Followed(int Asked, int Notes);

    public static NewJob First(DispatchRow dispatch) => JobsFor(dispatch, new(0, 0)).Single();

    /// <summary>None when it has been asked often enough.</summary>
    private static IEnumerable<NewJob> JobsFor(DispatchRow dispatch, Followed followed) =>
        s_patience.PauseAfter(followed.Asked + 1) is { } pause
            ?
            [
                new(dispatch.ClientId, KindName, dispatch.DispatchKey)
                {
                    Content = JsonOptions.Store(followed),
                    Delay = pause,
                },
            ]
            : [];

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var (dispatch, followed) = (await dispatches.Find(job.Subject), JsonOptions.Restore<Followed>(job.Content));
        if (dispatch?.Past.State is not (DispatchState.Accepted or DispatchState.InDoubt or DispatchState.Delivered))
            return Settlement.Done;
        if (
            channels.All.FirstOrDefault(one => one.Name == dispatch.Channel) is not { } channel
            || channels.For(channel, await clients.Get(dispatch.ClientId)) is not { IsSimulated: false } way
            || !way.Channel.IsFollowed
        )
            return Settlement.Done;
        var told = await way.Channel.Follow(new(dispatch.DispatchKey, dispatch.ClientId), cancel);
        return Of(dispatch, await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId), followed, told);
    }

    private static Settlement Of(DispatchRow dispatch, IReadOnlyList<string> orderIds, Followed followed, FollowUp told)
    {
        var next = new Followed(followed.Asked + 1, Math.Max(followed.Notes, told.Notes.Count));
        return new()
        {
            Facts =
            [
                .. told
                    .Notes.Skip(followed.Notes)
                    .Select(note => new DispatchNoted
                    {
                        ClientId = dispatch.ClientId,
                        OrderIds = orderIds,
                        Key = dispatch.DispatchKey,
                        Channel = dispatch.Channel,
                        Evidence = note,
                    }),
            ],
            Jobs =
            [
                .. told.Ending is { } ending && (ending == LateOutcome.Failed || dispatch.DeliveredAt is null)
                    ?
                    [
                        ReportLateOutcome.JobFor(
                            ending,
                            dispatch.ClientId,
                            dispatch.DispatchKey,
                            told.Evidence,
                            TimeSpan.Zero
                        ),
                    ]
                    : Array.Empty<NewJob>(),
                // A failure may still come behind a delivery, and its receiver may dispute it.
                .. told.Ending != LateOutcome.Failed ? JobsFor(dispatch, next) : [],
            ],
        };
    }
}
