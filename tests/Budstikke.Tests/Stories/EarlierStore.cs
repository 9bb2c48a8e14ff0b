using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>A store as releases before migration 0015 left it, and what a node of theirs does with an order.</summary>
internal sealed class EarlierStore : IAsyncDisposable
{
    private const long LastMigration = 14;

    /// <summary>Until the store has one.</summary>
    private const string NoClient = "earlier";

    private readonly Store _store;
    private readonly string _folder;
    private DateTimeOffset _now = BudstikkeApp.Monday;
    private int _taken;

    private EarlierStore(Store store, string folder) => (_store, _folder) = (store, folder);

    public static async Task<EarlierStore> Of(Store store)
    {
        var earlier = new EarlierStore(store, StoreFolder.New());
        if (store == Store.Postgres)
            await StoreFolder.UseDatabase(earlier._folder, await (await PostgresCluster.Shared).NewEmptyDatabase());
        await using var database = InvoicedOnce.Open(await earlier.Settings());
        IReadOnlyList<(long, string)> known = [.. Migrator.Known.Where(one => one.Version <= LastMigration)];
        await Migrator.Apply(database, TimeProvider.System, known);
        return earlier;
    }

    private Task<Dictionary<string, string?>> Settings() => StoreFolder.Settings(_store, _folder);

    /// <summary>A node of today's, a minute later than the last.</summary>
    public async Task<BudstikkeApp> Open()
    {
        var app = await BudstikkeApp.Start(_store, _folder, _now = _now.AddMinutes(1));
        foreach (var table in new[] { "customers", "orders" })
            await app.Execute(
                $"UPDATE {table} SET client_id = @ClientId WHERE client_id = @NoClient",
                new { app.ClientId, NoClient }
            );
        return app;
    }

    /// <summary>Orders that were taken before, one after another; all of one customer.</summary>
    public Task<string> Add(params Order[] orders) => Add(number: null, orders);

    /// <inheritdoc cref="Add(Order[])"/>
    public async Task<string> Add(string? number, params Order[] orders)
    {
        var settings = await Settings();
        await using var database = InvoicedOnce.Open(settings);
        var secrets = await Secrets.Open(database, null, settings["Secrets:KeyFile"]!);
        var customers = new HashSet<string>();
        foreach (var order in orders)
            customers.Add(await Take(database, NoClient, order, Hash(secrets, order.Customer, number)));
        return customers.ShouldHaveSingleItem();
    }

    /// <summary>What a node does that still runs beside one of today's.</summary>
    public Task<string> Take(BudstikkeApp app, Order order) =>
        Take(
            app.Database,
            app.ClientId,
            order,
            Hash(app.Services.GetRequiredService<Secrets>(), order.Customer, number: null)
        );

    private static string Hash(Secrets secrets, Customer customer, string? number) =>
        customer.Type == CustomerType.Corporate ? secrets.Hash("customer-corporate", customer.OrganizationNumber!)
        : number is null ? secrets.Hash("customer-telephone", customer.CountryCode + customer.Msisdn)
        : secrets.Hash("customer-person", number);

    private Task<string> Take(Database database, string clientId, Order order, string hash)
    {
        var n = ++_taken;
        return database.Write(async session =>
        {
            await session.Execute(
                """
                INSERT INTO customers (client_id, customer_id, identity_hash, created_at)
                VALUES (@clientId, @candidate, @hash, 0) ON CONFLICT (client_id, identity_hash) DO NOTHING
                """,
                new
                {
                    clientId,
                    candidate = $"CSRT{n:D10}",
                    hash,
                }
            );
            var customer = await session.QuerySingle<string>(
                "SELECT customer_id FROM customers WHERE client_id = @clientId AND identity_hash = @hash",
                new { clientId, hash }
            );
            await session.Execute(
                """
                INSERT INTO orders (order_id, client_id, customer_id, state, invoice_interval, separate_invoices,
                  grand_total,
                  ordered_at, accepted_at, state_changed_at, content)
                VALUES (@order, @clientId, @customer, 'SENT', 0, 1, 5100, @at, @at, @at, @content)
                """,
                new
                {
                    order = $"ODR{n:D10}",
                    clientId,
                    customer,
                    at = BudstikkeApp.Monday.ToUnixTimeMilliseconds() + n,
                    content = JsonOptions.Store(order),
                }
            );
            return customer;
        });
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return new(StoreFolder.Delete(_folder));
    }
}
