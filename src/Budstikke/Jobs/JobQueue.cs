using System.Collections.Concurrent;
using System.Security.Cryptography;
using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// The durable queue in the database. A claim has a token and an end of its own; settling asks for the token, and zero
/// rows mean that somebody else has the job by now. A crashed node's claims simply end; one that would live longer than
/// a claim may was made by a clock that was wrong, and has ended too.
/// </summary>
internal sealed class JobQueue(Database database, TimeProvider time, JobSettings settings)
{
    private const int MaxClientsTogether = 16;
    private const int MaxTroubleCharacters = 1000;

    /// <summary>Finding the clients costs a step for each that has any job of the kind; what was found is used up for
    /// so long. Another node may have served them meanwhile.</summary>
    private static readonly TimeSpan s_longestRound = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, ClaimRound> _rounds = new(StringComparer.Ordinal);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public static IEnumerable<NewRow> Rows(IEnumerable<NewJob> jobs, DateTimeOffset now) =>
        jobs.Select(job => new NewRow(
            Job.Table,
            job.ClientId,
            job.Kind,
            job.Lane,
            job.Subject,
            job.Content,
            (now + job.Delay).ToUnixTimeMilliseconds(),
            now.ToUnixTimeMilliseconds()
        ));

    /// <summary>
    /// Takes up to <paramref name="limit"/> due jobs of a kind, shared out over the clients that have some, beginning
    /// behind the client that was served last: a client's hundred thousand do not delay another's single one. Clients
    /// whose due jobs stand behind others, or are in hand elsewhere, are passed by until some yield, each client once.
    /// </summary>
    public async Task<IReadOnlyList<Job>> Claim(JobKind kind, int limit, string token)
    {
        var round = _rounds.GetOrAdd(kind.Kind, _ => new());
        // What is left of the last round was due a moment ago; nothing is due only when a new one says so.
        if (round.Passed(time) < s_longestRound && await Claim(round, kind, limit, token) is { Count: > 0 } jobs)
            return jobs;
        round.Begin(await ClientsWithDueJobs(kind), time);
        return await Claim(round, kind, limit, token);
    }

    private async Task<IReadOnlyList<Job>> Claim(ClaimRound round, JobKind kind, int limit, string token)
    {
        // A batch's lane is locked until the transaction ends: each has its own, or a node that only looks would keep
        // others from it.
        while (round.Next(kind.IsBatch ? 1 : MaxClientsTogether) is { Length: > 0 } clients)
            if (await Claim(round, kind, clients, limit, token) is { Count: > 0 } jobs)
                return jobs;
        return [];
    }

    /// <summary>In one transaction, so that where it fails for one client, nothing of the others' is held.</summary>
    private async Task<IReadOnlyList<Job>> Claim(
        ClaimRound round,
        JobKind kind,
        string[] clients,
        int limit,
        string token
    )
    {
        IReadOnlyList<Job> claimed = [];
        try
        {
            await database.Write(async session =>
            {
                claimed = [];
                claimed = await Claim(session, round, kind, clients, limit, token);
            });
        }
        catch when (claimed.Count > 0)
        {
            // The commit's answer was lost. Nobody would work on them before the claim's end.
            await Release(claimed, token, wereBegun: false);
            throw;
        }
        return claimed;
    }

    private async Task<IReadOnlyList<Job>> Claim(
        Session session,
        ClaimRound round,
        JobKind kind,
        string[] clients,
        int limit,
        string token
    )
    {
        var claimed = new List<Job>();
        for (var i = 0; i < clients.Length && claimed.Count < limit; i++)
        {
            // Before it is asked: where it fails for this client, the next look begins behind it.
            round.Asked(clients[i]);
            var share = Math.Max(1, (limit - claimed.Count) / (clients.Length - i));
            claimed.AddRange(await Claim(session, kind, clients[i], share, token));
        }
        return claimed;
    }

    private async Task<IEnumerable<DueClient>> ClientsWithDueJobs(JobKind kind)
    {
        var clients = new List<DueClient>();
        foreach (var name in kind.All)
            clients.AddRange(await ClientsWithDueJobs(name));
        return clients;
    }

