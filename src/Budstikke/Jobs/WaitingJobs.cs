using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// Jobs of one kind and client that wait together for one moment, which nobody else of them waits for. Those behind
/// them in their lanes may have been put off to the moment after it (<see cref="ClaimSql.PutOffBehind"/>).
/// </summary>
/// <param name="Moment">Unix milliseconds.</param>
internal sealed record WaitingJobs(string Kind, string ClientId, long Moment)
{
    private const string AreTheirs =
        "kind = @Kind AND client_id = @ClientId AND due_at >= @Moment AND due_at <= @Moment + 1 "
        + "AND claim_token IS NULL";

    /// <summary>With all that stand behind them in their lanes.</summary>
    public Task<long> Count(Session session) =>
        session.QuerySingle<long>(
            $"SELECT count(*) FROM jobs WHERE lane IN (SELECT lane FROM jobs WHERE {AreTheirs})",
            new
            {
                Kind,
                ClientId,
                Moment,
            }
        );

    /// <summary>So many at most, those that stand first in their lanes before the others.</summary>
    public Task<IReadOnlyList<long>> Some(Session session, int limit) =>
        session.Query<long>(
            $"SELECT job_id FROM jobs WHERE {AreTheirs} ORDER BY due_at LIMIT @limit",
            new
            {
                Kind,
                ClientId,
                Moment,
                limit = (long)limit,
            }
        );

    /// <summary>One that could go, the first behind <paramref name="last"/>, and behind the newest the oldest; null
    /// where none waits.</summary>
    public Task<long?> Next(Session session, long last) =>
        session.QueryOne<long?>(
            $"""
            SELECT job_id FROM jobs
            WHERE {AreTheirs}
              AND NOT EXISTS (SELECT 1 FROM jobs k WHERE k.lane = jobs.lane AND k.job_id < jobs.job_id)
            ORDER BY CASE WHEN job_id > @last THEN 0 ELSE 1 END, job_id LIMIT 1
            """,
            new
            {
                Kind,
                ClientId,
                Moment,
                last,
            }
        );

    /// <summary>Of those that were read; one that was claimed meanwhile is left alone.</summary>
    public Statement MakeDue(Dialect dialect, IReadOnlyCollection<long> jobIds, DateTimeOffset now) =>
        new(
            $"UPDATE jobs SET due_at = @now WHERE {dialect.IsInByOrder("jobs", "job_id", "ids", AreTheirs)}",
            new
            {
                Kind,
                ClientId,
                Moment,
                ids = dialect.List(jobIds),
                now = now.ToUnixTimeMilliseconds(),
            }
        );
}
