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
    Channels channels,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "follow-dispatch";
    private const int MarkBytes = 8;

    /// <summary>When it is asked, from when it was taken; then the dispatch stays accepted. By the time and not by a
    /// count, so that a hint (<see cref="FollowHint"/>) takes nothing away.</summary>
    private static readonly IReadOnlyList<TimeSpan> s_moments =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(6),
        TimeSpan.FromMinutes(21),
        TimeSpan.FromMinutes(81),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(10),
        .. Enumerable.Range(1, 21).Select(days => TimeSpan.FromDays(days)),
    ];

    public JobKind Kind { get; } = new(KindName, Concurrency: 16);

    /// <param name="Since">When it was taken, in Unix milliseconds; null in the first job, which is made then.</param>
    /// <param name="Told">Marks of the notes that are facts already. What the other side shows may leave some out and
    /// show others again.</param>
    private sealed record Followed(long? Since, IReadOnlyList<string> Told);

    public static NewJob First(DispatchRow dispatch) => JobFor(dispatch, new(null, []), s_moments[0]);

    /// <summary>None when it has been asked long enough.</summary>
    private static IEnumerable<NewJob> Next(DispatchRow dispatch, Followed followed, DateTimeOffset now)
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(followed.Since!.Value);
        return s_moments
            .Where(moment => since + moment > now)
            .Take(1)
            .Select(moment => JobFor(dispatch, followed, since + moment - now));
    }

    private static NewJob JobFor(DispatchRow dispatch, Followed followed, TimeSpan delay) =>
        new(dispatch.ClientId, KindName, dispatch.DispatchKey) { Content = JsonOptions.Store(followed), Delay = delay };

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var dispatch = await dispatches.Find(job.Subject);
        if (dispatch?.Past.State is not (DispatchState.Accepted or DispatchState.InDoubt or DispatchState.Delivered))
            return Settlement.Done;
        if (
            channels.All.FirstOrDefault(one => one.Name == dispatch.Channel) is not { } channel
            || channels.For(channel, await clients.Get(dispatch.ClientId)) is not { IsSimulated: false } way
            || !way.Channel.IsFollowed
        )
            return Settlement.Done;
        var told = await way.Channel.Follow(new(dispatch.DispatchKey, dispatch.ClientId), cancel);
        var followed = JsonOptions.Restore<Followed>(job.Content);
        return Of(
            dispatch,
            await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId),
            followed with
            {
                Since = followed.Since ?? job.CreatedAt,
            },
            told,
            time.GetUtcNow()
        );
    }

    private static Settlement Of(
        DispatchRow dispatch,
        IReadOnlyList<string> orderIds,
        Followed followed,
        FollowUp told,
        DateTimeOffset now
    )
    {
        var news = told.Notes.Where(note => !followed.Told.Contains(MarkOf(note))).ToList();
        var next = followed with { Told = [.. followed.Told, .. news.Select(MarkOf)] };
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
                .. told.Ending != LateOutcome.Failed ? Next(dispatch, next, now) : [],
            ],
        };
    }

    private static string MarkOf(NotedAnswer note) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note.Evidence)).AsSpan(0, MarkBytes));
}
