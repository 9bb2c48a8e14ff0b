using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>A client's secrets as they are stored.</summary>
internal sealed record AuditedSecrets(
    string ClientId,
    string Newest,
    string? Earlier,
    long? OverlapUntil,
    long? ChecksumFrom,
    string? ProviderAccounts
);

/// <summary>What signs a client's callbacks and opens its accounts can be read with the key of this
/// installation.</summary>
internal static class SecretChecks
{
    private static readonly Paged<AuditedSecrets> s_secrets = new(
        """
        SELECT client_id AS ClientId, callback_secret AS Newest, earlier_callback_secret AS Earlier,
          callback_overlap_until AS OverlapUntil, callback_checksum_from AS ChecksumFrom,
          provider_accounts AS ProviderAccounts
        FROM clients WHERE client_id > @after ORDER BY client_id LIMIT @rows
        """,
        row => row.ClientId
    );

    public static Task Run(Audit audit, Secrets secrets)
    {
        var clients = audit.Begin("client secrets");
        return audit.Judge(s_secrets, client => clients.Look(client.ClientId, Judge(client, secrets)), clients);
    }

    /// <summary>No sentence holds a character of a secret.</summary>
    public static IEnumerable<string> Judge(AuditedSecrets client, Secrets secrets)
    {
        if (secrets.TryDecrypt(client.Newest) is null)
            yield return "The secret of its callbacks cannot be decrypted with this key.";
        if (client.Earlier is { } earlier && secrets.TryDecrypt(earlier) is null)
            yield return "The earlier secret of its callbacks cannot be decrypted with this key.";
        bool[] ofOverlap = [client.Earlier is null, client.OverlapUntil is null, client.ChecksumFrom is null];
        if (ofOverlap.Distinct().Count() > 1)
            yield return "Of an earlier secret, the end of its overlap and the checksum's change, some are missing.";
        if (client.ProviderAccounts is not { } accounts)
            yield break;
        foreach (var account in JsonOptions.Restore<IReadOnlyList<ProviderAccount>>(accounts))
            if (secrets.TryDecrypt(account.Key) is null)
                yield return $"Its key at {account.Provider} cannot be decrypted with this key.";
    }
}
