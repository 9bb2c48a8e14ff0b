using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>A token as it was when it was looked for.</summary>
internal sealed record TokenState(
    string TokenHash,
    string ClientId,
    string Name,
    string Scopes,
    long? ExpiresAt,
    long? RevokedAt,
    long ClientVersion
);

/// <summary>
/// The tokens at the gate, read in groups: each request is judged by a read that began after it came, so that what was
/// revoked before is refused, and what was revoked on another node too (decision 0025).
/// </summary>
internal sealed class TokenReads(Database database) : IAsyncDisposable
{
    private readonly KeyedReads<TokenState> _tokens = new(
        database,
        """
        SELECT token_hash AS TokenHash, tokens.client_id AS ClientId, tokens.name AS Name, scopes AS Scopes,
          expires_at AS ExpiresAt, revoked_at AS RevokedAt, version AS ClientVersion
        FROM tokens JOIN clients ON clients.client_id = tokens.client_id
        """,
        "token_hash",
        row => row.TokenHash
    );

    /// <summary>Null: nobody has it.</summary>
    public async Task<TokenState?> Find(string hash) =>
        await _tokens.One(hash) is { } row && TokenText.AreSame(row.TokenHash, hash) ? row : null;

    public ValueTask DisposeAsync() => _tokens.DisposeAsync();
}
