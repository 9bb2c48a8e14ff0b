using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A refund as it stands in the store.</summary>
/// <param name="Refund">1 for an order's first.</param>
/// <param name="InvoiceId">Which is credited.</param>
/// <param name="Content">JSON of a <see cref="Invoicing.Credit"/>.</param>
/// <param name="CreditNoteId">Null until it is issued.</param>
/// <param name="Nets">JSON: what the credit note gave back of each line without VAT. Null until it is issued, and where that was before nets were kept.</param>
internal sealed record RefundRow(
    string ClientId,
    string OrderId,
    long Refund,
    string InvoiceId,
    string Content,
    string CausedBy,
    string? CreditNoteId,
    string? Nets
)
{
    public const string Columns =
        "client_id AS ClientId, order_id AS OrderId, refund AS Refund, invoice_id AS InvoiceId, content AS Content, caused_by AS CausedBy, credit_note_id AS CreditNoteId, nets AS Nets";

    /// <summary>Read from the JSON at each call: take it once.</summary>
    public Credit Credit => JsonOptions.Restore<Credit>(Content);
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

    public Task<IReadOnlyList<RefundRow>> Of(IReadOnlyCollection<string> orderIds) =>
        database.Read(session =>
            session.Query<RefundRow>(
                $"SELECT {RefundRow.Columns} FROM refunds WHERE {session.Dialect.IsIn("order_id", "ids")} ORDER BY order_id, refund",
                new { ids = session.Dialect.List(orderIds) }
            )
        );

    /// <summary>
    /// The next refund of an order, as <paramref name="share"/> finds it in view of those before it; null where it finds none. Whoever finds
    /// the number taken by another at the same moment looks again, with the other's refund in view.
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
            var earlier = await session.Query<string>(
                "SELECT content FROM refunds WHERE order_id = @OrderId ORDER BY refund",
                next
            );
            if (
                earlier.Count >= MaxOfOrder
                || share([.. earlier.Select(JsonOptions.Restore<Credit>)]) is not { } credit
            )
                return null;
            var row = next with { Refund = earlier.Count + 1, Content = JsonOptions.Store(credit) };
            if ((await session.Insert(s_table, [Values(row, credit, now)]))[0])
                return row;
        }
    }

    /// <summary>Once: a refund has one credit note.</summary>
    /// <param name="nets">What it gives back of each line without VAT, which the next of the order goes on from.</param>
    public static Statement Issued(RefundRow row, string creditNoteId, IReadOnlyList<decimal> nets) =>
        new(
            "UPDATE refunds SET credit_note_id = @creditNoteId, nets = @nets WHERE order_id = @OrderId AND refund = @Refund AND credit_note_id IS NULL",
            new
            {
                row.OrderId,
                row.Refund,
                creditNoteId,
                nets = JsonOptions.Store(nets),
            },
            1
        );

    private static object?[] Values(RefundRow row, Credit credit, DateTimeOffset now) =>
        [
            row.ClientId,
            row.OrderId,
            row.Refund,
            row.InvoiceId,
            Ledger.Ore(credit.Amount),
            row.Content,
            now.ToUnixTimeMilliseconds(),
            row.CausedBy,
        ];
}
