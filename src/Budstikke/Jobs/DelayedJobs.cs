using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>Jobs of one kind and client that wait for moments of their own.</summary>
internal sealed record DelayedJobs(string Kind, string ClientId)
{
    /// <summary>Those that were put there before a moment and are not due yet, the newest first.</summary>
    public Task<IReadOnlyList<DelayedJob>> Before(
        Session session,
        DateTimeOffset moment,
        DateTimeOffset now,
        int limit
    ) =>
        session.Query<DelayedJob>(
            """
            SELECT job_id AS JobId, subject AS Subject FROM jobs
            WHERE kind = @Kind AND client_id = @ClientId AND due_at > @now AND claim_token IS NULL
              AND created_at <= @moment
            ORDER BY job_id DESC LIMIT @limit
            """,
            new
            {
                Kind,
                ClientId,
                now = now.ToUnixTimeMilliseconds(),
                moment = moment.ToUnixTimeMilliseconds(),
                limit = (long)limit,
            }
        );

    /// <summary>Of those that were read; one that was claimed meanwhile is left alone.</summary>
    public Statement MakeDue(Dialect dialect, IReadOnlyCollection<long> jobIds, DateTimeOffset now) =>
        new(
            "UPDATE jobs SET due_at = @now WHERE "
                + dialect.IsInByOrder(
                    "jobs",
                    "job_id",
                    "ids",
                    "kind = @Kind AND claim_token IS NULL AND due_at > @now"
                ),
            new
            {
                Kind,
                ids = dialect.List(jobIds),
                now = now.ToUnixTimeMilliseconds(),
            }
        );
}

internal sealed record DelayedJob(long JobId, string Subject);
