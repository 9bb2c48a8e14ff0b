using System.Collections.Concurrent;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>The same customer of the same client keeps one id.</summary>
internal sealed class CustomerRegister(Secrets secrets)
{
    private const int MaxKept = 100_000;

    private static readonly Table s_customers = new(
        "customers",
        [
            ("client_id", ColumnType.Text),
            ("customer_id", ColumnType.Text),
            ("identity_hash", ColumnType.Text),
            ("key_hash", ColumnType.Text),
            ("created_at", ColumnType.Bigint),
        ],
        "key_hash"
    );

    private static readonly Table s_personalNumbers = new(
        "personal_numbers",
        [
            ("client_id", ColumnType.Text),
            ("customer_id", ColumnType.Text),
            ("number_hash", ColumnType.Text),
            ("ciphertext", ColumnType.Text),
            ("created_at", ColumnType.Bigint),
        ],
        "customer_id"
    );

    private readonly ConcurrentDictionary<CustomerIdentity, Known> _known = new();

    /// <param name="HasNumber">What was sent as the customer's personal number is kept.</param>
    private sealed record Known(string CustomerId, bool HasNumber);

    /// <summary>A customer's row.</summary>
    /// <param name="KeyHash">Null where it came before customers had one, and has not come again.</param>
    private sealed record CustomerRow(string ClientId, string CustomerId, string EarlierHash, string? KeyHash);

    public CustomerIdentity IdentityOf(Submission submission) =>
        CustomerIdentity.Of(
            submission.Caller.Client.ClientId,
            submission.Order.Customer,
            submission.PersonalDigits,
            secrets
        );

    /// <summary>The customers' ids; those that are new get the first of their orders' candidate ids.</summary>
    public async Task<IReadOnlyDictionary<CustomerIdentity, string>> Resolve(
        Session session,
        List<PendingOrder> pending,
        DateTimeOffset now
    )
    {
        var resolved = new Dictionary<CustomerIdentity, string>();
        var unknown = new List<PendingOrder>();
        foreach (var order in pending)
            if (_known.TryGetValue(order.Identity, out var known))
                resolved[order.Identity] = known.CustomerId;
            else
                unknown.Add(order);
        // In key order: two nodes' batches that meet the same customers would wait for each other otherwise.
        var candidates = unknown
            .DistinctBy(order => order.Identity)
            .OrderBy(order => order.Identity.Hash, StringComparer.Ordinal)
            .ToList();
        if (candidates.Count > 0)
            await Resolve(session, candidates, resolved, now);
        await KeepNumbers(session, pending, resolved, now);
        return resolved;
    }

    private async Task Resolve(
        Session session,
        List<PendingOrder> candidates,
        Dictionary<CustomerIdentity, string> resolved,
        DateTimeOffset now
    )
    {
        var rows = await Find(session, candidates);
        foreach (var row in rows.Where(row => row.KeyHash is not null))
            resolved[new(row.ClientId, row.KeyHash!)] = row.CustomerId;
        foreach (var order in candidates.Where(order => !resolved.ContainsKey(order.Identity)))
            if (await Earlier(session, order, rows) is { } customerId)
                resolved[order.Identity] = customerId;
        var left = candidates.Where(order => !resolved.ContainsKey(order.Identity)).ToList();
        var isNew = await session.Insert(s_customers, [.. left.Select(order => Row(order, now))]);
        foreach (var (order, _) in left.Zip(isNew).Where(pair => pair.Second))
            resolved[order.Identity] = order.CustomerId;
        foreach (var (order, _) in left.Zip(isNew).Where(pair => !pair.Second))
            resolved[order.Identity] = await session.QuerySingle<string>(
                "SELECT customer_id FROM customers WHERE key_hash = @Hash",
                order.Identity
            );
    }

    private static object?[] Row(PendingOrder order, DateTimeOffset now) =>
        [
            order.Identity.ClientId,
            order.CustomerId,
            order.CustomerId,
            order.Identity.Hash,
            now.ToUnixTimeMilliseconds(),
        ];

