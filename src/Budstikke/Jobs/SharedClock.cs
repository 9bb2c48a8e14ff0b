using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>
/// The clock that every node of a store goes by where two that differ would break the promise: PostgreSQL's own. An
/// embedded store has one node, whose clock it is.
/// </summary>
internal sealed class SharedClock(TimeProvider time, JobSettings settings)
{
    public async Task<DateTimeOffset> Read(Session session) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            await session.QuerySingle<long>(
                $"SELECT {session.Dialect.ClaimClock}",
                new
                {
                    now = time.GetUtcNow().ToUnixTimeMilliseconds(),
                    clockOffset = settings.ClaimClockOffsetMilliseconds,
                }
            )
        );
}
