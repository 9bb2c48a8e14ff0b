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
/// Group reads at the gate: requests that arrive while tokens are being read share the next read. Each is judged by a read that began after
/// it came, so that what was revoked before is refused, and what was revoked on another node too (decision 0025).
/// </summary>
internal sealed class TokenReads : IAsyncDisposable
{
    /// <summary>So that one read that hangs on a lost connection does not hold all others.</summary>
    private const int Readers = 2;
    private readonly Database _database;
    private readonly WaitingLine<string, TokenState?> _line;

    public TokenReads(Database database)
    {
        _database = database;
        _line = new(Readers, Answer);
    }

    /// <summary>Null: nobody has it.</summary>
    public Task<TokenState?> Find(string hash) => _line.Ask(hash);

    private async Task Answer(IReadOnlyList<Waiting<string, TokenState?>> batch)
    {
        try
        {
            var found = await Read([.. batch.Select(one => one.Ask).Distinct()]);
            foreach (var (hash, answer) in batch)
                answer.SetResult(found.FirstOrDefault(row => TokenText.AreSame(row.TokenHash, hash)));
        }
        catch (Exception error)
        {
            foreach (var (_, answer) in batch)
                answer.SetException(error);
        }
    }

    private Task<IReadOnlyList<TokenState>> Read(string[] hashes) =>
        _database.Read(session =>
            session.Query<TokenState>(
                $"""
                SELECT token_hash AS TokenHash, tokens.client_id AS ClientId, tokens.name AS Name, scopes AS Scopes,
                  expires_at AS ExpiresAt, revoked_at AS RevokedAt, version AS ClientVersion
                FROM tokens JOIN clients ON clients.client_id = tokens.client_id
                WHERE {session.Dialect.IsIn("token_hash", "hashes")}
                """,
                new { hashes = session.Dialect.List(hashes) }
            )
        );

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
