using System.Globalization;
using System.Text;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Timeline;

/// <summary>Orders by what a person who asks for them has at hand, whichever client's: an id, a number on a document, a
/// name, a phone, an e-mail.</summary>
internal sealed class FindOrders(Database database)
{
    /// <summary>So many are shown, the newest first.</summary>
    public const int MaxFound = 50;

    /// <summary>Shorter ones are in nearly every order.</summary>
    public const int MinCharacters = 3;

    private const int PageSize = 200;

    /// <summary>Of a Norwegian number.</summary>
    private const int SubscriberDigits = 8;

    private const string OnDocument = """
        order_id IN (
          SELECT o.order_id FROM invoices i JOIN invoice_orders o ON o.invoice_id = i.invoice_id
          WHERE i.client_id IN (SELECT client_id FROM clients) AND (i.number = @number OR i.kid = @text))
        """;

    /// <summary>The orders that have the text as their id or on one of their documents; where there are none, the
    /// orders of customers who have it.</summary>
    public async Task<IReadOnlyList<OrderRow>> Run(string asked, CancellationToken cancel = default)
    {
        var text = asked.Trim();
        if (OrderIds.CanBeOrder(text.ToUpperInvariant()))
            return await Page("order_id = @text", text.ToUpperInvariant(), null, cancel);
        if (text.Length < MinCharacters)
            return [];
        if (text.All(char.IsAsciiDigit) && await Page(OnDocument, text, null, cancel) is { Count: > 0 } onDocument)
            return onDocument;
        return await OfCustomers(text, cancel);
    }

    private async Task<IReadOnlyList<OrderRow>> OfCustomers(string text, CancellationToken cancel)
    {
        var found = new List<OrderRow>();
        OrderRow? last = null;
        do
        {
            var page = await Page("lower(content) LIKE @pattern ESCAPE '!'", text, last, cancel);
            found.AddRange(page.Where(row => Has(row.Order.Customer, text)));
            last = page.Count < PageSize ? null : page[^1];
        } while (last is not null && found.Count < MaxFound);
        return [.. found.Take(MaxFound)];
    }

    private Task<IReadOnlyList<OrderRow>> Page(string which, string text, OrderRow? after, CancellationToken cancel) =>
        database.Read(
            session =>
                session.Query<OrderRow>(
                    $"""
                    SELECT {OrderRow.Columns} FROM orders WHERE {which} AND (accepted_at, order_id) < (@at, @id)
                    ORDER BY accepted_at DESC, order_id DESC LIMIT @count
                    """,
                    new
                    {
                        text,
                        pattern = PatternOf(text),
                        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                            ? number
                            : -1,
                        at = after?.AcceptedAt ?? long.MaxValue,
                        id = after?.OrderId ?? "",
                        count = (long)PageSize,
                    }
                ),
            cancel
        );

    /// <summary>
    /// A pattern that finds more than is meant: SQLite folds the case of ASCII letters alone and JSON escapes some
    /// characters, so each of those matches any character. Which rows truly have the text is decided after they are
    /// read.
    /// </summary>
    private static string PatternOf(string text)
    {
        var pattern = new StringBuilder("%");
        foreach (var c in RarestOf(text).ToLowerInvariant())
            pattern.Append(
                c switch
                {
                    '%' or '_' or '!' => $"!{c}",
                    '"' or '\\' => "%",
                    >= ' ' and <= '~' => c.ToString(),
                    _ => char.IsLowSurrogate(c) ? "" : "_",
                }
            );
        return pattern.Append('%').ToString();
    }

    /// <summary>The part of the text that stands within one field, however the text was written: first name and country
    /// code have fields of their own.</summary>
    private static string RarestOf(string text) =>
        IsPhone(text)
            ? string.Concat(text.Where(char.IsAsciiDigit).TakeLast(SubscriberDigits))
            : text.Split(' ', StringSplitOptions.RemoveEmptyEntries).MaxBy(word => word.Length)!;

    private static bool IsPhone(string text) =>
        text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiDigit(c) || c is '+' or ' ');

    private static bool Has(Customer customer, string text) =>
        Contains($"{customer.FirstName} {customer.Name}", text)
        || Contains(customer.Email, text)
        || Contains($"{customer.CountryCode}{customer.Msisdn}", text.Replace(" ", "", StringComparison.Ordinal))
        || customer.OrganizationNumber == text;

    private static bool Contains(string whole, string part) => whole.Contains(part, StringComparison.OrdinalIgnoreCase);
}
