using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>An address that nothing is mailed to for a while.</summary>
/// <param name="Address">In lower case.</param>
/// <param name="BounceId">What led to it.</param>
/// <param name="Since">Unix milliseconds, as <paramref name="Until"/>.</param>
internal sealed record SuppressionRow(
    string ClientId,
    string Address,
    string Reason,
    string BounceId,
    long Since,
    long Until
);

/// <summary>
/// The addresses that a client's mail came back from for good, or whose owners have called it unwanted. One client's
/// list says nothing of another's customers.
/// </summary>
internal sealed class Suppressions(Database database)
{
    /// <summary>The most that one reading gives.</summary>
    public const int MaxRead = 500;

    /// <summary>By then a mailbox may be there again, and a mistaken one is forgotten.</summary>
    private static readonly TimeSpan s_time = TimeSpan.FromDays(180);

    private const string Columns =
        "client_id AS ClientId, address AS Address, reason AS Reason, bounce_id AS BounceId, since AS Since, "
        + "until AS Until";

    /// <summary>Begins the time anew for an address that is on the list.</summary>
    public static Statement Add(string clientId, string address, string reason, string bounceId, DateTimeOffset now) =>
        new(
            """
            INSERT INTO suppressions (client_id, address, reason, bounce_id, since, until)
            VALUES (@clientId, @address, @reason, @bounceId, @since, @until)
            ON CONFLICT (client_id, address) DO UPDATE SET reason = excluded.reason, bounce_id = excluded.bounce_id,
              since = excluded.since, until = excluded.until
            """,
            new
            {
                clientId,
                address = address.ToLowerInvariant(),
                reason,
                bounceId,
                since = now.ToUnixTimeMilliseconds(),
                until = (now + s_time).ToUnixTimeMilliseconds(),
            }
        );

    /// <summary>Null where the address may be mailed to.</summary>
    public Task<SuppressionRow?> Find(string clientId, string address, DateTimeOffset now) =>
        database.Read(session =>
            session.QueryOne<SuppressionRow>(
                $"SELECT {Columns} FROM suppressions "
                    + "WHERE client_id = @clientId AND address = @address AND until > @now",
                new
                {
                    clientId,
                    address = address.ToLowerInvariant(),
                    now = now.ToUnixTimeMilliseconds(),
                }
            )
        );

    /// <summary>False where it was not on the list.</summary>
    public async Task<bool> Lift(string clientId, string address) =>
        await database.Write(session =>
            session.Execute(
                "DELETE FROM suppressions WHERE client_id = @clientId AND address = @address",
                new { clientId, address = address.ToLowerInvariant() }
            )
        ) > 0;

    /// <summary>Those that count still, the newest first.</summary>
    public Task<IReadOnlyList<SuppressionRow>> List(DateTimeOffset now) =>
        database.Read(session =>
            session.Query<SuppressionRow>(
                $"SELECT {Columns} FROM suppressions WHERE until > @now ORDER BY since DESC, client_id, address "
                    + "LIMIT @max",
                new { now = now.ToUnixTimeMilliseconds(), max = (long)MaxRead }
            )
        );
}
