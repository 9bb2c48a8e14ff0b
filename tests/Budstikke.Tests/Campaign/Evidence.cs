using System.Web;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;

namespace Budstikke.Tests.Campaign;

/// <param name="Key">What the campaign calls it by, whether it was sent under that key or under none.</param>
internal sealed record StoredOrder(string OrderId, string State, string Key);

internal sealed record StoredDocument(string ClientId, string InvoiceId, long Number, string Kind, string OrderId);

internal sealed record StoredDispatch(string Key, string InvoiceId, string State);

/// <param name="ClosedAt">Null while it lies with a person.</param>
internal sealed record StoredCase(string CaseId, string Kind, string Subject, string Reason, long? ClosedAt);

/// <param name="IsRight">Its checksum is the one of its order's client.</param>
internal sealed record HeardCallback(string OrderId, string Status, string Url, bool IsRight);

/// <summary>What is there after a campaign: in the clients' hands, in the store, and with the recipients.</summary>
internal sealed record Evidence
{
    /// <summary>A twin's both answers stand in it.</summary>
    public required IReadOnlyCollection<AnsweredOrder> Answered { get; init; }

    /// <summary>What orders are called that were sent once, without a key, and not answered with a 201: each is stored
    /// once, or not at all.</summary>
    public IReadOnlyCollection<string> Unanswered { get; init; } = [];

    public required IReadOnlyList<StoredOrder> Orders { get; init; }

    public required IReadOnlyList<StoredDocument> Documents { get; init; }

    public required IReadOnlyList<StoredDispatch> Dispatches { get; init; }

    public IReadOnlyList<StoredCase> Cases { get; init; } = [];

    /// <summary>A dispatch's key or a case's id, as often as it arrived.</summary>
    public required IReadOnlyList<string> Deliveries { get; init; }

    /// <summary>The keys of mails that were taken and came back.</summary>
    public IReadOnlyList<string> Returned { get; init; } = [];

    /// <summary>In the order in which they came.</summary>
    public required IReadOnlyList<HeardCallback> Callbacks { get; init; }

    public int RepeatedDeliveries => Deliveries.Count - Deliveries.Distinct().Count();

    public int RepeatedCallbacks => Callbacks.Count - Callbacks.DistinctBy(call => call.Url).Count();

    /// <param name="clients">Each with the secret of its callbacks.</param>
    public static async Task<Evidence> Gather(
        Database database,
        Recipients recipients,
        IEnumerable<(ShopClient Client, string Secret)> clients
    )
    {
        var all = clients.ToList();
        return await database.Read(async session =>
        {
            var orders = await session.Query<OrderRow>(
                "SELECT order_id AS OrderId, client_id AS ClientId, state AS State, content AS Content FROM orders"
            );
            var secrets = all.ToDictionary(one => one.Client.ClientId, one => one.Secret);
            var secretOf = orders.ToDictionary(order => order.OrderId, order => secrets[order.ClientId]);
            return await Gather(session, recipients, [.. all.Select(one => one.Client)], (orders, secretOf));
        });
    }

    private sealed record OrderRow(string OrderId, string ClientId, string State, string Content)
    {
        public string Key => JsonOptions.Restore<Order>(Content).Lines[0].SellersItemId ?? "";
    }

    private static async Task<Evidence> Gather(
        Session session,
        Recipients recipients,
        IReadOnlyCollection<ShopClient> clients,
        (IReadOnlyList<OrderRow> Orders, Dictionary<string, string> SecretOf) stored
    ) =>
        new()
        {
            Answered = [.. clients.SelectMany(client => client.Answered)],
            Unanswered = [.. clients.SelectMany(client => client.Unanswered)],
            Orders = [.. stored.Orders.Select(order => new StoredOrder(order.OrderId, order.State, order.Key))],
            Documents = await session.Query<StoredDocument>(
                """
                SELECT i.client_id AS ClientId, i.invoice_id AS InvoiceId, i.number AS Number, i.kind AS Kind,
                  o.order_id AS OrderId
                FROM invoices i JOIN invoice_orders o ON o.invoice_id = i.invoice_id
                """
            ),
            Dispatches = await session.Query<StoredDispatch>(
                "SELECT dispatch_key AS Key, invoice_id AS InvoiceId, state AS State FROM dispatches"
            ),
            Cases = await session.Query<StoredCase>(
                "SELECT case_id AS CaseId, kind AS Kind, subject AS Subject, reason AS Reason, closed_at "
                    + "AS ClosedAt FROM cases"
            ),
            Deliveries =
            [
                .. recipients.Deliveries,
                .. await Messages(session, recipients),
                .. await session.Query<string>("SELECT outbox_key FROM sandbox_outbox"),
            ],
            Returned = [.. recipients.Returned.Distinct()],
            Callbacks = [.. recipients.Callbacks.Select(url => Heard(url, stored.SecretOf))],
        };

    /// <summary>By their dispatches; the id of a message that no dispatch has stands for itself.</summary>
    private static async Task<IEnumerable<string>> Messages(Session session, Recipients recipients)
    {
        var rows = await session.Query<MessageKeyRow>(
            "SELECT message_key AS Key, instance_id || '@' || host AS MessageId FROM peppol_messages"
        );
        var keys = rows.ToDictionary(row => row.MessageId, row => row.Key);
        return recipients.MessageIds.Select(id => keys.GetValueOrDefault(id, id));
    }

    private sealed record MessageKeyRow(string Key, string MessageId);

    private static HeardCallback Heard(string url, Dictionary<string, string> secrets)
    {
        var query = HttpUtility.ParseQueryString(new Uri(url).Query);
        var orderId = query["orderUuid"] ?? "";
        return new(
            orderId,
            query["status"] ?? "",
            url,
            secrets.TryGetValue(orderId, out var secret) && Fits(url, secret)
        );
    }

    private static bool Fits(string url, string secret)
    {
        try
        {
            DocumentedLoop.Verifies(url, secret);
            return true;
        }
        catch (ShouldAssertException)
        {
            return false;
        }
    }
}
