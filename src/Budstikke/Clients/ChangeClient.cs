using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Clients;

/// <summary>A client before and after a change, with what is lawful and should still be looked at.</summary>
internal sealed record ChangedClient(Client Before, Client After, IReadOnlyList<ClientFinding> Warnings);

/// <summary><c>client set</c>: the same checks as when it was added. What was issued before keeps its own copy of the
/// seller.</summary>
internal static class ChangeClient
{
    /// <summary>The client after the change; or null and everything that is wrong with it.</summary>
    /// <param name="acting">Who changes it.</param>
    /// <param name="change">Of what the client was added with.</param>
    /// <param name="faultsOf">What would be wrong with every invoice of the client as it is to be, each as a
    /// sentence.</param>
    /// <param name="accounts">What is given of its accounts with providers.</param>
    /// <param name="alsoDo">The jobs that the change causes.</param>
    public static Task<(ChangedClient? Changed, IReadOnlyList<ClientFinding> Wrong)> Run(
        Acting acting,
        string clientId,
        Func<NewClient, NewClient> change,
        Func<Client, IReadOnlyList<string>> faultsOf,
        IReadOnlyList<AccountChange>? accounts = null,
        Func<ChangedClient, IEnumerable<NewJob>>? alsoDo = null
    ) =>
        acting.Database.Write<(ChangedClient?, IReadOnlyList<ClientFinding>)>(async session =>
        {
            if (await ClientRow.Of(session, clientId) is not { } row)
                return (null, [ClientFinding.Sentence(ClientStore.Unknown(clientId))]);
            var before = row.ToClient();
            var wanted = change(AsAdded(before));
            if (AddClient.Check(wanted) is { Count: > 0 } wrong)
                return (null, wrong);
            var (changed, open) = Change(before.Accounts, accounts ?? []);
            if (open.Count > 0)
                return (null, open);
            var after = before with
            {
                Seller = SellerField.Kept(wanted.Seller),
                Settings = AddClient.SettingsOf(wanted, before.Settings),
                Accounts = changed,
            };
            if (faultsOf(after) is { Count: > 0 } faults)
                return (null, [.. faults.Select(fault => ClientFinding.Sentence(fault))]);
            if (!await Write(session, after, row.Version))
                return (
                    null,
                    [ClientFinding.Sentence($"{clientId} was changed by somebody else at this moment: try again.")]
                );
            var changedClient = new ChangedClient(before, after, Warnings(before, after, wanted));
            await session.CarryOut([.. JobQueue.Rows([.. alsoDo?.Invoke(changedClient) ?? []], acting.Now)]);
            await Note(session, acting, changedClient);
            return (changedClient, []);
        });

    /// <summary>A change that changes nothing leaves no trace.</summary>
    private static async Task Note(Session session, Acting acting, ChangedClient changed)
    {
        if (ClientChanges.Masked(changed) is { Count: > 0 } changes)
            await acting.Note(
                session,
                new(changed.After.ClientId, "ClientChanged", changed.After.ClientId) { Changes = changes }
            );
    }

    private static (IReadOnlyList<ProviderAccount> Accounts, IReadOnlyList<ClientFinding> Open) Change(
        IReadOnlyList<ProviderAccount> before,
        IReadOnlyList<AccountChange> changes
    )
    {
        var open = new List<ClientFinding>();
        var accounts = before;
        foreach (var change in changes)
        {
            (accounts, var missing) = change.Of(accounts);
            if (missing is not null)
                open.Add(ClientFinding.Sentence(missing));
        }
        return (accounts, open);
    }

    /// <summary>The client as <c>client add</c> would have been given it.</summary>
    private static NewClient AsAdded(Client client) =>
        new()
        {
            Seller = client.Seller,
            Mode = client.Mode,
            DeliveryPlace = client.Settings.DeliveryPlace,
            VatRates = client.Settings.VatRates,
            ZeroRateCategory = client.Settings.ZeroRateCategory,
            ZeroRateReason = client.Settings.ZeroRateReason,
            InvoiceFees = client.Settings.InvoiceFees,
            Runs = client.Settings.Runs,
            Callbacks = client.Settings.Callbacks,
            ContactLanguage = client.Settings.ContactLanguage,
            FirstNumber = client.Settings.FirstNumber,
        };

    private static async Task<bool> Write(Session session, Client client, long version) =>
        await session.Execute(
            """
            UPDATE clients SET name = @Name, seller = @seller, settings = @settings, provider_accounts = @accounts,
              version = version + 1
            WHERE client_id = @ClientId AND version = @version
            """,
            new
            {
                client.ClientId,
                client.Seller.Name,
                seller = JsonOptions.Store(client.Seller),
                settings = JsonOptions.Store(client.Settings),
                accounts = client.Accounts.Count == 0 ? null : JsonOptions.Store(client.Accounts),
                version,
            }
        ) == 1;

    private static List<ClientFinding> Warnings(Client before, Client after, NewClient wanted)
    {
        var warnings = new List<ClientFinding>();
        if (before.Seller.OrganizationNumber != after.Seller.OrganizationNumber)
            warnings.Add(
                ClientFinding.Sentence(
                    "The organization number is another: a number series belongs to one seller. "
                        + "Add a client for another seller.",
                    ClientField.OrganizationNumber
                )
            );
        if (before.Seller.City != after.Seller.City && before.Settings.DeliveryPlace == after.Settings.DeliveryPlace)
            warnings.Add(new(ClientField.DeliveryPlace, $"is still {after.Settings.DeliveryPlace}"));
        if (before.Seller.Account != after.Seller.Account && after.Seller.Bic is { } bic && bic == before.Seller.Bic)
            warnings.Add(new(ClientField.Bic, $"is still {bic}"));
        if (!before.Settings.InvoiceFees.SequenceEqual(after.Settings.InvoiceFees))
            warnings.AddRange(AddClient.Warnings(wanted));
        return warnings;
    }
}
