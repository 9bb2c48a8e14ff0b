using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A refund as it stands in the store.</summary>
/// <param name="Refund">1 for an order's first.</param>
/// <param name="InvoiceId">Which is credited.</param>
/// <param name="Content">JSON of a <see cref="Invoicing.Credit"/>.</param>
/// <param name="CreditNoteId">Null until it is issued.</param>
/// <param name="RejectedAt">When it was found that no lawful credit note can be made of it; null where none
/// was.</param>
/// <param name="WithdrawnAt">When a person ended it after that, to try it again as another refund or not at
/// all.</param>
/// <param name="Nets">JSON: what the credit note gave back of each line without VAT. Null until it is issued, and where
/// that was before nets were kept.</param>
internal sealed record RefundRow(
    string ClientId,
    string OrderId,
    long Refund,
    string InvoiceId,
    string Content,
    string CausedBy,
    string? CreditNoteId,
    long? RejectedAt,
    long? WithdrawnAt,
    string? Nets
)
{
    public const string Columns =
        "client_id AS ClientId, order_id AS OrderId, refund AS Refund, invoice_id AS InvoiceId, "
        + "content AS Content, caused_by AS CausedBy, credit_note_id AS CreditNoteId, rejected_at AS RejectedAt, "
        + "withdrawn_at AS WithdrawnAt, nets AS Nets";

    /// <summary>Read from the JSON at each call: take it once.</summary>
    public Credit Credit => JsonOptions.Restore<Credit>(Content);

    /// <summary>A credit note is to be issued for it.</summary>
    public bool IsOpen => CreditNoteId is null && RejectedAt is null;

    /// <summary>What it gives back is taken off what is left of the order.</summary>
    public bool Counts => RejectedAt is null;
}

/// <summary>What was promised to be given back of each order.</summary>
internal sealed class RefundStore(Database database)
{
    private static readonly Table s_table = new(
        "refunds",
        [
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("refund", ColumnType.Bigint),
            ("invoice_id", ColumnType.Text),
            ("amount", ColumnType.Bigint),
            ("content", ColumnType.Text),
            ("requested_at", ColumnType.Bigint),
            ("caused_by", ColumnType.Text),
        ],
        "order_id, refund"
    );

    /// <summary>The most refunds of one order: each reads all before it.</summary>
    public const int MaxOfOrder = 100;

    public Task<IReadOnlyList<RefundRow>> Of(string clientId, IReadOnlyCollection<string> orderIds) =>
        database.Read(session =>
            session.Query<RefundRow>(
                $"SELECT {RefundRow.Columns} FROM refunds WHERE {session.Dialect.IsIn("order_id", "ids")} "
                    + "AND client_id = @clientId ORDER BY order_id, refund",
                new { clientId, ids = session.Dialect.List(orderIds) }
            )
        );

    /// <summary>An order's, the first one first.</summary>
    public static Task<IReadOnlyList<RefundRow>> Of(Session session, string clientId, string orderId) =>
        session.Query<RefundRow>(
            $"SELECT {RefundRow.Columns} FROM refunds WHERE order_id = @orderId AND client_id = @clientId "
                + "ORDER BY refund",
            new { clientId, orderId }
        );

    /// <summary>For a person who works on the store and knows an order's id alone.</summary>
    public static Task<IReadOnlyList<RefundRow>> OfAny(Session session, string orderId) =>
        session.Query<RefundRow>(
            $"SELECT {RefundRow.Columns} FROM refunds WHERE order_id = @orderId ORDER BY refund",
            new { orderId }
        );

    /// <summary>The one that a credit note was issued for; null where there is none.</summary>
    public Task<RefundRow?> Of(InvoiceRow note) =>
        database.Read(session =>
            session.QueryOne<RefundRow>(
                $"SELECT {RefundRow.Columns} FROM refunds WHERE credit_note_id = @InvoiceId AND client_id = @ClientId",
                new { note.InvoiceId, note.ClientId }
            )
        );

    /// <summary>
    /// The next refund of an order, as <paramref name="share"/> finds it in view of those before it; null where it
    /// finds none. Whoever finds the number taken by another at the same moment looks again, with the other's refund in
    /// view.
    /// </summary>
    public static async Task<RefundRow?> Add(
        Session session,
        RefundRow next,
        Func<IReadOnlyCollection<Credit>, Credit?> share,
        DateTimeOffset now
    )
    {
        while (true)
        {
            var earlier = await Of(session, next.ClientId, next.OrderId);
            if (
                earlier.Count >= MaxOfOrder
                || share([.. earlier.Where(row => row.Counts).Select(row => row.Credit)]) is not { } credit
            )
                return null;
            var row = next with { Refund = earlier.Count + 1, Content = JsonOptions.Store(credit) };
            if ((await session.Insert(s_table, [Values(row, credit, now)]))[0])
                return row;
        }
    }

    /// <summary>Notes the refund's one credit note. Where another issuer took the number for a credit note of its own,
    /// that is a conflict like any other here, instead of the database's refusal of a duplicate.</summary>
    /// <param name="nets">What it gives back of each line without VAT, which the next of the order goes on
    /// from.</param>
    public static Statement Issued(RefundRow row, string creditNoteId, IReadOnlyList<decimal> nets) =>
        Change(
            row,
            "credit_note_id = @to, nets = @nets",
            "credit_note_id IS NULL AND rejected_at IS NULL AND NOT EXISTS (SELECT 1 FROM refunds r "
                + "WHERE r.credit_note_id = @to)",
            creditNoteId,
            JsonOptions.Store(nets)
        );

    /// <summary>Notes that no credit note can be made of it: what it would have given back counts as left of the order
    /// again.</summary>
    public static Statement Rejected(RefundRow row, DateTimeOffset now) =>
        Change(
            row,
            "rejected_at = @to",
            "credit_note_id IS NULL AND rejected_at IS NULL",
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>Notes that a person has ended a rejected refund: nothing more comes of it.</summary>
    public static Statement Withdrawn(RefundRow row, DateTimeOffset now) =>
        Change(
            row,
            "withdrawn_at = @to",
            "rejected_at IS NOT NULL AND withdrawn_at IS NULL",
            now.ToUnixTimeMilliseconds()
        );

    private static Statement Change(RefundRow row, string set, string from, object to, string? nets = null) =>
        new(
            $"UPDATE refunds SET {set} WHERE order_id = @OrderId AND refund = @Refund AND {from}",
            new
            {
                row.OrderId,
                row.Refund,
                to,
                nets,
            },
            1
        );

    private static object?[] Values(RefundRow row, Credit credit, DateTimeOffset now) =>
        [
            row.ClientId,
            row.OrderId,
            row.Refund,
            row.InvoiceId,
            Ore.Of(credit.Amount),
            row.Content,
            now.ToUnixTimeMilliseconds(),
            row.CausedBy,
        ];
}
