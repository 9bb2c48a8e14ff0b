using System.Text.Json.Nodes;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Campaign;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Bench;

/// <summary>What nodes stand on: a store with a live client, a mail server and a client's server that take
/// all.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private const int OrdersAtOnce = 500;
    private readonly Store _store;
    private readonly string _folder;
    private readonly List<NodeProcess> _nodes = [];

    private Ground(Store store, string folder, Dictionary<string, string?> settings)
    {
        (_store, _folder, Settings) = (store, folder, settings);
        Database = InvoicedOnce.Open(settings);
    }

    public Database Database { get; }

    public Dictionary<string, string?> Settings { get; }

    public required string Token { get; init; }

    public required SmtpSink Mail { get; init; }

    public required Receiver Callbacks { get; init; }

    /// <summary>Where companies' documents go; null where all are persons.</summary>
    public AccessPointRecipient? AccessPoint { get; init; }

    /// <summary>Documents that came to whom they were for.</summary>
    public int Arrived => AccessPoint?.Taken ?? Mail.Messages;

    /// <summary>The sample, with the receiver's address in the place of its own.</summary>
    public string Order => ToldTo(Callbacks.Url());

    public IReadOnlyList<Uri> Addresses => [.. _nodes.Select(node => node.Address)];

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <param name="stored">So many orders have gone their way before.</param>
    /// <param name="areCompanies">Whose documents go to an access point.</param>
    /// <param name="rules">The folder of the official rules that they are checked by; null for none.</param>
    public static async Task<Ground> Open(Store store, long stored = 0, bool areCompanies = false, string? rules = null)
    {
        var folder = StoreFolder.New();
        var (mail, receiver) = (SmtpSink.Start(), await Receiver.Start());
        var settings = await StoreFolder.Settings(store, folder);
        settings["Callbacks:AllowPrivateAddresses"] = "true";
        settings["Callbacks:Ports"] = "*";
        settings["Email:Smtp"] = mail.Setting;
        settings["Email:From"] = "invoice@budstikke.example";
        settings[OfficialRules.Setting] = rules;
        var accessPoint = areCompanies ? await AccessPointRecipient.Start(folder, losesAnswers: false) : null;
        foreach (var (name, value) in accessPoint?.Settings ?? [])
            settings[name] = value;
        var token = (await NodeProcess.AddClient(settings, "live")).Token;
        var ground = new Ground(store, folder, settings)
        {
            Token = token,
            Mail = mail,
            Callbacks = receiver,
            AccessPoint = accessPoint,
        };
        if (stored > 0)
            await (await GrownStore.Begin(ground.Database, settings, token, ground.Order)).GrowTo(stored);
        return ground;
    }

    public async Task Serve(int nodes, string roles = "")
    {
        var settings = new Dictionary<string, string?>(Settings);
        if (roles.Length > 0)
            settings["Node:Roles"] = roles;
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => NodeProcess.Serve(settings))));
    }

    public void StopNodes()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _nodes.Clear();
    }

    /// <summary>Orders that wait, through the door's own code; each is another person's, who has an e-mail
    /// address.</summary>
    /// <param name="areHeld">They wait for a run.</param>
    public async Task Fill(int orders, bool areHeld = false)
    {
        await using var app = await BudstikkeApp.Start(_store, _folder, DateTimeOffset.UtcNow);
        await Fill(app, orders, Callbacks.Url(), areHeld, AccessPoint is not null);
    }

    /// <inheritdoc cref="Fill(int, bool)"/>
    public static async Task Fill(
        BudstikkeApp app,
        int orders,
        string callbackUrl,
        bool areHeld = false,
        bool areCompanies = false
    )
    {
        var sample = areCompanies ? Samples.ToCompany : Samples.ToPerson;
        var accept = app.Services.GetRequiredService<AcceptOrders>();
        foreach (var some in Enumerable.Range(0, orders).Chunk(OrdersAtOnce))
            await accept.Accept([.. some.Select(i => new Submission(app.Caller, OrderOf(i), null, [], null))]);

        Order OrderOf(int i) =>
            sample with
            {
                OrderedAt = DateTimeOffset.UtcNow,
                CallbackUrl = callbackUrl,
                SeparateInvoices = !areHeld,
                Customer = sample.Customer with { Msisdn = $"{40_000_000 + i}" },
            };
    }

    public static string ToldTo(string callbackUrl)
    {
        var order = JsonNode.Parse(PublishedOrder.Json)!;
        order["callback"]!["callbackUrl"] = callbackUrl;
        return order.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        StopNodes();
        await Database.DisposeAsync();
        await Mail.DisposeAsync();
        if (AccessPoint is not null)
            await AccessPoint.DisposeAsync();
        await Callbacks.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await StoreFolder.Delete(_folder);
    }
}
