using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// The statements by which jobs are claimed. Each reads one index in its order and ends after a limit, however many
/// jobs wait that cannot go: those that are put off are not due, and those behind them in a lane are put off too when a
/// claim comes by them (<see cref="PutOffBehind"/>).
/// </summary>
internal static class ClaimSql
{
    /// <summary>So many more are looked at than are wanted, since some that are due may have to wait.</summary>
    public const int LooksBeyond = 100;

    /// <summary>How long those wait whose lane has a job in hand, where they are in the way of others.</summary>
    public const int BehindOneInHandMilliseconds = 1000;

    /// <summary>Single jobs: the first of each lane, and those that have none.</summary>
    public static string Single(Dialect dialect) =>
        Claim(
            dialect,
            $"""
            SELECT j.job_id
            FROM ({Due(dialect, "@kind", "@looks")} {dialect.SkipLocked}) j
            WHERE j.lane IS NULL OR NOT EXISTS (SELECT 1 FROM jobs k WHERE k.lane = j.lane AND k.job_id < j.job_id)
            ORDER BY j.due_at LIMIT @limit
            """
        );

    /// <summary>
    /// A batch: what is due of a client's lane, unless a claim on it lives. A job that waits for its next try holds
    /// nothing behind it up, since one bad order must not stop its client's others.
    /// </summary>
    public static string Batch(Dialect dialect, JobKind kind) =>
        Claim(
            dialect,
            $"""
            SELECT d.job_id
            FROM ({string.Join(
                "\nUNION ALL ",
                kind.All.Select((name, i) => $"SELECT * FROM ({Due(dialect, $"'{name}'", "@limit")}) d{i}")
            )}) d
            WHERE (SELECT {dialect.ClaimClock} >= coalesce((
              SELECT k.claimed_until FROM jobs k
              WHERE k.lane = @lane AND k.claim_token IS NOT NULL AND k.claimed_until <= {dialect.ClaimClock} + @longest
              ORDER BY k.claimed_until DESC LIMIT 1), 0))
            ORDER BY d.due_at, d.job_id LIMIT @limit
            """
        );

    /// <summary>
    /// After a claim that found fewer than it wanted: where as many jobs as it looks at are due, those of them that
    /// cannot go become due just after the first of their lane, so that the next claim looks at others.
    /// </summary>
    public static string PutOffBehind(Dialect dialect) =>
        $"""
            WITH looked AS MATERIALIZED ({Due(dialect, "@kind", "@looks")} {dialect.SkipLocked}),
            behind AS (
              SELECT l.job_id FROM looked l
              WHERE l.lane IS NOT NULL AND EXISTS (
                SELECT 1 FROM jobs k
                WHERE k.lane = l.lane AND k.job_id < l.job_id AND (k.due_at > @now OR k.claim_token IS NOT NULL)))
            UPDATE jobs SET due_at = (
              SELECT CASE WHEN f.due_at > @now THEN f.due_at + 1 ELSE @now + {BehindOneInHandMilliseconds} END
              FROM jobs f WHERE f.lane = jobs.lane ORDER BY f.job_id LIMIT 1)
            WHERE (SELECT count(*) FROM looked) = @looks
              AND {dialect.IsAmong("job_id", "SELECT job_id FROM behind")}
            """;

    private static string Due(Dialect dialect, string kind, string limit) =>
        $"""
            SELECT job_id, lane, due_at FROM jobs
            WHERE kind = {kind} AND client_id = @client AND due_at <= @now
              AND (claimed_until <= {dialect.ClaimClock} OR claimed_until > {dialect.ClaimClock} + @longest)
            ORDER BY due_at LIMIT {limit}
            """;

    /// <summary>An array of the few, so that it is no join for which the planner reads the whole table.</summary>
    private static string Claim(Dialect dialect, string ids) =>
        $"""
            WITH due AS MATERIALIZED ({ids})
            UPDATE jobs SET claim_token = @token, claimed_until = {dialect.ClaimClock} + @lease, claims = claims + 1
            WHERE {dialect.IsAmong("job_id", "SELECT job_id FROM due")}
            RETURNING {Job.Columns}
            """;
}
