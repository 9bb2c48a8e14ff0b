using System.Collections.Concurrent;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>Which customer of a client it is, as a keyed hash: by organisation number, personal number, or telephone number.</summary>
internal sealed record CustomerIdentity(string ClientId, string Hash);

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
            ("created_at", ColumnType.Bigint),
        ],
        "client_id, identity_hash"
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

    private readonly ConcurrentDictionary<CustomerIdentity, string> _known = new();

    public CustomerIdentity IdentityOf(Submission submission)
    {
        var customer = submission.Order.Customer;
        var (purpose, identity) = customer switch
        {
            { Type: CustomerType.Corporate } => ("corporate", customer.OrganizationNumber!),
            _ when submission.PersonalDigits is { } digits => ("person", digits.Reveal()),
            _ => ("telephone", customer.CountryCode + customer.Msisdn),
        };
        return new(submission.Caller.Client.ClientId, secrets.Hash($"customer-{purpose}", identity));
    }

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
            if (_known.TryGetValue(order.Identity, out var customerId))
                resolved[order.Identity] = customerId;
            else
                unknown.Add(order);
        // In key order: two nodes' batches that meet the same customers would wait for each other otherwise.
        var candidates = unknown
            .DistinctBy(order => order.Identity)
            .OrderBy(order => order.Identity.ClientId, StringComparer.Ordinal)
            .ThenBy(order => order.Identity.Hash, StringComparer.Ordinal)
            .ToList();
        if (candidates.Count == 0)
            return resolved;
        var isNew = await session.Insert(
            s_customers,
            [
                .. candidates.Select(order =>
                    new object?[]
                    {
                        order.Identity.ClientId,
                        order.CustomerId,
                        order.Identity.Hash,
                        now.ToUnixTimeMilliseconds(),
                    }
                ),
            ]
        );
        foreach (var (order, _) in candidates.Zip(isNew).Where(pair => pair.Second))
            resolved[order.Identity] = order.CustomerId;
        foreach (var (order, _) in candidates.Zip(isNew).Where(pair => !pair.Second))
            resolved[order.Identity] = await session.QuerySingle<string>(
                "SELECT customer_id FROM customers WHERE client_id = @ClientId AND identity_hash = @Hash",
                order.Identity
            );
        await session.Insert(
            s_personalNumbers,
            [
                .. candidates
                    .Where(order => order.Submission.PersonalDigits is not null)
                    .Select(order => Row(order, resolved[order.Identity], now)),
            ]
        );
        return resolved;
    }

    private object?[] Row(PendingOrder order, string customerId, DateTimeOffset now)
    {
        var digits = order.Submission.PersonalDigits!.Reveal();
        return
        [
            order.Identity.ClientId,
            customerId,
            secrets.Hash("personal-number", digits),
            secrets.Encrypt(digits),
            now.ToUnixTimeMilliseconds(),
        ];
    }

    /// <summary>After the commit: what a rolled-back transaction resolved must not be remembered.</summary>
    public void Remember(IEnumerable<(PendingOrder Order, StoredFirst As)> stored)
    {
        if (_known.Count > MaxKept)
            _known.Clear();
        foreach (var (order, first) in stored)
            _known[order.Identity] = first.CustomerId!;
    }
}
