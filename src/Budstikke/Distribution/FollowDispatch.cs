using System.Security.Cryptography;
using System.Text;
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
    private const int MarkBytes = 8;

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
    /// <param name="Told">Marks of the notes that are facts already. What the other side shows may leave some out and
    /// show others again.</param>
    private sealed record Followed(int Asked, IReadOnlyList<string> Told);

    public static NewJob First(DispatchRow dispatch) => JobsFor(dispatch, new(0, [])).Single();

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
        var news = told.Notes.Where(note => !followed.Told.Contains(MarkOf(note))).ToList();
        var next = new Followed(followed.Asked + 1, [.. followed.Told, .. news.Select(MarkOf)]);
        return new()
        {
            Facts = [.. news.Select(note => NoteAnswer.FactOf(dispatch, orderIds, note))],
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

    private static string MarkOf(NotedAnswer note) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note.Evidence)).AsSpan(0, MarkBytes));
}