    private Task<IReadOnlyList<DueClient>> ClientsWithDueJobs(string kind) =>
        // Steps by the index from each client's first job to the next client's: with min and EXISTS the planner may
        // choose to read every job of a large backlog. Once over each client, since what was settled lies in front of
        // it for as long as an old snapshot lives.
        database.Read(session =>
            session.Query<DueClient>(
                $"""
                WITH RECURSIVE firsts (job_id) AS (
                  SELECT (SELECT j.job_id FROM jobs j WHERE j.kind = @kind ORDER BY j.client_id, j.due_at LIMIT 1)
                  UNION ALL
                  SELECT (
                    SELECT j.job_id FROM jobs j WHERE j.kind = @kind
                      AND j.client_id > (SELECT k.client_id FROM jobs k WHERE k.job_id = f.job_id)
                    ORDER BY j.client_id, j.due_at LIMIT 1)
                  FROM firsts f WHERE f.job_id IS NOT NULL)
                SELECT client_id AS ClientId, due_at AS DueAt FROM jobs
                WHERE {session.Dialect.IsAmong("job_id", "SELECT job_id FROM firsts")} AND due_at <= @Now
                """,
                new { kind, Now }
            )
        );

    private async Task<IReadOnlyList<Job>> Claim(Session session, JobKind kind, string client, int limit, string token)
    {
        var lane = kind.LaneOf(client);
        if (kind.IsBatch && !await session.Dialect.TryLockLane(session, lane))
            return [];
        var parameters = new
        {
            kind = kind.Kind,
            client,
            lane,
            now = Now,
            clockOffset = settings.ClaimClockOffsetMilliseconds,
            limit = (long)limit,
            looks = (long)limit + ClaimSql.LooksBeyond,
            token,
            lease = settings.LeaseSeconds * 1000L,
            longest = JobSettings.MaxLeaseSeconds * 1000L,
        };
        var jobs = await session.Query<Job>(
            kind.IsBatch ? ClaimSql.Batch(session.Dialect, kind) : ClaimSql.Single(session.Dialect),
            parameters
        );
        if (jobs.Count < limit && !kind.IsBatch)
            await session.Execute(ClaimSql.PutOffBehind(session.Dialect), parameters);
        return [.. jobs.OrderBy(job => job.JobId)];
    }

    /// <summary>A new, unguessable token for the claims of one pump.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>Writes what handlers returned, together with the jobs' own rows.</summary>
    /// <exception cref="ConflictException">A job is no longer ours, or a compare-and-set failed.</exception>
    public Task Settle(Session session, IReadOnlyList<SettledJobs> finished, FactRegister facts)
    {
        var now = time.GetUtcNow();
        var done = finished.Where(one => one.Settlement.AgainAt is null).GroupBy(one => one.Token);
        return session.CarryOut([
            .. done.Select(claim => Delete(session.Dialect, [.. claim.SelectMany(one => one.Jobs)], claim.Key)),
            .. Together(finished.Where(one => one.Settlement.AgainAt is not null))
                .Select(one => PutOff(session.Dialect, one)),
            .. finished.SelectMany(one => one.Settlement.Writes),
            .. Rows(finished.SelectMany(one => one.Settlement.Jobs), now),
            .. facts.Follow([.. finished.SelectMany(one => one.Settlement.Facts)], now),
        ]);
    }

    /// <summary>Those that were not begun, as one for each moment that they are put off to.</summary>
    private static IEnumerable<SettledJobs> Together(IEnumerable<SettledJobs> putOff)
    {
        var ofReasons = putOff.ToLookup(one => one.Settlement.Because == AnotherTry.NoRoom);
        return
        [
            .. ofReasons[false],
            .. ofReasons[true]
                .GroupBy(one => (one.Token, one.Settlement.AgainAt, one.Settlement.Trouble))
                .Select(some => some.First() with { Jobs = [.. some.SelectMany(one => one.Jobs)] }),
        ];
    }

    /// <summary>Another count of rows: somebody else has claimed some.</summary>
    private static Statement Delete(Dialect dialect, IReadOnlyCollection<Job> jobs, string token) =>
        new($"DELETE FROM jobs {Ours(dialect)}", new { ids = Ids(dialect, jobs), token }, jobs.Count);

