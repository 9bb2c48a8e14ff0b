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

/// <summary>Writes a batch of accepted orders in one transaction: when it returns, every order is on the disk, with the job that invoices it.</summary>
internal sealed class AcceptOrders(
    Database database,
    Secrets secrets,
    FactRegister facts,
    FirstAnswers firstAnswers,
    OrderIds ids,
    TimeProvider time
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

    /// <summary>One answer for each submission, in their order.</summary>
    public async Task<IReadOnlyList<Acceptance>> Accept(IReadOnlyList<Submission> batch)
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
        // Twins under one key in one batch: the first is written, the others get its answer.
        var leaders = pending.DistinctBy(KeyOf).ToList();
        IReadOnlyList<Fact> announced = [];
        var answers = await database.Write(
            async session =>
            {
                (var said, announced) = await Accept(session, leaders);
                return said;
            },
            isIntake: true,
            wasWritten: session => FactRow.IsThere(session, announced)
        );
        facts.Tell(announced);
        _customers.Remember(leaders, answers);
        var first = leaders.Zip(answers).ToDictionary(pair => KeyOf(pair.First), StringComparer.Ordinal);
        return [.. pending.Select(order => AnswerFor(order, first[KeyOf(order)]))];
    }

    /// <summary>What was stored under this key with this body before; null where nothing was.</summary>
    public Task<OrderStored?> Earlier(Caller caller, IdempotencyKey key) =>
        database.Read(async session =>
            await firstAnswers.Given(session, caller, key) is { } orderId ? await Replayed(session, orderId) : null
        );

    private static string KeyOf(PendingOrder order) => order.Key?.KeyHash ?? order.OrderId;

    private static Acceptance AnswerFor(PendingOrder order, (PendingOrder Leader, Acceptance Answer) first) =>
        ReferenceEquals(order, first.Leader) ? first.Answer
        : order.Key!.BodyHash != first.Leader.Key!.BodyHash ? new KeyReused()
        : first.Answer is OrderStored stored ? stored with { IsReplay = true }
        : first.Answer;

    private async Task<(IReadOnlyList<Acceptance> Answers, IReadOnlyList<Fact> Announced)> Accept(
        Session session,
        List<PendingOrder> pending
    )
    {
        var now = time.GetUtcNow();
        var earlier = await TakeKeys(session, pending, now);
        var accepted = pending.Where(order => !earlier.ContainsKey(order)).ToList();
        Hold?[] holds = [.. accepted.Select(order => HoldOf(order, now))];
        var customers = await _customers.Resolve(session, accepted, now);
        IReadOnlyList<Fact> announced = [.. accepted.Zip(holds, Accepted)];
        await session.CarryOut([
            .. accepted.Zip(holds, (order, hold) => Row(order, customers[order.Identity], hold, now)),
            .. facts.Announce(announced, now),
        ]);
        IReadOnlyList<Acceptance> answers =
        [
            .. pending.Select(order =>
                earlier.GetValueOrDefault(order)
                ?? new OrderStored(order.OrderId, customers[order.Identity], IsReplay: false)
            ),
        ];
        return (answers, announced);
    }

    /// <summary>The keys' rows go first. Returned are the submissions that came before, with what to say.</summary>
    private static async Task<IReadOnlyDictionary<PendingOrder, Acceptance>> TakeKeys(
        Session session,
        List<PendingOrder> pending,
        DateTimeOffset now
    )
    {
        var earlier = new Dictionary<PendingOrder, Acceptance>(ReferenceEqualityComparer.Instance);
        var keyed = pending.Where(order => order.Key is not null).ToList();
        var taken = await FirstAnswers.Take(session, [.. keyed.Select(order => (order.Key!, order.OrderId))], now);
        foreach (var order in keyed)
            if (taken.TryGetValue(order.Key!, out var first))
                earlier[order] =
                    first.BodyHash == order.Key!.BodyHash ? await Replayed(session, first.Answer) : new KeyReused();
        return earlier;
    }

    private static async Task<OrderStored> Replayed(Session session, string orderId) =>
        new(
            orderId,
            await session.QuerySingle<string>(
                "SELECT customer_id FROM orders WHERE order_id = @orderId",
                new { orderId }
            ),
            IsReplay: true
        );

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
            (long)(order.Claimed.GrandTotal * 100),
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
    public static OrderIds Of(Database database) =>
        new(new IdSequence(database, "ODR"), new IdSequence(database, "CSRT"));
}
