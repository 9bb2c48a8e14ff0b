using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>Which tries are meant. Each that is given narrows it.</summary>
/// <param name="Endpoint">As <see cref="CallbackEndpoint.Of"/> gives it.</param>
/// <param name="Since">Those that ended then or later; without an order or endpoint those that failed.</param>
internal sealed record CallbackChoice(
    string? ClientId = null,
    string? OrderId = null,
    string? Endpoint = null,
    DateTimeOffset? Since = null
)
{
    /// <summary>A condition for <c>callback_attempts</c>; an index finds what it means.</summary>
    public string Condition =>
        string.Join(
            " AND ",
            new[]
            {
                OrderId is null && Endpoint is null ? "outcome <> 'received'" : null,
                OrderId is null ? null : "order_id = @OrderId",
                Endpoint is null ? null : "endpoint = @Endpoint",
                ClientId is null ? null : "client_id || '' = @ClientId",
                "ended_at >= @since",
            }.OfType<string>()
        );

    public long SinceMilliseconds => Since?.ToUnixTimeMilliseconds() ?? 0;
}

/// <summary>The tries as a person looks at them.</summary>
internal sealed class CallbackLog(Database database)
{
    /// <summary>The most that one reading gives.</summary>
    public const int MaxRead = 500;

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<CallbackAttempt>> List(CallbackChoice choice) =>
        database.Read(session =>
            session.Query<CallbackAttempt>(
                $"""
                SELECT {CallbackAttempt.Columns} FROM callback_attempts WHERE {choice.Condition}
                ORDER BY attempt_id DESC LIMIT @limit
                """,
                new
                {
                    choice.ClientId,
                    choice.OrderId,
                    choice.Endpoint,
                    since = choice.SinceMilliseconds,
                    limit = (long)MaxRead,
                }
            )
        );

    /// <param name="attemptId">As listed.</param>
    public Task<CallbackAttempt?> Find(long attemptId) =>
        database.Read(session =>
            session.QueryOne<CallbackAttempt>(
                $"SELECT {CallbackAttempt.Columns} FROM callback_attempts WHERE attempt_id = @attemptId",
                new { attemptId }
            )
        );
}

/// <summary>What a replay came to.</summary>
/// <param name="Again">The ends of the tellings that are told again, the oldest first.</param>
/// <param name="HasMore">There are more than one call takes.</param>
/// <param name="WasChanged">Somebody else had some of them told again meanwhile; nothing was done.</param>
internal sealed record Replay(IReadOnlyList<CallbackAttempt> Again, bool HasMore, bool WasChanged = false);

/// <summary>
/// Has clients told again, on a person's word. Under the same <c>webhook-id</c> and behind what else waits in the
/// order's lane; what is still being tried is left to its own tries.
/// </summary>
internal sealed class ReplayCallbacks(Database database, FactRegister facts, TimeProvider time)
{
    /// <summary>One call takes no more: each becomes a job and a line on a timeline, in one transaction.</summary>
    public const int MaxAtOnce = 1000;

    /// <param name="alsoReceived">Also what the client's server took, and lost; otherwise what was given up.</param>
    /// <param name="by"><c>person:NAME</c>.</param>
    public async Task<Replay> Run(CallbackChoice choice, bool alsoReceived, string by)
    {
        try
        {
            return await database.Write(session => Run(session, choice, alsoReceived, by));
        }
        catch (ConflictException)
        {
            return new([], HasMore: false, WasChanged: true);
        }
    }

    private async Task<Replay> Run(Session session, CallbackChoice choice, bool alsoReceived, string by)
    {
        var found = await Ends(session, choice, alsoReceived);
        CallbackAttempt[] again = [.. found.Take(MaxAtOnce)];
        if (again.Length == 0)
            return new([], HasMore: false);
        var now = time.GetUtcNow();
        await session.CarryOut([
            Mark(session, again, now),
            .. JobQueue.Rows(again.Select(JobFor), now),
            .. facts.Announce([.. again.Select(one => FactOf(one, by))], now),
        ]);
        return new(again, found.Count > MaxAtOnce);
    }

    /// <summary>The last try of each telling that has come to its end and was not told again since.</summary>
    private static Task<IReadOnlyList<CallbackAttempt>> Ends(
        Session session,
        CallbackChoice choice,
        bool alsoReceived
    ) =>
        session.Query<CallbackAttempt>(
            $"""
            SELECT {CallbackAttempt.Columns} FROM callback_attempts
            WHERE {choice.Condition} AND replayed_at IS NULL AND (outcome = @GivenUp OR outcome = @received)
              {(alsoReceived ? "" : "AND outcome <> 'received'")}
            ORDER BY attempt_id LIMIT @limit
            """,
            new
            {
                choice.ClientId,
                choice.OrderId,
                choice.Endpoint,
                since = choice.SinceMilliseconds,
                CallbackAttempt.GivenUp,
                received = alsoReceived ? CallbackAttempt.Received : CallbackAttempt.GivenUp,
                limit = MaxAtOnce + 1L,
            }
        );

    private static Statement Mark(Session session, IReadOnlyCollection<CallbackAttempt> again, DateTimeOffset now) =>
        new(
            "UPDATE callback_attempts SET replayed_at = @now "
                + $"WHERE {session.Dialect.IsIn("attempt_id", "ids")} AND replayed_at IS NULL",
            new
            {
                ids = session.Dialect.List([.. again.Select(one => one.AttemptId)]),
                now = now.ToUnixTimeMilliseconds(),
            },
            again.Count
        );

    private static NewJob JobFor(CallbackAttempt end) =>
        new(end.ClientId, SendCallback.KindName, end.OrderId)
        {
            Lane = CallbackNews.LaneOf(end.OrderId),
            Content = JsonOptions.Store(new CallbackNews(end.Status, end.WebhookId) { ChangedAt = end.ChangedAt }),
        };

    private static CallbackReplayRequested FactOf(CallbackAttempt end, string by) =>
        new()
        {
            ClientId = end.ClientId,
            OrderIds = [end.OrderId],
            CausedBy = by,
            Status = end.Status,
            WebhookId = end.WebhookId ?? "",
        };
}
