using System.Globalization;
using System.Text;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Timeline;

/// <param name="Orders">The newest first.</param>
/// <param name="Searched">How many of the client's newest orders were read for it; null where an index knows
/// all.</param>
internal sealed record FoundOrders(Sought Sought, IReadOnlyList<OrderRow> Orders, int? Searched);

/// <summary>
/// Orders of one client by what a person has in hand. What an index knows is found however many orders there are; a
/// name, an address, a telephone or an amount is looked for in the client's newest orders alone, so that no text makes
/// a slow question.
/// </summary>
internal sealed class SearchOrders(Database database, Secrets secrets)
{
    public const int MaxFound = 200;

    /// <summary>So many of the newest are read where no index knows the answer.</summary>
    public const int MaxRead = 5_000;

    /// <summary>Of a KID: the digits between the client's prefix and the check digit.</summary>
    private const int KidNumberDigits = 9;

    private const string Norway = "NO";

    /// <summary>A customer is one by his number, whatever else changed with him.</summary>
    private const string OfIdentity =
        "customer_id IN (SELECT c.customer_id FROM customers c WHERE c.key_hash = @hash AND c.client_id = @clientId)";

    private const string OnDocument = """
        order_id IN (
          SELECT o.order_id FROM invoices i JOIN invoice_orders o ON o.invoice_id = i.invoice_id
          WHERE i.client_id = @clientId AND i.number = @number AND (@kid = '' OR i.kid = @kid))
        """;

    public async Task<FoundOrders> Run(string asked, string clientId, CancellationToken cancel = default)
    {
        var sought = Sought.Of(asked);
        var text = sought.Text;
        return sought.Kind switch
        {
            SoughtKind.Nothing => new(sought, [], null),
            SoughtKind.Order => await ByIndex(sought, clientId, "order_id = @text", cancel),
            SoughtKind.Customer => await ByIndex(sought, clientId, "customer_id = @text", cancel),
            SoughtKind.PersonalNumber => await ByIndex(sought, clientId, OfIdentity, cancel),
            SoughtKind.OrganizationNumber
                when await ByIndex(sought, clientId, OfIdentity, cancel) is { Orders.Count: > 0 } found => found,
            SoughtKind.Kid
            or SoughtKind.Number
                when await ByIndex(sought, clientId, OnDocument, cancel) is { Orders.Count: > 0 } found => found,
            SoughtKind.Amount => await AmongNewest(sought, clientId, "grand_total = @number", _ => true, cancel),
            _ => await AmongNewest(
                sought,
                clientId,
                "lower(content) LIKE @pattern ESCAPE '!'",
                order => Has(order, text),
                cancel
            ),
        };
    }

    private async Task<FoundOrders> ByIndex(Sought sought, string clientId, string which, CancellationToken cancel) =>
        new(
            sought,
            await database.Read(
                session =>
                    session.Query<OrderRow>(
                        $"""
                        SELECT {OrderRow.Columns} FROM orders WHERE {which} AND client_id = @clientId
                        ORDER BY accepted_at DESC, order_id DESC LIMIT @max
                        """,
                        Parameters(sought, clientId)
                    ),
                cancel
            ),
            null
        );

    private async Task<FoundOrders> AmongNewest(
        Sought sought,
        string clientId,
        string which,
        Func<Order, bool> isMeant,
        CancellationToken cancel
    )
    {
        var rows = await database.Read(
            session =>
                session.Query<OrderRow>(
                    $"""
                    SELECT {OrderRow.Columns} FROM (
                      SELECT * FROM orders WHERE client_id = @clientId ORDER BY accepted_at DESC LIMIT @read) AS newest
                    WHERE {which} ORDER BY accepted_at DESC, order_id DESC LIMIT @read
                    """,
                    Parameters(sought, clientId)
                ),
            cancel
        );
        return new(sought, [.. rows.Where(row => isMeant(row.Order)).Take(MaxFound)], MaxRead);
    }

    private object Parameters(Sought sought, string clientId) =>
        new
        {
            clientId,
            text = sought.Text,
            hash = HashOf(sought, clientId),
            kid = sought.Kind == SoughtKind.Kid ? sought.Text : "",
            number = NumberOf(sought),
            pattern = PatternOf(sought.Text),
            max = (long)MaxFound,
            read = (long)MaxRead,
        };

    private string HashOf(Sought sought, string clientId) =>
        sought.Kind switch
        {
            SoughtKind.PersonalNumber => CustomerIdentity.HashOfPerson(clientId, new(sought.Text), secrets) ?? "",
            SoughtKind.OrganizationNumber => CustomerIdentity.HashOfCompany(clientId, Norway, sought.Text, secrets),
            _ => "",
        };

    private static long NumberOf(Sought sought)
    {
        var digits =
            sought.Kind == SoughtKind.Kid
                ? string.Concat(sought.Text.SkipLast(1).TakeLast(KidNumberDigits))
                : sought.Text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    /// <summary>It finds more than is meant: only ASCII letters and digits of the longest word, since the databases
    /// fold other letters' case differently. Which rows are meant is decided after they are read.</summary>
    private static string PatternOf(string text)
    {
        var pattern = new StringBuilder("%");
        foreach (var c in text.Split(' ').MaxBy(word => word.Length)!.ToLowerInvariant())
            pattern.Append(
                c switch
                {
                    '%' or '_' or '!' => $"!{c}",
                    '"' or '\\' => "%",
                    >= ' ' and <= '~' => c.ToString(),
                    _ => "%",
                }
            );
        return pattern.Append('%').ToString();
    }

    private static bool Has(Order order, string text)
    {
        var customer = order.Customer;
        string[] known =
        [
            $"{customer.FirstName} {customer.Name}",
            customer.Email,
            customer.Msisdn,
            customer.OrganizationNumber ?? "",
            order.PurchaseOrderReference ?? "",
            order.BuyerReference ?? "",
        ];
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => known.Any(one => one.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
