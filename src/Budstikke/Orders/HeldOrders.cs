using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>Which of a client's held orders: those of a run.</summary>
/// <param name="After">Held until later than this, Unix milliseconds.</param>
/// <param name="Until">Held until this moment at the latest.</param>
/// <param name="AcceptedUntil">Accepted by then; what is due by then is so too, whatever it says.</param>
internal sealed record HeldSelection(string ClientId, long After, long Until, long AcceptedUntil)
{
    /// <summary>The value of <see cref="After"/> that leaves no order out.</summary>
    public const long Any = -1;
}

/// <summary>Where an order stands among a client's held ones: customer by customer, and then as they were
/// accepted.</summary>
internal sealed record HeldPlace(string CustomerId, long AcceptedAt, string OrderId)
{
    public static readonly HeldPlace BeforeAll = new("", -1, "");
}

/// <summary>An order that is held, without its content.</summary>
internal sealed record HeldOrder(string OrderId, string CustomerId, long AcceptedAt, string? PeriodText)
{
    public HeldPlace Place => new(CustomerId, AcceptedAt, OrderId);
}

/// <summary>The orders that wait for their period to close, and those of every kind that were set aside.</summary>
internal sealed class HeldOrders(Database database)
{
    /// <summary>No run takes it of itself: a person must look at it first, or a job of its own has it.</summary>
    public const long SetAside = long.MaxValue;

    /// <summary>Word for word as the indexes of migration 0016 have it, so that both databases use them; the number is
    /// that of <see cref="SetAside"/>.</summary>
    public const string AreHeld =
        "state = 'SENT' AND (invoice_interval <> 0 OR separate_invoices = 0 OR held_until = 9223372036854775807)";

    private const string Columns =
        "order_id AS OrderId, customer_id AS CustomerId, accepted_at AS AcceptedAt, period AS PeriodText";

    private const string AreSelected =
        $"client_id = @ClientId AND {AreHeld} AND held_until > @After AND held_until <= @Until "
        + "AND (accepted_at <= @AcceptedUntil OR held_until <= @AcceptedUntil)";

    /// <summary>The next ones behind a place.</summary>
    public Task<IReadOnlyList<HeldOrder>> Next(HeldSelection selection, HeldPlace after, int count) =>
        database.Read(session =>
            session.Query<HeldOrder>(
                $"""
                SELECT {Columns}
                FROM orders WHERE {AreSelected} AND (customer_id, accepted_at, order_id) > (@CustomerId, @AcceptedAt,
                  @OrderId)
                ORDER BY customer_id, accepted_at, order_id LIMIT @count
                """,
                new
                {
                    selection.ClientId,
                    selection.After,
                    selection.Until,
                    selection.AcceptedUntil,
                    after.CustomerId,
                    after.AcceptedAt,
                    after.OrderId,
                    count = (long)count,
                }
            )
        );

    /// <summary>Those of them that are still held.</summary>
    public Task<IReadOnlyList<HeldOrder>> Find(string clientId, IReadOnlyCollection<string> orderIds) =>
        database.Read(session =>
            session.Query<HeldOrder>(
                $"SELECT {Columns} FROM orders WHERE {session.Dialect.IsIn("order_id", "ids")} "
                    + $"AND client_id || '' = @clientId AND {AreHeld} ORDER BY customer_id, accepted_at, order_id",
                new { clientId, ids = session.Dialect.List(orderIds) }
            )
        );

    public static Task<HeldCount> Count(Session session, HeldSelection selection) =>
        session.QuerySingle<HeldCount>(
            $"SELECT count(*) AS Orders, count(DISTINCT customer_id) AS Customers FROM orders WHERE {AreSelected}",
            selection
        );

    /// <summary>The moments that a client's orders are held until, the soonest first.</summary>
    public Task<IReadOnlyList<long>> Moments(string clientId) =>
        database.Read(session =>
            session.Query<long>(
                $"SELECT DISTINCT held_until FROM orders WHERE client_id = @clientId AND {AreHeld} ORDER BY held_until",
                new { clientId }
            )
        );

    /// <summary>Makes due at <paramref name="now"/> what a wrong clock accepted at a moment that has not come, and
    /// would hold until long after it.</summary>
    public static Task BringBack(Session session, string clientId, long now) =>
        session.Execute(
            $"UPDATE orders SET held_until = @now WHERE client_id = @clientId AND {AreHeld} AND accepted_at > @now",
            new { clientId, now }
        );

    /// <summary>
    /// Keeps the orders out of every scheduled run; what somebody begins takes them. Compare and set: an order that was
    /// cancelled meanwhile is nobody's matter any more.
    /// </summary>
    public static Statement PutAside(Dialect dialect, IReadOnlyCollection<string> orderIds) =>
        new(
            "UPDATE orders SET held_until = @SetAside WHERE "
                + $"{dialect.IsInByOrder("orders", "order_id", "orderIds", "state = 'SENT'")}",
            new { orderIds = dialect.List(orderIds), SetAside },
            orderIds.Count
        );
}

internal sealed record HeldCount(long Orders, long Customers);
