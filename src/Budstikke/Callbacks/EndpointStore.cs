using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>
/// The servers that there is trouble with. What a callback writes about its server is one statement that says what
/// must still be so, since others write about it at the same time: where it is otherwise by then, nothing is changed,
/// and the next callback sees how it is.
/// </summary>
internal sealed class EndpointStore(Database database, TimeProvider time) : IAsyncDisposable
{
    private const int MaxShown = 100;
    private const int MaxLookedBack = 1000;
    private const int MaxBelieved = 10_000;
    private const string Columns =
        "endpoint AS Endpoint, client_id AS ClientId, failing_since AS FailingSince, failing_url AS FailingUrl, "
        + "second_url AS SecondUrl, has_others AS HasOthers, held_until AS HeldUntil, asleep_since AS AsleepSince, "
        + "sleeps_until AS SleepsUntil, tended_by AS TendedBy, probe_job AS ProbeJob, given_up_at AS GivenUpAt";
    private const string IsIt = "WHERE endpoint = @Endpoint AND client_id = @ClientId";

    private static readonly Table s_table = new(
        "callback_endpoints",
        [
            ("endpoint", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("failing_since", ColumnType.Bigint),
            ("failing_url", ColumnType.Text),
            ("has_others", ColumnType.Bigint),
            ("held_until", ColumnType.Bigint),
        ],
        Key: "endpoint, client_id"
    );

    private readonly OwnReads<EndpointHealth> _troubled = new(
        database,
        $"SELECT {Columns} FROM callback_endpoints",
        "endpoint",
        row => (row.ClientId, row.Endpoint)
    );

    /// <summary>Until when each that had no trouble is not asked about again, by the ticks of the clock.</summary>
    private readonly ConcurrentDictionary<(string ClientId, string Endpoint), long> _well = new();

    /// <summary>Null where there is no trouble with it.</summary>
    public Task<EndpointHealth?> Find(string clientId, string endpoint) => _troubled.One(clientId, endpoint);

    /// <summary>The same; that there was no trouble is believed for a second, as long as nothing fails here. One that
    /// is busy and well is not read about for each callback.</summary>
    public async Task<EndpointHealth?> Recent(string clientId, string endpoint)
    {
        var (key, now) = ((clientId, endpoint), time.GetTimestamp());
        if (_well.TryGetValue(key, out var until) && now < until)
            return null;
        var health = await Find(clientId, endpoint);
        if (health is not null)
            return health;
        if (_well.Count >= MaxBelieved)
            _well.Clear();
        _well[key] = now + time.TimestampFrequency;
        return null;
    }

    /// <summary>Something has failed there.</summary>
    public void Doubt(string clientId, string endpoint) => _well.TryRemove((clientId, endpoint), out _);

    /// <summary>A client's servers in trouble, the longest first, so many at most.</summary>
    public static Task<IReadOnlyList<EndpointHealth>> Of(Session session, string clientId) =>
        session.Query<EndpointHealth>(
            $"SELECT {Columns} FROM callback_endpoints WHERE client_id = @clientId "
                + "ORDER BY failing_since, endpoint LIMIT @limit",
            new { clientId, limit = (long)MaxShown }
        );

    /// <summary>Whether another URL of the server has answered lately: then one that fails is not the whole
    /// server.</summary>
    public Task<bool> HasOthers(string clientId, string endpoint, string url) =>
        database.Read(async session =>
            await session.QuerySingle<long>(
                """
                SELECT count(*) FROM (
                  SELECT url, outcome FROM callback_attempts
                  WHERE endpoint = @endpoint AND client_id || '' = @clientId
                  ORDER BY attempt_id DESC LIMIT @looked) last
                WHERE url <> @url AND outcome = @Received
                """,
                new
                {
                    clientId,
                    endpoint,
                    url,
                    looked = (long)MaxLookedBack,
                    CallbackAttempt.Received,
                }
            ) > 0
        );

    /// <summary>The moments at which others of the client's servers end their sleep.</summary>
    public Task<IReadOnlyList<long>> EndsOfSleep(string clientId) =>
        database.Read(session =>
            session.Query<long>(
                "SELECT sleeps_until FROM callback_endpoints WHERE client_id = @clientId AND sleeps_until IS NOT NULL",
                new { clientId }
            )
        );

    /// <summary>The first failure. Where somebody has noted one already, his stays.</summary>
    public static NewRow Begin(EndpointHealth health) =>
        new(
            s_table,
            health.Endpoint,
            health.ClientId,
            health.FailingSince,
            health.FailingUrl,
            health.HasOthers,
            health.HeldUntil
        );

    /// <summary>Another failure, where it says something new.</summary>
    /// <param name="before">As it was read.</param>
    public static Statement Note(EndpointHealth before, EndpointHealth after) =>
        new(
            $"""
            UPDATE callback_endpoints SET failing_since = @FailingSince, failing_url = @FailingUrl,
              second_url = CASE WHEN failing_since = @FailingSince THEN coalesce(second_url, @SecondUrl) END,
              has_others = @HasOthers, given_up_at = NULL,
              held_until = CASE WHEN held_until > @HeldUntil THEN held_until ELSE @HeldUntil END
            {IsIt} AND failing_since = @seen AND asleep_since IS NULL
            """,
            new
            {
                after.Endpoint,
                after.ClientId,
                after.FailingSince,
                after.FailingUrl,
                after.SecondUrl,
                after.HasOthers,
                after.HeldUntil,
                seen = before.FailingSince,
            }
        );

    /// <summary>It has taken something: the trouble is over. A server that was put to sleep meanwhile is left to its
    /// probe.</summary>
    public static Statement Recover(EndpointHealth health) =>
        new(
            $"DELETE FROM callback_endpoints {IsIt} AND coalesce(asleep_since, 0) = @asleep",
            new
            {
                health.Endpoint,
                health.ClientId,
                asleep = health.AsleepSince ?? 0,
            }
        );

    public static Statement PutToSleep(EndpointHealth health, long tender, DateTimeOffset now, long until) =>
        new(
            $"""
            UPDATE callback_endpoints SET asleep_since = @now, sleeps_until = @until, tended_by = @tender,
              probe_job = NULL
            {IsIt} AND failing_since = @FailingSince AND asleep_since IS NULL AND given_up_at IS NULL
            """,
            new
            {
                health.Endpoint,
                health.ClientId,
                health.FailingSince,
                tender,
                until,
                now = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    /// <param name="probeJob">Null where nothing waits.</param>
    public static Statement Probe(EndpointHealth health, long? probeJob) =>
        new(
            $"UPDATE callback_endpoints SET probe_job = @probeJob {IsIt} AND tended_by = @TendedBy",
            new
            {
                health.Endpoint,
                health.ClientId,
                health.TendedBy,
                probeJob,
            },
            1
        );

    public static Statement GiveUp(EndpointHealth health, DateTimeOffset now) =>
        new(
            $"""
            UPDATE callback_endpoints SET given_up_at = @now, asleep_since = NULL, sleeps_until = NULL,
              tended_by = NULL, probe_job = NULL
            {IsIt} AND tended_by = @TendedBy
            """,
            new
            {
                health.Endpoint,
                health.ClientId,
                health.TendedBy,
                now = now.ToUnixTimeMilliseconds(),
            },
            1
        );

    /// <summary>Removes old trouble, but where a server sleeps: one that fails is put to sleep long before.</summary>
    /// <param name="before">Unix milliseconds.</param>
    public static Task Forget(Session session, long before) =>
        session.Execute(
            "DELETE FROM callback_endpoints WHERE asleep_since IS NULL "
                + "AND coalesce(given_up_at, failing_since) < @before",
            new { before }
        );

    public ValueTask DisposeAsync() => _troubled.DisposeAsync();
}
