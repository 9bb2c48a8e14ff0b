using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>
/// Finds clients by id and by token. A client is kept for a few seconds, for the worker's sake; a token never is, and
/// with it comes the version of its client, so that a call meets the client as it is now.
/// </summary>
internal sealed class ClientStore(
    Database database,
    Secrets secrets,
    TokenReads tokens,
    LastUses lastUses,
    TimeProvider time
) : IAsyncDisposable
{
    private const int KeptSeconds = 5;
    private const int MaxKept = 10_000;
    private readonly KeyedReads<SecretRow> _callbackSecrets = new(
        database,
        SecretRow.Select,
        "client_id",
        row => row.ClientId
    );
    private readonly ConcurrentDictionary<string, Kept> _clients = new(StringComparer.Ordinal);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public static string Unknown(string clientId) => $"There is no client {clientId}.";

    public async Task<Client?> Find(string clientId) => FindKept(clientId) ?? await Read(clientId);

    /// <summary>Where it was read a moment ago; null says nothing.</summary>
    public Client? FindKept(string clientId) =>
        _clients.TryGetValue(clientId, out var kept) && kept.Until > Now ? kept.Client : null;

    /// <exception cref="InvalidOperationException">There is no such client.</exception>
    public async Task<Client> Get(string clientId) =>
        await Find(clientId) ?? throw new InvalidOperationException(Unknown(clientId));

    /// <summary>As it stands in the store at this moment: for what decides money, or the account that it is paid
    /// to.</summary>
    /// <exception cref="InvalidOperationException">There is no such client.</exception>
    public async Task<Client> Newest(string clientId) =>
        await Read(clientId) ?? throw new InvalidOperationException(Unknown(clientId));

    /// <summary>Who has this token, or why it lets nobody in.</summary>
    public async Task<Admission> Authenticate(string token)
    {
        if (!TokenText.CanBe(token))
            return new(null, TokenFault.Malformed);
        var now = time.GetUtcNow();
        if (await tokens.Find(TokenText.HashOf(token)) is not { } state)
            return new(null, TokenFault.Unknown);
        if (state.RevokedAt is not null)
            return new(null, TokenFault.Revoked);
        if (state.ExpiresAt <= now.ToUnixTimeMilliseconds())
            return new(null, TokenFault.Expired);
        if (
            ScopeTexts.Parse(state.Scopes) is not { } scopes
            || await InVersion(state.ClientId, state.ClientVersion) is not { } client
        )
            return new(null, TokenFault.Unknown);
        lastUses.Note(state.TokenHash, now);
        return new(new Caller(client, state.Name, scopes));
    }

    private async Task<Client?> InVersion(string clientId, long version) =>
        _clients.TryGetValue(clientId, out var kept) && kept.Client.Version == version
            ? kept.Client
            : await Read(clientId);

    private async Task<Client?> Read(string clientId)
    {
        if (await database.Read(session => ClientRow.Of(session, clientId)) is not { } row)
            return null;
        if (_clients.Count >= MaxKept)
            _clients.Clear();
        var client = row.ToClient();
        _clients[clientId] = new(Now + (KeptSeconds * 1000), client);
        return client;
    }

    /// <summary>What a client verifies its callbacks by.</summary>
    public async Task<CallbackSecrets> CallbackSecrets(string clientId) =>
        await _callbackSecrets.One(clientId) is { } row
            ? row.Open(secrets)
            : throw new InvalidOperationException(Unknown(clientId));

    public ValueTask DisposeAsync() => _callbackSecrets.DisposeAsync();

    private sealed record Kept(long Until, Client Client);
}
