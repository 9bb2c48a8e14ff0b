using Budstikke.Orders;

namespace Budstikke.Invoicing.Runs;

/// <summary>The pure decision which of a customer's held orders share an invoice, and why not the others.</summary>
internal static class GroupOrders
{
    /// <summary>Lines of an invoice, and so its orders: as many as the longest order may have.</summary>
    public const int MaxLines = 1000;

    /// <summary>A customer of whom every order differs is not told of each.</summary>
    private const int MaxReasons = 5;

    /// <param name="orders">All of one customer, in the order of their acceptance.</param>
    public static IReadOnlyList<InvoiceGroup> Of(IReadOnlyList<CollectedOrder> orders)
    {
        var collected = orders
            .Where(order => !order.Order.SeparateInvoices)
            .GroupBy(Terms)
            .SelectMany(alike => Parts(alike).Select(part => (Terms: alike.Key, Part: part)))
            .ToList();
        return
        [
            .. orders.Where(order => order.Order.SeparateInvoices).Select(InvoiceGroup.Of),
            .. collected.Select((group, at) => new InvoiceGroup(group.Part, ReasonsOf(at, collected))),
        ];
    }

    /// <summary>What must be the same on one document.</summary>
    /// <param name="EhfReference">BT-10, of which an EHF has one; elsewhere each order's stands in its section.</param>
    private sealed record SharedTerms(
        Period? Period,
        string Name,
        Address Address,
        string Email,
        string Language,
        int MaturityDays,
        string? EhfReference
    );

    private static SharedTerms Terms(CollectedOrder collected)
    {
        var (order, customer) = (collected.Order, collected.Order.Customer);
        return new(
            collected.Period,
            customer.Name,
            customer.Address,
            customer.Email,
            customer.Language,
            order.MaturityDays,
            DraftInvoice.PeppolAddressOf(customer) is null ? null : order.BuyerReference
        );
    }

    /// <summary>As many orders together as an invoice has room for, in the order of their supply.</summary>
    private static IEnumerable<IReadOnlyList<CollectedOrder>> Parts(IEnumerable<CollectedOrder> alike)
    {
        var part = new List<CollectedOrder>();
        var lines = 0;
        foreach (var order in alike.OrderBy(order => order.Order.OrderedAt).ThenBy(order => order.Row.AcceptedAt))
        {
            if (part.Count > 0 && lines + order.Order.Lines.Count > MaxLines)
            {
                yield return part;
                (part, lines) = ([], 0);
            }
            part.Add(order);
            lines += order.Order.Lines.Count;
        }
        yield return part;
    }

    private static IReadOnlyList<string> ReasonsOf(
        int at,
        List<(SharedTerms Terms, IReadOnlyList<CollectedOrder> Part)> collected
    )
    {
        var others = collected.Where((_, i) => i != at).ToList();
        var reasons = others
            .Take(MaxReasons)
            .Select(other => Reason(other.Part, Differences(collected[at].Terms, other.Terms)));
        return others.Count <= MaxReasons
            ? [.. reasons]
            : [.. reasons, $"Apart from {others.Count - MaxReasons} more invoices of the customer."];
    }

    private static string Reason(IReadOnlyList<CollectedOrder> others, List<string> differences)
    {
        var whose = others.Count == 1 ? others[0].Row.OrderId : $"{others[0].Row.OrderId} and {others.Count - 1} more";
        var why =
            differences.Count == 0
                ? $"an invoice has at most {MaxLines} lines"
                : $"not the same {string.Join(", ", differences)}";
        return $"Apart from {whose}: {why}.";
    }

    private static List<string> Differences(SharedTerms one, SharedTerms other)
    {
        (string What, object? One, object? Other)[] terms =
        [
            ("period", one.Period, other.Period),
            ("name", one.Name, other.Name),
            ("address", one.Address, other.Address),
            ("e-mail address", one.Email, other.Email),
            ("language", one.Language, other.Language),
            ("maturity", one.MaturityDays, other.MaturityDays),
            ("buyer's reference, of which an EHF has one", one.EhfReference, other.EhfReference),
        ];
        return [.. terms.Where(term => !Equals(term.One, term.Other)).Select(term => term.What)];
    }
}
