using System.Diagnostics;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;

namespace Budstikke.Bench;

/// <summary>
/// A store that has taken and sent many orders: rows made in SQL after one order that went the whole way, without
/// documents. Their ids lie evenly in the space of ids, so that every index grows everywhere and not at its end.
/// </summary>
internal sealed class GrownStore(Database database, string clientId, string orderId)
{
    /// <summary>Beyond so many the orders and invoices have no content, so that the disk carries them; nothing here
    /// reads those.</summary>
    private const long MaxWithContent = 1_000_000;
    private const int OrdersToOneCustomer = 10;
    private const long ChunkOrders = 100_000;
    private const long LeastId = 10_000_000_000;
    private const long Ids = 90_000_000_000;
    private const int MillisecondsBetweenOrders = 1_000;

    private static readonly Copied[] s_tables =
    [
        new("customers", "customer_id = @customer", ("customer_id", "'CSRT' || x"), ("identity_hash", "x"))
        {
            IsEvery = $"AND i % {OrdersToOneCustomer} = 0",
        },
        new(
            "orders",
            "order_id = @order",
            ("order_id", "'ODR' || x"),
            ("customer_id", "'CSRT' || c"),
            ("accepted_at", "moment"),
            ("content", "CASE WHEN isWhole = 1 THEN t.content ELSE '' END")
        ),
        new(
            "facts",
            "order_id = @order AND t.kind IN ('OrderAccepted', 'InvoiceIssued')",
            ("order_id", "'ODR' || x"),
            ("at", "moment")
        ),
        new(
            "invoices",
            "invoice_id = @invoice",
            ("invoice_id", "t.client_id || '-' || x"),
            ("number", "CAST(x AS bigint)"),
            ("kid", "x"),
            ("customer_id", "'CSRT' || c"),
            ("issued_at", "moment"),
            ("content", "CASE WHEN isWhole = 1 THEN t.content ELSE '' END")
        ),
        new(
            "invoice_orders",
            "order_id = @order",
            ("order_id", "'ODR' || x"),
            ("invoice_id", "t.client_id || '-' || x")
        ),
        new("ledger", "invoice_id = @invoice", ("invoice_id", "t.client_id || '-' || x")),
        new(
            "dispatches",
            "invoice_id = @invoice",
            ("dispatch_key", "x || t.channel"),
            ("invoice_id", "t.client_id || '-' || x")
        ),
    ];

    private static readonly TimeSpan s_longestWay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    private readonly List<(long Base, long Step, long Orders)> _grown = [];

    /// <summary>Lets one order go the whole way, which all the others are made after.</summary>
    public static async Task<GrownStore> Begin(
        Database database,
        Dictionary<string, string?> settings,
        string token,
        string order
    )
    {
        using var node = await NodeProcess.Serve(settings);
        var orderId = (await node.Send(token, "first", order))!;
        var clock = Stopwatch.StartNew();
        while (await database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM jobs")) > 0)
        {
            if (clock.Elapsed > s_longestWay)
                throw new TimeoutException("The first order did not come to its end.");
            await Task.Delay(s_poll);
        }
        var clientId = await database.Read(session => session.QuerySingle<string>("SELECT client_id FROM clients"));
        return new(database, clientId, orderId);
    }

    public long Orders => _grown.Sum(scale => scale.Orders);

    /// <summary>One of those that have their content, and not the oldest.</summary>
    public string AnyOrder()
    {
        var (least, step, orders) = _grown[Random.Shared.Next(_grown.Count(scale => scale.Orders < MaxWithContent))];
        return $"ODR{least + Random.Shared.NextInt64(1, orders) * step}";
    }

    public async Task GrowTo(long orders)
    {
        var more = orders - Orders;
        var (least, step, before) = (LeastId + _grown.Count + 1, Ids / more, Orders);
        for (var first = 0L; first < more; first += ChunkOrders)
        {
            var last = Math.Min(more, first + ChunkOrders) - 1;
            await database.Write(session => Fill(session, new(first, last, least, step, before)));
            await Console.Error.WriteLineAsync($"{before + last + 1:#,0} orders");
        }
        _grown.Add((least, step, more));
        // As its autovacuum would have done long ago; a serving node on SQLite gathers no statistics.
        if (database.Dialect is PostgresDialect)
            await database.Read(Vacuum);
    }

    /// <summary>Outside of a transaction, and for as long as it takes.</summary>
    private static async Task<int> Vacuum(Session session)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "VACUUM (ANALYZE)";
        return await command.ExecuteNonQueryAsync();
    }

    private async Task Fill(Session session, Chunk chunk)
    {
        var start = DateTimeOffset.UtcNow.AddYears(-1).ToUnixTimeMilliseconds();
        var customer = await session.QuerySingle<string>(
            "SELECT customer_id FROM orders WHERE order_id = @orderId",
            new { orderId }
        );
        var invoice = await session.QuerySingle<string>(
            "SELECT invoice_id FROM invoice_orders WHERE order_id = @orderId",
            new { orderId }
        );
        foreach (var table in s_tables)
        {
            var columns = await Columns(session, table.Name);
            await session.Execute(
                $"""
                INSERT INTO {table.Name} ({string.Join(", ", columns)})
                WITH RECURSIVE
                  n(i) AS (SELECT CAST({chunk.First} AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {chunk.Last}),
                  k(i, x, c, moment, isWhole) AS (
                    SELECT i, CAST({chunk.Least} + i * {chunk.Step} AS text),
                      CAST({chunk.Least} + (i / {OrdersToOneCustomer}) * {OrdersToOneCustomer} * {chunk.Step} AS text),
                      {start} + ({chunk.Before} + i) * {MillisecondsBetweenOrders},
                      CASE WHEN {chunk.Before} + i < {MaxWithContent} THEN 1 ELSE 0 END
                    FROM n
                  )
                SELECT {string.Join(", ", columns.Select(table.ValueOf))}
                FROM k, {table.Name} t WHERE t.client_id = @clientId AND t.{table.Template} {table.IsEvery}
                """,
                new
                {
                    clientId,
                    order = orderId,
                    customer,
                    invoice,
                }
            );
        }
    }

    private static async Task<IReadOnlyList<string>> Columns(Session session, string table)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).Where(name => name != "fact_id")];
    }

    private sealed record Chunk(long First, long Last, long Least, long Step, long Before);

    /// <param name="Template">Which rows are copied.</param>
    /// <param name="Differs">What a copy has of its own.</param>
    private sealed record Copied(string Name, string Template, params (string Column, string Value)[] Differs)
    {
        /// <summary>A further condition on the index of the copy.</summary>
        public string IsEvery { get; init; } = "";

        public string ValueOf(string column) =>
            Differs.FirstOrDefault(one => one.Column == column).Value ?? $"t.{column}";
    }
}
