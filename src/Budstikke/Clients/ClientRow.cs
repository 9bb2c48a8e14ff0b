using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>A client's row, without its secret.</summary>
internal sealed record ClientRow(
    string ClientId,
    string Mode,
    string Seller,
    string Settings,
    string KidPrefix,
    long CreatedAt,
    long Version,
    long? CallbackOverlapUntil,
    long? CallbackChecksumFrom,
    string? ProviderAccounts
)
{
    private const string Columns = """
        client_id AS ClientId, mode AS Mode, seller AS Seller, settings AS Settings, kid_prefix AS KidPrefix,
          created_at AS CreatedAt,
          version AS Version, callback_overlap_until AS CallbackOverlapUntil,
          callback_checksum_from AS CallbackChecksumFrom, provider_accounts AS ProviderAccounts
        """;

    public SecretOverlap? CallbackOverlap => SecretOverlap.Of(CallbackOverlapUntil, CallbackChecksumFrom);

    public static Task<ClientRow?> Of(Session session, string clientId) =>
        session.QueryOne<ClientRow>($"SELECT {Columns} FROM clients WHERE client_id = @clientId", new { clientId });

    /// <summary>The oldest first.</summary>
    public static Task<IReadOnlyList<ClientRow>> All(Session session, long max) =>
        session.Query<ClientRow>(
            $"SELECT {Columns} FROM clients ORDER BY created_at, client_id LIMIT @max",
            new { max }
        );

    public Client ToClient() =>
        new()
        {
            ClientId = ClientId,
            Mode = StoredName.Parse<ClientMode>(Mode),
            Seller = JsonOptions.Restore<SellerDetails>(Seller),
            Settings = JsonOptions.Restore<ClientSettings>(Settings),
            KidPrefix = KidPrefix,
            Version = Version,
            Accounts = ProviderAccounts is null
                ? []
                : JsonOptions.Restore<IReadOnlyList<ProviderAccount>>(ProviderAccounts),
        };
}
