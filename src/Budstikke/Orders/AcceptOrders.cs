using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>A checked order at the door.</summary>
/// <param name="Idempotency">The client's key for it, where it sent one.</param>
internal sealed record Submission(
    Caller Caller,
    Order Order,
    PersonalDigits? PersonalDigits,
    IReadOnlyList<string> Warnings,
    IdempotencyKey? Idempotency
);

/// <summary>What the door says; an order is stored only with the first.</summary>
internal abstract record Acceptance;

/// <param name="IsReplay">The answer was given before, under the same idempotency key.</param>
internal sealed record OrderStored(string OrderId, string CustomerId, bool IsReplay) : Acceptance;

/// <summary>The idempotency key came before with another body.</summary>
internal sealed record KeyReused : Acceptance;

/// <summary>Writes a batch of accepted orders in one transaction: when it returns, every order is on the disk, with the
/// job that invoices it.</summary>
internal sealed class AcceptOrders(
    Database database,
    Secrets secrets,
    FactRegister facts,
    FirstAnswers firstAnswers,
    OrderIds ids,
    NodeClock clock
)
{
    private static readonly Table s_orders = new(
        "orders",
        [
            ("order_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("customer_id", ColumnType.Text),
            ("state", ColumnType.Text),
            ("invoice_interval", ColumnType.Bigint),
            ("separate_invoices", ColumnType.Bigint),
            ("grand_total", ColumnType.Bigint),
            ("ordered_at", ColumnType.Bigint),
            ("accepted_at", ColumnType.Bigint),
            ("state_changed_at", ColumnType.Bigint),
            ("callback_url", ColumnType.Text),
            ("content", ColumnType.Text),
            ("held_until", ColumnType.Bigint),
            ("period", ColumnType.Text),
        ]
    );

    private readonly CustomerRegister _customers = new(secrets);

    /// <summary>One answer for each submission, in their order. Whoever gets them has the batch remembered then
    /// (<see cref="Remember"/>).</summary>
    public async Task<AcceptedBatch> Accept(IReadOnlyList<Submission> batch)
    {
        var orderIds = await ids.Orders.Take(batch.Count);
        var customerIds = await ids.Customers.Take(batch.Count);
        var pending = batch
            .Select(
                (submission, i) =>
                    new PendingOrder(
                        submission,
                        orderIds[i],
                        customerIds[i],
                        _customers.IdentityOf(submission),
                        firstAnswers.Hash(submission.Caller, submission.Idempotency)
                    )
            )
            .ToList();
        // Twins under one key in one batch: the first is written, if the key is new, and the others are compared with
        // what the key stands for.
        var leaders = pending.DistinctBy(KeyOf).ToList();
        IReadOnlyList<Fact> announced = [];
        var firsts = await database.Write(
            async session =>
            {
                (var stored, announced) = await Accept(session, leaders);
                return stored;
            },
            isIntake: true,
            wasWritten: session => FactRow.IsThere(session, announced)
        );
        var first = leaders.Zip(firsts).ToDictionary(pair => KeyOf(pair.First), StringComparer.Ordinal);
        return new(
            [.. pending.Select(order => AnswerFor(order, first[KeyOf(order)]))],
            [.. leaders.Zip(firsts).Where(pair => pair.Second.IsOf(pair.First))]
        );
    }

    /// <summary>After the commit, and outside of whatever may write the batch again.</summary>
    public void Remember(AcceptedBatch batch) => _customers.Remember(batch.Stored);

    /// <summary>What was stored under this key with this body before; null where nothing was.</summary>
    public Task<OrderStored?> Earlier(Caller caller, IdempotencyKey key) =>
        database.Read(async session =>
            await firstAnswers.Given(session, caller, key) is { } orderId
            && await CustomerOf(session, caller.Client.ClientId, orderId) is { } customerId
                ? new OrderStored(orderId, customerId, IsReplay: true)
                : null
        );

    private static string KeyOf(PendingOrder order) => order.Key?.KeyHash ?? order.OrderId;

    private static Acceptance AnswerFor(PendingOrder order, (PendingOrder Leader, StoredFirst Stored) first) =>
        first.Stored.CustomerId is { } customerId && order.Key?.BodyHash == first.Stored.BodyHash
            ? new OrderStored(
                first.Stored.OrderId,
                customerId,
                IsReplay: !(ReferenceEquals(order, first.Leader) && first.Stored.IsOf(order))
            )
            : new KeyReused();

    private async Task<(IReadOnlyList<StoredFirst> Firsts, IReadOnlyList<Fact> Announced)> Accept(
        Session session,
        List<PendingOrder> pending
    )
    {
        var now = clock.Now;
        var earlier = await TakeKeys(session, pending);
        var accepted = pending.Where(order => !earlier.ContainsKey(order)).ToList();
        Hold?[] holds = [.. accepted.Select(order => HoldOf(order, now))];
        var customers = await _customers.Resolve(session, accepted, now);
        IReadOnlyList<Fact> announced = [.. accepted.Zip(holds, Accepted)];
        await session.CarryOut([
            .. accepted.Zip(holds, (order, hold) => Row(order, customers[order.Identity], hold, now)),
            .. facts.Announce(announced, now),
        ]);
        IReadOnlyList<StoredFirst> firsts =
        [
            .. pending.Select(order =>
                earlier.GetValueOrDefault(order) ?? new(order.Key?.BodyHash, order.OrderId, customers[order.Identity])
            ),
        ];
        return (firsts, announced);
    }

    /// <summary>The keys' rows go first. Returned are the submissions whose key came before, with what it stands
    /// for.</summary>
    private async Task<IReadOnlyDictionary<PendingOrder, StoredFirst>> TakeKeys(
        Session session,
        List<PendingOrder> pending
    )
    {
        var earlier = new Dictionary<PendingOrder, StoredFirst>(ReferenceEqualityComparer.Instance);
        var keyed = pending.Where(order => order.Key is not null).ToList();
        var taken = await firstAnswers.Take(session, [.. keyed.Select(order => (order.Key!, order.OrderId))]);
        foreach (var order in keyed)
            if (taken.TryGetValue(order.Key!, out var first))
                earlier[order] = new(
                    first.BodyHash,
                    first.Answer,
                    await CustomerOf(session, order.Key!.ClientId, first.Answer)
                );
        return earlier;
    }

    private static Task<string?> CustomerOf(Session session, string clientId, string orderId) =>
        session.QueryOne<string>($"SELECT customer_id FROM orders WHERE {OrderStore.IsOwn}", new { clientId, orderId });

    private static Hold? HoldOf(PendingOrder order, DateTimeOffset now) =>
        Hold.Of(order.Submission.Order, now, order.Submission.Caller.Client.Settings.Runs);

    private static OrderAccepted Accepted(PendingOrder order, Hold? hold) =>
        new()
        {
            ClientId = order.Submission.Caller.Client.ClientId,
            OrderIds = [order.OrderId],
            CausedBy = order.Submission.Caller.CausedBy,
            GrandTotal = order.Submission.Order.Claimed.GrandTotal,
            Interval = order.Submission.Order.Interval,
            SeparateInvoices = order.Submission.Order.SeparateInvoices,
            Period = hold?.Period.ToString(),
            HeldUntil = hold?.Until,
            HeldReason = hold?.Reason,
            Warnings = order.Submission.Warnings,
        };

    private static NewRow Row(PendingOrder pending, string customerId, Hold? hold, DateTimeOffset now)
    {
        var order = pending.Submission.Order;
        return new(
            s_orders,
            pending.OrderId,
            pending.Submission.Caller.Client.ClientId,
            customerId,
            OrderState.Sent,
            (long)order.Interval,
            order.SeparateInvoices ? 1L : 0L,
            Ore.Of(order.Claimed.GrandTotal),
            order.OrderedAt.ToUnixTimeMilliseconds(),
            now.ToUnixTimeMilliseconds(),
            now.ToUnixTimeMilliseconds(),
            order.CallbackUrl,
            JsonOptions.Store(order),
            hold?.Until.ToUnixTimeMilliseconds() ?? 0,
            hold?.Period.ToString()
        );
    }
}

/// <summary>What a batch came to.</summary>
/// <param name="Answers">One for each submission, in their order.</param>
/// <param name="Stored">Those that are new, with their ids.</param>
internal sealed record AcceptedBatch(
    IReadOnlyList<Acceptance> Answers,
    IReadOnlyList<(PendingOrder Order, StoredFirst As)> Stored
);

/// <summary>The order that a key stands for, or that a submission without a key has become.</summary>
/// <param name="CustomerId">Null where the key was first used for another call, whose answer is no order.</param>
internal sealed record StoredFirst(string? BodyHash, string OrderId, string? CustomerId)
{
    public bool IsOf(PendingOrder order) => OrderId == order.OrderId;
}

/// <summary>A submission with the ids that it gets if it is new.</summary>
internal sealed record PendingOrder(
    Submission Submission,
    string OrderId,
    string CustomerId,
    CustomerIdentity Identity,
    HashedKey? Key
);

/// <summary>The two id sequences of this room.</summary>
internal sealed record OrderIds(IdSequence Orders, IdSequence Customers)
{
    private const string OrderPrefix = "ODR";
    private const string CustomerPrefix = "CSRT";

    public static OrderIds Of(Database database) =>
        new(new IdSequence(database, OrderPrefix), new IdSequence(database, CustomerPrefix));

    public static bool CanBeOrder(string text) => IdSequence.HasForm(text, OrderPrefix);

    public static bool CanBeCustomer(string text) => IdSequence.HasForm(text, CustomerPrefix);
}
