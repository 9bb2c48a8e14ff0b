using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;

namespace Budstikke.Invoicing;

/// <summary>A document that is ready to be rendered, with the orders on it.</summary>
internal sealed record DraftedInvoice(InvoiceGroup Group, Invoice Invoice);

/// <summary>Orders that no lawful document can be made of.</summary>
internal sealed record RejectedOrders(InvoiceGroup Group, IReadOnlyList<Violation> Violations);

/// <summary>The pure decision: groups of orders become numbered documents, in their order and without a gap.</summary>
internal sealed record DraftGroups(IReadOnlyList<DraftedInvoice> Drafted, IReadOnlyList<RejectedOrders> Rejected)
{
    public static DraftGroups Of(
        IReadOnlyList<InvoiceGroup> groups,
        Client client,
        long firstNumber,
        DateTimeOffset now,
        RuleRefusals? refused = null
    )
    {
        var drafted = new List<DraftedInvoice>();
        var rejected = new List<RejectedOrders>();
        var waiting = new Queue<InvoiceGroup>(groups);
        while (waiting.TryDequeue(out var group))
        {
            var number = firstNumber + drafted.Count;
            var (invoice, violations) = Draft(group, client, number, now);
            // The official rules are asked of the rendered document; what they refused before is refused here.
            var byRules = invoice is null ? null : refused?.Of(RuleRefusals.SubjectOf(group));
            if (byRules is not null)
                (invoice, violations) = (null, byRules);
            if (invoice is not null)
                drafted.Add(new(group, invoice));
            else if (WithoutOffenders(group, client, number, now, byRules is null ? null : refused) is { } parts)
                foreach (var part in parts)
                    waiting.Enqueue(part);
            else
                rejected.Add(new(group, violations));
        }
        return new(drafted, rejected);
    }

    /// <summary>Null where it would break a rule, of the law or of the client's settings.</summary>
    private static (Invoice? Invoice, IReadOnlyList<Violation> Violations) Draft(
        InvoiceGroup group,
        Client client,
        long number,
        DateTimeOffset now
    )
    {
        List<Violation> against =
        [
            .. group.Orders.SelectMany(order => DraftInvoice.ReasonsAgainst(order.Order, client)),
        ];
        if (against.Count > 0)
            return (null, against);
        var invoice = DraftCollective.From(group.Orders, client, number, now, group.Fee);
        var violations = DraftInvoice.Check(invoice, number);
        return violations.Count == 0 ? (invoice, []) : (null, violations);
    }

    /// <summary>One bad order keeps no other from its invoice; null where none is bad by itself, or nobody else is on
    /// it.</summary>
    private static IReadOnlyList<InvoiceGroup>? WithoutOffenders(
        InvoiceGroup group,
        Client client,
        long number,
        DateTimeOffset now,
        RuleRefusals? refused
    )
    {
        if (group.Orders.Count == 1)
            return null;
        var byBadness = group.Orders.ToLookup(order =>
        {
            var alone = group with { Orders = [order] };
            return Draft(alone, client, number, now).Invoice is not { } invoice
                || refused?.Refuses(alone, invoice) == true;
        });
        if (!byBadness[true].Any())
            return null;
        var offenders = byBadness[true].Select(order => group with { Orders = [order] });
        return byBadness[false].Any() ? [group with { Orders = [.. byBadness[false]] }, .. offenders] : [.. offenders];
    }
}
