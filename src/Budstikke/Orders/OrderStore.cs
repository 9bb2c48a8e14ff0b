using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>An order as it stands in the store.</summary>
/// <param name="GrandTotal">Øre.</param>
/// <param name="AcceptedAt">Unix milliseconds.</param>
/// <param name="Content">JSON of an <see cref="Order"/>.</param>
/// <param name="HeldUntil">Unix milliseconds; 0 where it is invoiced at once.</param>
internal sealed record OrderRow(
    string OrderId,
    string ClientId,
    string CustomerId,
    string State,
    long GrandTotal,
    long AcceptedAt,
    string? CallbackUrl,
    string Content,
    long HeldUntil
)
{
    public const string Columns =
        "order_id AS OrderId, client_id AS ClientId, customer_id AS CustomerId, state AS State, "
        + "grand_total AS GrandTotal, accepted_at AS AcceptedAt, callback_url AS CallbackUrl, content AS Content, "
        + "held_until AS HeldUntil";

    /// <summary>Read from the JSON at each call: take it once.</summary>
    public Order Order => JsonOptions.Restore<Order>(Content);

    /// <summary>It could not be invoiced, alone or with those that it was collected with.</summary>
    public bool IsSetAside => HeldUntil == HeldOrders.SetAside;
}

/// <summary>What a list says of an order: short, since a page has many.</summary>
internal sealed record ListedOrder(string OrderId, string State);

/// <summary>What its client is told of an order beside the change itself, and where.</summary>
/// <param name="GrandTotal">Øre.</param>
/// <param name="AcceptedAt">Unix milliseconds.</param>
internal sealed record ToldOrder(
    string OrderId,
    string ClientId,
    long GrandTotal,
    long AcceptedAt,
    string? CallbackUrl
);

internal sealed class OrderStore(Database database, Secrets secrets) : IAsyncDisposable
{
    /// <summary>One order of one client, for a WHERE. By the order's own index: no planner can choose one of all that
    /// the client has.</summary>
    public const string IsOwn = "order_id = @orderId AND client_id || '' = @clientId";

    private const string SelectPersonalNumbers =
        "SELECT client_id AS ClientId, customer_id AS CustomerId, ciphertext AS Ciphertext FROM personal_numbers";

    private readonly OwnReads<OrderRow> _orders = new(
        database,
        $"SELECT {OrderRow.Columns} FROM orders",
        "order_id",
        row => (row.ClientId, row.OrderId)
    );

    private readonly OwnReads<ToldOrder> _told = new(
        database,
        "SELECT order_id AS OrderId, client_id AS ClientId, grand_total AS GrandTotal, accepted_at AS AcceptedAt, "
            + "callback_url AS CallbackUrl FROM orders",
        "order_id",
        row => (row.ClientId, row.OrderId)
    );

    private readonly OwnReads<PersonalNumberRow> _personalNumbers = new(
        database,
        SelectPersonalNumbers,
        "customer_id",
        row => (row.ClientId, row.CustomerId)
    );

    /// <summary>Null where the client has none of that id, whatever the text is.</summary>
    public async Task<OrderRow?> Find(string clientId, string orderId) =>
        OrderIds.CanBeOrder(orderId) ? await _orders.One(clientId, orderId) : null;

    /// <summary>The same without its content, which is most of an order.</summary>
    public Task<ToldOrder?> FindTold(string clientId, string orderId) => _told.One(clientId, orderId);

    /// <summary>For a person who works on the store and knows an order's id alone.</summary>
    public Task<OrderRow?> FindOfAny(string orderId) =>
        database.Read(session =>
            session.QueryOne<OrderRow>(
                $"SELECT {OrderRow.Columns} FROM orders WHERE order_id = @orderId",
                new { orderId }
            )
        );

    public Task<IReadOnlyList<OrderRow>> Find(string clientId, IReadOnlyCollection<string> orderIds) =>
        database.Read(session =>
            session.Query<OrderRow>(
                $"SELECT {OrderRow.Columns} FROM orders WHERE {session.Dialect.IsIn("order_id", "ids")} "
                    + "AND client_id || '' = @clientId",
                new { clientId, ids = session.Dialect.List(orderIds) }
            )
        );

    public static Task<string> StateOf(Session session, string clientId, string orderId) =>
        session.QuerySingle<string>($"SELECT state FROM orders WHERE {IsOwn}", new { clientId, orderId });

    /// <summary>A client's orders, the newest first, so many at most.</summary>
    /// <param name="state">Null for every state.</param>
    /// <param name="after">The last one of the page before.</param>
    public Task<IReadOnlyList<ListedOrder>> List(string clientId, string? state, OrderRow? after, int count) =>
        List<ListedOrder>(
            "order_id AS OrderId, state AS State",
            state is null ? "" : "AND state = @value",
            new
            {
                clientId,
                value = state,
                at = after?.AcceptedAt ?? long.MaxValue,
                id = after?.OrderId ?? "",
                count = (long)count,
            }
        );

    /// <summary>The newest order of a customer, which says what we know of it.</summary>
    public async Task<OrderRow?> NewestOf(string clientId, string customerId) =>
        OrderIds.CanBeCustomer(customerId)
        && await List<OrderRow>(
            OrderRow.Columns,
            "AND customer_id = @value",
            new
            {
                clientId,
                value = customerId,
                at = long.MaxValue,
                id = "",
                count = 1L,
            }
        )
            is [var row]
            ? row
            : null;

    private Task<IReadOnlyList<T>> List<T>(string columns, string which, object parameters) =>
        database.Read(session =>
            session.Query<T>(
                $"""
                SELECT {columns} FROM orders
                WHERE client_id = @clientId {which} AND (accepted_at, order_id) < (@at, @id)
                ORDER BY accepted_at DESC, order_id DESC LIMIT @count
                """,
                parameters
            )
        );

    /// <summary>The customer's personal number; null when none was given or it has been erased.</summary>
    public async Task<PersonalDigits?> PersonalDigitsOf(string clientId, string customerId) =>
        await _personalNumbers.One(clientId, customerId) is { } row ? new(secrets.Decrypt(row.Ciphertext)) : null;

    /// <inheritdoc cref="PersonalDigitsOf(string, string)"/>
    /// <param name="customer">A company has none, and nothing is read of it.</param>
    public Task<PersonalDigits?> PersonalDigitsOf(string clientId, string customerId, Customer customer) =>
        customer.Type == CustomerType.Private
            ? PersonalDigitsOf(clientId, customerId)
            : Task.FromResult<PersonalDigits?>(null);

    /// <summary>By the customers' ids; those who have none are not in it.</summary>
    public async Task<IReadOnlyDictionary<string, PersonalDigits>> PersonalDigitsOf(
        string clientId,
        IReadOnlyCollection<string> customerIds
    )
    {
        if (customerIds.Count == 0)
            return new Dictionary<string, PersonalDigits>();
        var rows = await database.Read(session =>
            session.Query<PersonalNumberRow>(
                $"{SelectPersonalNumbers} WHERE {session.Dialect.IsIn("customer_id", "ids")} "
                    + "AND client_id || '' = @clientId",
                new { clientId, ids = session.Dialect.List(customerIds) }
            )
        );
        return rows.ToDictionary(
            row => row.CustomerId,
            row => new PersonalDigits(secrets.Decrypt(row.Ciphertext)),
            StringComparer.Ordinal
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _orders.DisposeAsync();
        await _told.DisposeAsync();
        await _personalNumbers.DisposeAsync();
    }

    private sealed record PersonalNumberRow(string ClientId, string CustomerId, string Ciphertext);
}
