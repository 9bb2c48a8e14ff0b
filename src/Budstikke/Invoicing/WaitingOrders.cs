using Budstikke.Clients;
using Budstikke.Documents.Vat;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What a change of a client's settings means for the orders that are taken and not yet invoiced.</summary>
internal static class WaitingOrders
{
    private const int PageOrders = 1_000;

    /// <summary>A sentence for each thing that whoever made the change should know.</summary>
    public static async Task<IReadOnlyList<string>> ConcernedBy(Database database, Client before, Client after)
    {
        var stranded = SameRates(before, after) ? [] : await Stranded(database, after);
        var waiting = StandsTheSame(before, after) ? 0 : await Count(database, after.ClientId);
        return
        [
            .. stranded.Count == 0
                ? []
                : new[]
                {
                    $"{stranded.Count} orders that wait to be invoiced have a VAT rate that the client does not "
                        + $"have any more; each becomes a case when its turn comes. The first is {stranded[0]}.",
                },
            .. waiting == 0
                ? []
                : new[] { $"{waiting} orders that wait to be invoiced will be invoiced as the client is now." },
        ];
    }

    private static bool SameRates(Client before, Client after) =>
        before.VatPolicy.AllowedRates.SequenceEqual(after.VatPolicy.AllowedRates);

    /// <summary>Whatever stands on an invoice.</summary>
    private static bool StandsTheSame(Client before, Client after) =>
        before.Seller == after.Seller
        && before.Settings.DeliveryPlace == after.Settings.DeliveryPlace
        && before.Settings.InvoiceFees.SequenceEqual(after.Settings.InvoiceFees)
        && ZeroRate(before.VatPolicy) == ZeroRate(after.VatPolicy);

    private static (VatCategory, string?) ZeroRate(VatPolicy policy) =>
        (policy.ZeroRateCategory, policy.ZeroRateReason);

    private static async Task<List<string>> Stranded(Database database, Client client)
    {
        var stranded = new List<string>();
        for (OrderRow? last = null; ; )
        {
            var page = await Page(database, client.ClientId, last);
            stranded.AddRange(
                page.Where(row => DraftInvoice.ReasonsAgainst(row.Order, client).Count > 0).Select(row => row.OrderId)
            );
            if (page.Count < PageOrders)
                return stranded;
            last = page[^1];
        }
    }

    private static Task<IReadOnlyList<OrderRow>> Page(Database database, string clientId, OrderRow? after) =>
        database.Read(session =>
            session.Query<OrderRow>(
                $"""
                SELECT {OrderRow.Columns} FROM orders
                WHERE client_id = @clientId AND state = @Sent AND (accepted_at, order_id) > (@at, @id)
                ORDER BY accepted_at, order_id LIMIT @rows
                """,
                new
                {
                    clientId,
                    OrderState.Sent,
                    at = after?.AcceptedAt ?? -1,
                    id = after?.OrderId ?? "",
                    rows = (long)PageOrders,
                }
            )
        );

    private static Task<long> Count(Database database, string clientId) =>
        database.Read(session =>
            session.QuerySingle<long>(
                "SELECT count(*) FROM orders WHERE client_id = @clientId AND state = @Sent",
                new { clientId, OrderState.Sent }
            )
        );
}
