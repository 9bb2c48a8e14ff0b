using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Users;

/// <summary>How long a session lives.</summary>
/// <param name="Idle">Without a call.</param>
/// <param name="Whole">Whatever happens.</param>
internal sealed record SessionLife(TimeSpan Idle, TimeSpan Whole);

/// <summary>A session with whose it is.</summary>
/// <param name="ClientId">The user's own; empty for an operator.</param>
/// <param name="ProvedAt">When he last gave password and code; Unix milliseconds, like the other moments.</param>
/// <param name="ActsFor">The client that an operator acts for at the moment; null for none.</param>
internal sealed record SessionRow(
    string SessionHash,
    string UserId,
    string ClientId,
    string Name,
    string Role,
    long CreatedAt,
    long SeenAt,
    long ProvedAt,
    string? Address,
    string? ActsFor,
    string? ActsBecause
)
{
    public const string Columns =
        "s.session_hash AS SessionHash, s.user_id AS UserId, s.client_id AS ClientId, u.name AS Name, u.role AS Role, "
        + "s.created_at AS CreatedAt, s.seen_at AS SeenAt, s.proved_at AS ProvedAt, s.address AS Address, "
        + "s.acts_for AS ActsFor, s.acts_because AS ActsBecause";

    public Role Is => StoredName.Parse<Role>(Role);

    /// <summary>The only client whose rows he may see; null for an operator, who sees all.</summary>
    public string? Sees => ClientId.Length == 0 ? null : ClientId;

    public Actor Actor => Actor.OfUser(UserId, Address, ActsBecause);

    /// <summary>Whether he may do it to this client's orders.</summary>
    public bool May(Deed deed, string clientId) =>
        (Is == Users.Role.Operator ? ActsFor == clientId : ClientId == clientId) && Deeds.Of(Is).Contains(deed);
}

/// <summary>What is done in the console beside looking.</summary>
internal enum Deed
{
    Resend,
    Cancel,
    Credit,
    CloseCase,
    Note,
    ReadTrail,
}

/// <summary>The table of what a role may do.</summary>
internal static class Deeds
{
    private static readonly Deed[] s_all = Enum.GetValues<Deed>();

    public static IReadOnlyCollection<Deed> Of(Role role) =>
        role switch
        {
            Role.Support => [Deed.Resend, Deed.Cancel, Deed.CloseCase, Deed.Note],
            Role.Accountant => [Deed.Note],
            _ => s_all,
        };
}

/// <summary>Sessions of the console: the cookie holds a random key, the store its hash.</summary>
internal sealed class Sessions(Database database, Secrets secrets, TimeProvider time, SessionLife life)
{
    /// <summary>How often it is written that a session is in use.</summary>
    private const long SeenMilliseconds = 60_000;
    private const int MaxListed = 100;

    private readonly TrailBook _trail = new(secrets);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A new one; the key is for the cookie. In the transaction that proved who it is.</summary>
    public async Task<string> Begin(Session session, UserRow user, string? address)
    {
        var key = RandomKey.New();
        await session.Execute(
            """
            INSERT INTO user_sessions (session_hash, client_id, user_id, created_at, seen_at, proved_at, address)
            VALUES (@hash, @ClientId, @UserId, @now, @now, @now, @address)
            """,
            new
            {
                hash = RandomKey.HashOf(key),
                user.ClientId,
                user.UserId,
                now = Now,
                address,
            }
        );
        await _trail.Add(
            session,
            new(user.ClientId, "SignedIn", user.UserId),
            Actor.OfUser(user.UserId, address),
            time.GetUtcNow()
        );
        return key;
    }

    /// <summary>Null where the key opens nothing, or nothing any more.</summary>
    public async Task<SessionRow?> Find(string? key)
    {
        if (key is null)
            return null;
        var now = Now;
        var row = await database.Read(session =>
            session.QueryOne<SessionRow>(
                $"""
                SELECT {SessionRow.Columns} FROM user_sessions s JOIN users u ON u.user_id = s.user_id
                WHERE s.session_hash = @hash AND s.ended_at IS NULL AND u.disabled_at IS NULL
                  AND s.seen_at > @idleSince AND s.created_at > @oldest
                """,
                new
                {
                    hash = RandomKey.HashOf(key),
                    idleSince = now - (long)life.Idle.TotalMilliseconds,
                    oldest = now - (long)life.Whole.TotalMilliseconds,
                }
            )
        );
        if (row is not null && now - row.SeenAt > SeenMilliseconds)
            await database.Write(session =>
                session.Execute(
                    "UPDATE user_sessions SET seen_at = @now WHERE session_hash = @SessionHash",
                    new { row.SessionHash, now }
                )
            );
        return row;
    }

    /// <summary>The user's own that are open, the newest first.</summary>
    public Task<IReadOnlyList<SessionRow>> Of(string userId) =>
        database.Read(session =>
            session.Query<SessionRow>(
                $"""
                SELECT {SessionRow.Columns} FROM user_sessions s JOIN users u ON u.user_id = s.user_id
                WHERE s.user_id = @userId AND s.ended_at IS NULL AND s.seen_at > @idleSince AND s.created_at > @oldest
                ORDER BY s.created_at DESC LIMIT @max
                """,
                new
                {
                    userId,
                    max = (long)MaxListed,
                    idleSince = Now - (long)life.Idle.TotalMilliseconds,
                    oldest = Now - (long)life.Whole.TotalMilliseconds,
                }
            )
        );

    /// <summary>One of the user's own; another's stays open.</summary>
    public Task End(SessionRow by, string sessionHash) =>
        database.Write(async session =>
        {
            var ended = await session.Execute(
                "UPDATE user_sessions SET ended_at = @now "
                    + "WHERE session_hash = @sessionHash AND user_id = @UserId AND ended_at IS NULL",
                new
                {
                    sessionHash,
                    by.UserId,
                    now = Now,
                }
            );
            if (ended == 1)
                await _trail.Add(session, new(by.ClientId, "SessionEnded", by.UserId), by.Actor, time.GetUtcNow());
        });

    public static Task EndAll(Session session, string userId, long now) =>
        session.Execute(
            "UPDATE user_sessions SET ended_at = @now WHERE user_id = @userId AND ended_at IS NULL",
            new { userId, now }
        );

    /// <summary>An operator acts for a client from now on, or for none. Everyone of the client's sees it on the
    /// trail.</summary>
    public Task ActFor(SessionRow by, string? clientId, string? reason) =>
        database.Write(async session =>
        {
            await session.Execute(
                "UPDATE user_sessions SET acts_for = @clientId, acts_because = @reason WHERE session_hash "
                    + "= @SessionHash",
                new
                {
                    by.SessionHash,
                    clientId,
                    reason,
                }
            );
            if (clientId is not null && by.ActsFor is { } left && left != clientId)
                await _trail.Add(session, new(left, "ActingEnded", by.UserId), by.Actor, time.GetUtcNow());
            await _trail.Add(
                session,
                new(clientId ?? by.ActsFor ?? "", clientId is null ? "ActingEnded" : "ActingBegun", by.UserId),
                Actor.OfUser(by.UserId, by.Address, reason),
                time.GetUtcNow()
            );
        });
}
