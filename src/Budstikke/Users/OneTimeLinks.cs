using Budstikke.Storage;

namespace Budstikke.Users;

/// <param name="UserId">Whom it lets in.</param>
internal sealed record LinkRow(string LinkHash, string UserId, string Kind, long ExpiresAt, long? UsedAt);

/// <summary>Links that let somebody in once. Looking at one changes nothing: a mail scanner opens every link, and only
/// the button on the page uses it up.</summary>
internal static class OneTimeLinks
{
    public const string Invitation = "invitation";

    /// <summary>Signs in at once, without a password: in the demonstration's own store alone.</summary>
    public const string Demonstration = "demonstration";

    public static async Task<Invitation> New(
        Session session,
        (string UserId, string ClientId) whose,
        string kind,
        DateTimeOffset now,
        TimeSpan life
    )
    {
        var key = RandomKey.New();
        // An earlier link must not stay open beside a newer one.
        await session.Execute("DELETE FROM user_links WHERE user_id = @UserId", new { whose.UserId });
        await session.Execute(
            """
            INSERT INTO user_links (link_hash, client_id, user_id, kind, created_at, expires_at)
            VALUES (@hash, @ClientId, @UserId, @kind, @now, @end)
            """,
            new
            {
                hash = RandomKey.HashOf(key),
                whose.ClientId,
                whose.UserId,
                kind,
                now = now.ToUnixTimeMilliseconds(),
                end = (now + life).ToUnixTimeMilliseconds(),
            }
        );
        return new(whose.UserId, key, now + life);
    }

    /// <summary>Null where it is none, was used, or is past.</summary>
    public static async Task<LinkRow?> Find(Session session, string key, DateTimeOffset now) =>
        await session.QueryOne<LinkRow>(
            "SELECT link_hash AS LinkHash, user_id AS UserId, kind AS Kind, expires_at AS ExpiresAt, used_at AS UsedAt "
                + "FROM user_links WHERE link_hash = @hash",
            new { hash = RandomKey.HashOf(key) }
        )
            is { UsedAt: null } link
        && link.ExpiresAt > now.ToUnixTimeMilliseconds()
            ? link
            : null;

    /// <summary>False: somebody was faster.</summary>
    public static async Task<bool> Use(Session session, LinkRow link, DateTimeOffset now) =>
        await session.Execute(
            "UPDATE user_links SET used_at = @now WHERE link_hash = @LinkHash AND used_at IS NULL",
            new { link.LinkHash, now = now.ToUnixTimeMilliseconds() }
        ) == 1;
}
