using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Clients;

/// <summary>What a token is to be.</summary>
internal sealed record NewToken(string Name, Scopes Scopes, DateTimeOffset? ExpiresAt);

/// <summary>When a token ends; null for never.</summary>
internal sealed record Expiry(DateTimeOffset? At);

/// <summary>A token as it is shown once: only its hash is kept.</summary>
internal sealed record IssuedToken(
    string ClientId,
    string Name,
    IEnumerable<string> Scopes,
    DateTimeOffset? ExpiresAt,
    string Token
);

/// <summary>
/// The tokens of a client. A name is never given twice but by rotation, so that the facts that name it mean one user of
/// the API. Each change is what the very next request is judged by, on every node (decision 0025).
/// </summary>
internal sealed class Tokens(Acting acting)
{
    public const int MaxNameCharacters = 60;

    /// <summary>Of one client, at one time.</summary>
    public const int MaxLive = 100;

    /// <summary>How long two tokens of one name may work side by side.</summary>
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(90);

    private readonly Database _database = acting.Database;

    private const string IsLive = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)";

    /// <summary>What is wrong with it, each as a sentence that names the option.</summary>
    public static IReadOnlyList<string> Check(NewToken token, DateTimeOffset now)
    {
        var wrong = new List<string>();
        if (
            token.Name.Length is 0 or > MaxNameCharacters
            || !token.Name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_')
        )
            wrong.Add($"--name must be 1 to {MaxNameCharacters} letters, digits, dots, dashes or underscores.");
        wrong.AddRange(Check(token.ExpiresAt, now));
        return wrong;
    }

    public static IReadOnlyList<string> Check(DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt <= now ? [$"--expires is past: {Moments.Text(expiresAt.Value)}"] : [];

    /// <summary>The token, or why there is none; the caller has checked it.</summary>
    public Task<(IssuedToken? Issued, string? Refusal)> Add(string clientId, NewToken token) =>
        _database.Write<(IssuedToken?, string?)>(async session =>
        {
            var at = new { clientId, now = Now };
            var clients = await session.QuerySingle<long>(
                "SELECT count(*) FROM clients WHERE client_id = @clientId",
                at
            );
            if (clients == 0)
                return (null, ClientStore.Unknown(clientId));
            var live = await session.QuerySingle<long>(
                $"SELECT count(*) FROM tokens WHERE client_id = @clientId AND {IsLive}",
                at
            );
            if (live >= MaxLive)
                return (null, $"{clientId} has {MaxLive} tokens already: revoke one first.");
            if (await Insert(session, clientId, token, at.now) is not { } issued)
                return (null, $"{clientId} has or had a token {token.Name}: rotate it, or choose another name.");
            await Note(session, clientId, token.Name, "TokenAdded", [.. Said(token)]);
            return (issued, null);
        });

    /// <summary>Writes a token's row; null when the client has the name already.</summary>
    public static async Task<IssuedToken?> Insert(Session session, string clientId, NewToken token, long now)
    {
        var secret = TokenText.New();
        var rows = await session.Execute(
            """
            INSERT INTO tokens (token_hash, client_id, name, scopes, created_at, expires_at)
            VALUES (@hash, @clientId, @Name, @scopes, @now, @expiresAt) ON CONFLICT DO NOTHING
            """,
            new
            {
                hash = TokenText.HashOf(secret),
                clientId,
                token.Name,
                scopes = token.Scopes.Text(),
                now,
                expiresAt = token.ExpiresAt?.ToUnixTimeMilliseconds(),
            }
        );
        return rows == 0 ? null : new IssuedToken(clientId, token.Name, token.Scopes.Words(), token.ExpiresAt, secret);
    }

    /// <summary>The same name and scopes under a new secret; the old one works on for
    /// <paramref name="overlap"/>.</summary>
    /// <param name="expiry">Of the new one; must be said where the old one has an end.</param>
    public Task<(IssuedToken? Issued, string? Refusal)> Rotate(
        string clientId,
        string name,
        TimeSpan overlap,
        Expiry? expiry = null
    ) =>
        _database.Write<(IssuedToken?, string?)>(async session =>
        {
            var newest = await session.QueryOne<TokenRow>(
                $"{TokenRow.Select} AND name = @name AND replaced_at IS NULL AND revoked_at IS NULL",
                new { clientId, name }
            );
            if (newest is null)
                return (null, Absent(clientId, name));
            if (newest.ExpiresAt is { } end && expiry is null)
                return (
                    null,
                    $"{name} expires {Moments.Text(end)}: say with --expires when its successor does, or never."
                );
            var successor = new NewToken(name, ScopeTexts.Parse(newest.Scopes) ?? Scopes.None, expiry?.At);
            if (
                !await Replace(session, clientId, name, overlap)
                || await Insert(session, clientId, successor, Now) is not { } issued
            )
                return (null, $"{name} was changed by somebody else at this moment: see client token list {clientId}");
            await Note(
                session,
                clientId,
                name,
                "TokenRotated",
                [.. Said(successor), new("overlap", null, $"{overlap}")]
            );
            return (issued, null);
        });

    private Task Note(Session session, string clientId, string name, string action, IReadOnlyList<Changed> changes) =>
        acting.Note(session, new(clientId, action, $"{clientId} {name}") { Changes = changes });

    private static IEnumerable<Changed> Said(NewToken token)
    {
        yield return new("scopes", null, token.Scopes.Text());
        if (token.ExpiresAt is { } end)
            yield return new("expires", null, Moments.Text(end));
    }

    private async Task<bool> Replace(Session session, string clientId, string name, TimeSpan overlap) =>
        await session.Execute(
            """
            UPDATE tokens SET replaced_at = @now, expires_at = CASE WHEN expires_at < @end THEN expires_at ELSE @end END
            WHERE client_id = @clientId AND name = @name AND replaced_at IS NULL AND revoked_at IS NULL
            """,
            new
            {
                clientId,
                name,
                now = Now,
                end = (acting.Now + overlap).ToUnixTimeMilliseconds(),
            }
        ) == 1;

    /// <summary>Revokes every token of that name, those of an overlap too. Returns the reason where there is none to
    /// revoke, else null.</summary>
    public Task<string?> Revoke(string clientId, string name) =>
        _database.Write<string?>(async session =>
        {
            var revoked = await session.Execute(
                $"UPDATE tokens SET revoked_at = @now WHERE client_id = @clientId AND name = @name AND {IsLive}",
                new
                {
                    clientId,
                    name,
                    now = Now,
                }
            );
            if (revoked == 0)
                return Absent(clientId, name);
            await Note(session, clientId, name, "TokenRevoked", []);
            return null;
        });

    /// <summary>All that the client has or had, by name and age.</summary>
    public Task<IReadOnlyList<TokenRow>> List(string clientId) =>
        _database.Read(session =>
            session.Query<TokenRow>($"{TokenRow.Select} ORDER BY name, created_at", new { clientId })
        );

    private long Now => acting.Now.ToUnixTimeMilliseconds();

    private static string Absent(string clientId, string name) =>
        $"{clientId} has no token {name} that works; see: client token list {clientId}";
}
