using System.CommandLine;
using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary><c>client</c>: for whom we invoice. They work beside the nodes that serve the same store.</summary>
internal static class ClientCommand
{
    private const int MaxListed = 10_000;

    public static Command Of(StoreOfCommand store, AskPerson ask, FeeWords feeWords) =>
        new("client", "For whom we invoice: adds, shows and changes them, their tokens and secrets.")
        {
            Add(store, ask, feeWords),
            List(store),
            Show(store),
            Set(store, feeWords),
            TokenCommand.Of(store),
            SecretCommand.Of(store),
        };

    /// <summary>The client that a command is about.</summary>
    public static Argument<string> Id() => new("ID") { Description = "As listed: CLT and ten digits." };

    private static Command Add(StoreOfCommand store, AskPerson ask, FeeWords feeWords)
    {
        var options = new ClientOptions(isNew: true, feeWords);
        var add = new Command(
            "add",
            "Adds a client and prints clientId, token and callbackSecret as JSON. They are shown once."
        );
        options.AddTo(add);
        add.Options.Add(new Option<bool>("--json") { Description = "The output is JSON in any case." });
        add.SetAction(
            async (said, _) =>
            {
                var wrong = options.Faults(said).ToList();
                if (wrong.Count > 0)
                    return StoreWork.Refuse(said, wrong);
                var (client, open) = options.Read(said, ask);
                wrong.AddRange(open.Count > 0 ? open : AddClient.Check(client).Select(ClientWords.Of));
                if (wrong.Count == 0)
                    wrong.AddRange(CheckSeller.Of(AddClient.ClientOf(client), store.Time.GetUtcNow()));
                return wrong.Count > 0
                    ? StoreWork.Refuse(said, wrong)
                    : await store.Do(said, StoreUse.Make, work => Add(work, client));
            }
        );
        return add;
    }

    private static async Task<int> Add(StoreWork work, NewClient client)
    {
        using var ids = AddClient.Ids(work.Database);
        var added = await AddClient.Run(work.Acting, ids, client);
        work.Warn(added.Warnings.Select(ClientWords.Of));
        return work.Print(
            new
            {
                added.ClientId,
                added.Token,
                added.CallbackSecret,
            }
        );
    }

    private static Command List(StoreOfCommand store) =>
        store.Reading(
            "list",
            "Lists the clients.",
            async work =>
            {
                var clients = await work.Database.Read(session => ClientRow.All(session, MaxListed));
                if (clients.Count == MaxListed)
                    work.Warn([$"Only the {MaxListed} oldest are shown."]);
                if (work.Said.GetValue(store.Json))
                    return work.Print(clients.Select(ClientReport.Line));
                ClientReport.Render(clients, Terminal.On(work.Out));
                return 0;
            }
        );

    private static Command Show(StoreOfCommand store)
    {
        var id = Id();
        return store.Reading("show", "Shows a client and its tokens.", work => Show(work, store, id), id);
    }

    private static async Task<int> Show(StoreWork work, StoreOfCommand store, Argument<string> id)
    {
        var clientId = work.Said.GetRequiredValue(id);
        if (await work.Database.Read(session => ClientRow.Of(session, clientId)) is not { } row)
            return work.Fail(ClientStore.Unknown(clientId));
        var tokens = await new Tokens(work.Acting).List(clientId);
        var servers = await work.Database.Read(session => EndpointStore.Of(session, clientId));
        work.Warn(servers.Select(server => EndpointReport.WarningOf(server, work.Now)).OfType<string>());
        if (work.Said.GetValue(store.Json))
            return work.Print(ClientReport.Whole(row, tokens, servers, HintsTo, work.Now));
        ClientReport.Render(row, tokens, HintsTo, work.Now, Terminal.On(work.Out));
        if (servers.Count > 0)
            EndpointReport.Render(servers, work.Now, Terminal.On(work.Out));
        return 0;

        string HintsTo(ProviderAccount account) => FollowHint.PathOf(work.Secrets, clientId, account.Provider);
    }

    private static Command Set(StoreOfCommand store, FeeWords feeWords)
    {
        var id = Id();
        var options = new ClientOptions(isNew: false, feeWords);
        var set = new Command(
            "set",
            "Changes what is given of a client, checked as when it was added. Issued invoices keep the seller "
                + "that they have."
        )
        {
            id,
            store.Json,
        };
        options.AddTo(set);
        set.SetAction(
            async (said, _) =>
            {
                var wrong = options.Faults(said).ToList();
                if (!options.IsAnyGiven(said))
                    wrong.Add("Nothing is given to change; see: client set --help");
                return wrong.Count > 0
                    ? StoreWork.Refuse(said, wrong)
                    : await store.Do(
                        said,
                        StoreUse.Change,
                        work => Set(work, store, said.GetRequiredValue(id), options)
                    );
            }
        );
        return set;
    }

    private static async Task<int> Set(StoreWork work, StoreOfCommand store, string clientId, ClientOptions options)
    {
        var (changed, wrong) = await ChangeClient.Run(
            work.Acting,
            clientId,
            before => options.Read(work.Said, before),
            client => CheckSeller.Of(client, work.Time.GetUtcNow()),
            options.Accounts(work.Said, work.Secrets),
            change => MailAccountChange.JobsOf(change, work.Acting.Actor, work.Now)
        );
        if (changed is null)
            return StoreWork.Refuse(work.Said, wrong.Select(ClientWords.Of));
        work.Warn(changed.Warnings.Select(ClientWords.Of));
        work.Warn(await WaitingOrders.ConcernedBy(work.Database, changed.Before, changed.After));
        var changes = ClientChanges.Of(changed);
        if (work.Said.GetValue(store.Json))
            return work.Print(new { clientId, changes });
        work.Out.WriteLine(changes.Count == 0 ? $"{clientId} is as it was." : $"{clientId} is changed:");
        foreach (var (what, before, after) in changes)
            work.Out.WriteLine($"  {what}: {before ?? "(none)"} -> {after ?? "(none)"}");
        return 0;
    }
}