    private static Statement PutOff(Dialect dialect, SettledJobs one)
    {
        var (because, trouble) = (one.Settlement.Because, one.Settlement.Trouble);
        return new(
            $"""
            UPDATE jobs SET due_at = @dueAt, attempts = attempts + @notNow, claim_token = NULL, claimed_until = 0,
              trouble = @trouble,
              claims = CASE WHEN @isUnanswered = 1 THEN claims - @wasNotBegun ELSE 0 END,
              faults = CASE WHEN @isUnanswered = 1 THEN faults + @isFault ELSE 0 END
            {Ours(dialect)}
            """,
            new
            {
                ids = Ids(dialect, one.Jobs),
                token = one.Token,
                dueAt = one.Settlement.AgainAt!.Value.ToUnixTimeMilliseconds(),
                notNow = because == AnotherTry.NotNow ? 1L : 0L,
                isFault = because == AnotherTry.Fault ? 1L : 0L,
                wasNotBegun = because is AnotherTry.DatabaseWasAway or AnotherTry.NoRoom ? 1L : 0L,
                isUnanswered = because is AnotherTry.Fault or AnotherTry.DatabaseWasAway or AnotherTry.NoRoom ? 1L : 0L,
                trouble = trouble is null ? null : Cut.To(trouble, MaxTroubleCharacters),
            },
            one.Jobs.Count
        );
    }

    /// <summary>
    /// For whoever has mended what made a job fail: it is tried at once, as if it had never failed, and those behind it
    /// in its lane after it. One in hand is left alone.
    /// </summary>
    public static Statement TryNow(long jobId, DateTimeOffset now) =>
        new(
            """
            UPDATE jobs SET due_at = @now, faults = CASE WHEN job_id = @jobId THEN 0 ELSE faults END
            WHERE claim_token IS NULL AND (job_id = @jobId OR (
              lane = (SELECT lane FROM jobs WHERE job_id = @jobId)
              AND kind = (SELECT kind FROM jobs WHERE job_id = @jobId)
              AND job_id > @jobId AND due_at > @now AND faults = 0))
            """,
            new { jobId, now = now.ToUnixTimeMilliseconds() }
        );

    /// <summary>Whether it still exists: what is done has no row.</summary>
    public static async Task<bool> IsThere(Session session, long jobId) =>
        await session.QuerySingle<long>("SELECT count(*) FROM jobs WHERE job_id = @jobId", new { jobId }) > 0;

    private static string Ours(Dialect dialect) => $"WHERE {dialect.IsIn("job_id", "ids")} AND claim_token = @token";

    private static object Ids(Dialect dialect, IEnumerable<Job> jobs) =>
        dialect.List([.. jobs.Select(job => job.JobId)]);

    /// <summary>Gives jobs back that were claimed but not begun, or whose settling failed.</summary>
    public Task Release(IReadOnlyList<Job> jobs, string token, bool wereBegun) =>
        database.Write(session =>
            session.Execute(
                $"""
                UPDATE jobs SET claim_token = NULL, claimed_until = 0, claims = claims - @notBegun
                {Ours(session.Dialect)}
                """,
                new
                {
                    ids = Ids(session.Dialect, jobs),
                    token,
                    notBegun = wereBegun ? 0L : 1L,
                }
            )
        );

    /// <summary>Keeps the claims of a slow handler alive.</summary>
    public Task Renew(IReadOnlyCollection<long> jobIds, string token) =>
        database.Write(session =>
            session.Execute(
                $"""
                UPDATE jobs SET claimed_until = {session.Dialect.ClaimClock} + @lease
                {Ours(session.Dialect)}
                """,
                new
                {
                    ids = session.Dialect.List(jobIds),
                    token,
                    now = Now,
                    clockOffset = settings.ClaimClockOffsetMilliseconds,
                    lease = settings.LeaseSeconds * 1000L,
                }
            )
        );

    /// <summary>Ends every claim: only for the one process that has an embedded store for itself.</summary>
    public Task ReleaseAll() => database.Write(ReleaseAll);

    /// <inheritdoc cref="ReleaseAll()"/>
    public static Task ReleaseAll(Session session) =>
        session.Execute("UPDATE jobs SET claim_token = NULL, claimed_until = 0 WHERE claim_token IS NOT NULL");
}
