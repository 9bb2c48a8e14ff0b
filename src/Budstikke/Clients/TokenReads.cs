using System.Threading.Channels;
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
    private const int MaxWaiting = 4096;
    private const int MaxBatch = 256;

    /// <summary>So that one read that hangs on a lost connection does not hold all others.</summary>
    private const int Readers = 2;
    private readonly Database _database;
    private readonly Channel<(string Hash, TaskCompletionSource<TokenState?> Answer)> _line = Channel.CreateBounded<(
        string,
        TaskCompletionSource<TokenState?>
    )>(MaxWaiting);
    private readonly Task[] _readers;

    public TokenReads(Database database)
    {
        _database = database;
        _readers = [.. Enumerable.Range(0, Readers).Select(_ => Task.Run(Read))];
    }

    /// <summary>Null: nobody has it.</summary>
    public async Task<TokenState?> Find(string hash)
    {
        var answer = new TaskCompletionSource<TokenState?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _line.Writer.WriteAsync((hash, answer));
        return await answer.Task;
    }

    private async Task Read()
    {
        while (await _line.Reader.WaitToReadAsync())
        {
            var batch = new List<(string Hash, TaskCompletionSource<TokenState?> Answer)>();
            while (batch.Count < MaxBatch && _line.Reader.TryRead(out var next))
                batch.Add(next);
            if (batch.Count > 0)
                await Answer(batch);
        }
    }

    private async Task Answer(List<(string Hash, TaskCompletionSource<TokenState?> Answer)> batch)
    {
        try
        {
            var found = await Read([.. batch.Select(one => one.Hash).Distinct()]);
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

    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await Task.WhenAll(_readers);
    }
}
