using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>Finds clients by id and by token. Answers are kept for a few seconds, so that a call costs no read of its own.</summary>
internal sealed class ClientStore(Database database, Secrets secrets, TimeProvider time)
{
    private const int KeptSeconds = 5;
    private const int MaxKept = 10_000;
    private readonly ConcurrentDictionary<string, (long Until, Client? Client)> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Until, Caller? Caller)> _callers = new(StringComparer.Ordinal);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<Client?> Find(string clientId)
    {
        if (_clients.TryGetValue(clientId, out var kept) && kept.Until > Now)
            return kept.Client;
        var row = await database.Read(session =>
            session.QueryOne<ClientRow>(
                """
                SELECT client_id AS ClientId, mode AS Mode, seller AS Seller, settings AS Settings, kid_prefix AS KidPrefix
                FROM clients WHERE client_id = @clientId
                """,
                new { clientId }
            )
        );
        return Keep(_clients, clientId, row?.ToClient());
    }

    /// <exception cref="InvalidOperationException">There is no such client.</exception>
    public async Task<Client> Get(string clientId) =>
        await Find(clientId) ?? throw new InvalidOperationException($"There is no client {clientId}.");

    /// <summary>Who has this token; null when nobody has, or it has ended.</summary>
    public async Task<Caller?> Authenticate(string token)
    {
        var hash = HashOf(token);
        if (_callers.TryGetValue(hash, out var kept) && kept.Until > Now)
            return kept.Caller;
        var row = await database.Read(session =>
            session.QueryOne<TokenRow>(
                """
                SELECT client_id AS ClientId, name AS Name FROM tokens
                WHERE token_hash = @hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @Now)
                """,
                new { hash, Now }
            )
        );
        return Keep(_callers, hash, row is null ? null : new Caller(await Get(row.ClientId), row.Name));
    }

    /// <summary>What the checksum of a client's callbacks ends with.</summary>
    public async Task<string> CallbackSecret(string clientId) =>
        secrets.Decrypt(
            await database.Read(session =>
                session.QuerySingle<string>(
                    "SELECT callback_secret FROM clients WHERE client_id = @clientId",
                    new { clientId }
                )
            )
        );

    /// <summary>A token is 256 random bits, so a plain hash cannot be turned back; the look-up by it compares no secret.</summary>
    public static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private T? Keep<T>(ConcurrentDictionary<string, (long, T?)> kept, string key, T? value)
        where T : class
    {
        if (kept.Count >= MaxKept)
            kept.Clear();
        if (value is not null)
            kept[key] = (Now + (KeptSeconds * 1000), value);
        return value;
    }

    private sealed record TokenRow(string ClientId, string Name);

    private sealed record ClientRow(string ClientId, string Mode, string Seller, string Settings, string KidPrefix)
    {
        public Client ToClient() =>
            new()
            {
                ClientId = ClientId,
                Mode = Enum.Parse<ClientMode>(Mode),
                Seller = JsonOptions.Restore<SellerDetails>(Seller),
                Settings = JsonOptions.Restore<ClientSettings>(Settings),
                KidPrefix = KidPrefix,
            };
    }
}