    /// <summary>
    /// Those that have the key, and those without any that an earlier release would have taken for the same. The words
    /// are those of the index of migration 0015, so that both databases use it.
    /// </summary>
    private Task<IReadOnlyList<CustomerRow>> Find(Session session, List<PendingOrder> candidates)
    {
        const string Row =
            "SELECT client_id AS ClientId, customer_id AS CustomerId, identity_hash AS EarlierHash, "
            + "key_hash AS KeyHash";
        return session.Query<CustomerRow>(
            $"""
            {Row} FROM customers WHERE {session.Dialect.IsIn("key_hash", "keys")}
            UNION ALL
            {Row} FROM customers WHERE coalesce(key_hash, '') = '' AND {session.Dialect.IsIn(
                "identity_hash",
                "earlier"
            )}
            """,
            new
            {
                keys = session.Dialect.List([.. candidates.Select(order => order.Identity.Hash)]),
                earlier = session.Dialect.List([.. candidates.Select(EarlierHash)]),
            }
        );
    }

    private string EarlierHash(PendingOrder order) =>
        CustomerIdentity.EarlierHash(order.Submission.Order.Customer, order.Submission.PersonalDigits, secrets);

    /// <summary>
    /// The id that an earlier release gave, where that customer's newest order is of the same customer by today's rules
    /// too. Null where there is none, or where it was somebody else who orders now.
    /// </summary>
    private async Task<string?> Earlier(Session session, PendingOrder order, IReadOnlyList<CustomerRow> rows)
    {
        var hash = EarlierHash(order);
        if (
            rows.FirstOrDefault(row =>
                row.KeyHash is null && row.ClientId == order.Identity.ClientId && row.EarlierHash == hash
            )
            is not { } row
        )
            return null;
        if (await NewestOf(session, row) is not { } newest || IdentityOf(order, newest) != order.Identity)
            return null;
        var isTaken = await session.Execute(
            "UPDATE customers SET key_hash = @Hash WHERE customer_id = @CustomerId AND coalesce(key_hash, '') = ''",
            new { order.Identity.Hash, row.CustomerId }
        );
        return isTaken == 1 ? row.CustomerId : null;
    }

    /// <summary>The identity of the earlier order's customer, by the personal number that the new order came
    /// with.</summary>
    private CustomerIdentity IdentityOf(PendingOrder order, Customer earlier) =>
        CustomerIdentity.Of(order.Identity.ClientId, earlier, order.Submission.PersonalDigits, secrets);

    private static async Task<Customer?> NewestOf(Session session, CustomerRow row) =>
        await session.QueryOne<string>(
            """
            SELECT content FROM orders WHERE client_id = @ClientId AND customer_id = @CustomerId
            ORDER BY accepted_at DESC, order_id DESC LIMIT 1
            """,
            row
        )
            is { } content
            ? JsonOptions.Restore<Order>(content).Customer
            : null;

    /// <summary>
    /// A customer's first number. It is not looked at for who the customer is where its check digits are wrong, but the
    /// client may ask what it sent.
    /// </summary>
    private async Task KeepNumbers(
        Session session,
        List<PendingOrder> pending,
        Dictionary<CustomerIdentity, string> customers,
        DateTimeOffset now
    ) =>
        await session.Insert(
            s_personalNumbers,
            [
                .. pending
                    .Where(order => order.Submission.PersonalDigits is not null && !HasNumber(order.Identity))
                    .Select(order => (CustomerId: customers[order.Identity], Order: order))
                    .DistinctBy(one => one.CustomerId)
                    .OrderBy(one => one.CustomerId, StringComparer.Ordinal)
                    .Select(one => NumberRow(one.Order, one.CustomerId, now)),
            ]
        );

    private bool HasNumber(CustomerIdentity identity) => _known.TryGetValue(identity, out var known) && known.HasNumber;

    private object?[] NumberRow(PendingOrder order, string customerId, DateTimeOffset now)
    {
        var (clientId, digits) = (order.Identity.ClientId, order.Submission.PersonalDigits!);
        return
        [
            clientId,
            customerId,
            digits.HashFor(clientId, secrets),
            secrets.Encrypt(digits.Reveal()),
            now.ToUnixTimeMilliseconds(),
        ];
    }

    /// <summary>After the commit: what a rolled-back transaction resolved must not be remembered.</summary>
    public void Remember(IEnumerable<(PendingOrder Order, StoredFirst As)> stored)
    {
        if (_known.Count > MaxKept)
            _known.Clear();
        foreach (var (order, first) in stored)
            _known[order.Identity] = new(
                first.CustomerId!,
                order.Submission.PersonalDigits is not null || HasNumber(order.Identity)
            );
    }
}
