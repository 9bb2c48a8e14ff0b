using Budstikke.Clients;
using Budstikke.Documents.Rules;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>The issuer's invoices: of an order for itself, at once.</summary>
internal sealed class IssueInvoices(Database database, OrderStore orders, InvoiceFees fees) : IIssued
{
    public const string KindName = "issue";

    public string Kind => KindName;

    public static NewJob? JobFor(OrderAccepted fact) => fact.IsAtOnce ? JobFor(fact.ClientId, fact.OrderId) : null;

    public static NewJob JobFor(IssueRequested fact) => JobFor(fact.ClientId, fact.OrderId);

    /// <summary>The order gets an invoice of its own, at once.</summary>
    public static NewJob JobFor(string clientId, string orderId) => IssueDocuments.JobFor(KindName, clientId, orderId);

    public async Task<IReadOnlyDictionary<long, TakeNumbers>> Find(IReadOnlyList<Job> jobs, Client client)
    {
        var waiting = await Waiting(client, [.. jobs.Select(job => job.Subject)]);
        var found = new Dictionary<long, TakeNumbers>();
        foreach (var job in jobs)
        {
            // Taken out: a second job about the same order finds it dealt with.
            var groups = waiting.Remove(job.Subject, out var group) ? await WithFees([group], client) : [];
            found[job.JobId] = (first, now) => Number(DraftGroups.Of(groups, client, first, now), client, now);
        }
        return found;
    }

    /// <summary>The same invoices, each with what its customer pays for it.</summary>
    public async Task<IReadOnlyList<InvoiceGroup>> WithFees(IReadOnlyList<InvoiceGroup> groups, Client client)
    {
        var priced = new List<InvoiceGroup>(groups.Count);
        foreach (var group in groups)
            priced.Add(group with { Fee = await FeeOf(client, group) });
        return priced;
    }

    /// <summary>An order that has been cancelled or invoiced meanwhile needs nothing any more.</summary>
    private async Task<Dictionary<string, InvoiceGroup>> Waiting(Client client, IReadOnlyCollection<string> orderIds) =>
        orderIds.Count == 0
            ? []
            : (await orders.Find(client.ClientId, orderIds))
                .Where(row => row.State == OrderState.Sent)
                .ToDictionary(
                    row => row.OrderId,
                    row => InvoiceGroup.Of(CollectedOrder.Of(row)),
                    StringComparer.Ordinal
                );

    /// <summary>Orders that no lawful invoice can be made of get none, and no number.</summary>
    public NumberedJob Number(DraftGroups drafts, Client client, DateTimeOffset now) =>
        new(
            [.. drafts.Drafted.Select(one => Numbered(one, client, now))],
            [.. drafts.Drafted.SelectMany(one => one.Group.OrderIds)],
            drafts.Rejected.Count == 0 ? Settlement.Done : SetAside(drafts.Rejected)
        );

    private Settlement SetAside(IReadOnlyList<RejectedOrders> rejected) =>
        new()
        {
            Writes = [HeldOrders.PutAside(database.Dialect, [.. rejected.SelectMany(one => one.Group.OrderIds)])],
            Facts = [.. rejected.SelectMany(Rejected)],
        };

    /// <summary>One for the invoice. A person's number is looked at only where it decides a fee.</summary>
    private async Task<decimal> FeeOf(Client client, InvoiceGroup group)
    {
        var whole = DraftCollective.Together(group.Orders);
        return InvoiceFees.MayCharge(client, whole)
            ? fees.For(
                client,
                whole,
                whole.Customer.Type == CustomerType.Private
                    ? await orders.PersonalDigitsOf(client.ClientId, group.Orders[0].Row.CustomerId)
                    : null
            )
            : 0;
    }

    private static NumberedDocument Numbered(DraftedInvoice drafted, Client client, DateTimeOffset now)
    {
        var (group, invoice) = drafted;
        var (row, customer) = (group.Orders[0].Row, group.Orders[0].Order.Customer);
        var document = new NewDocument(
            client.ClientId,
            InvoiceRow.Invoice,
            row.CustomerId,
            client.Seller.Account,
            new(client.Seller, customer, group.OrderIds),
            invoice
        )
        {
            Fee = group.Fee,
        };
        return new(
            document,
            rendered =>
                new()
                {
                    Writes =
                    [
                        .. IssuedRows.Of(document, rendered, now),
                        LedgerEntries.Open(document.ClientId, document.InvoiceId, invoice.Totals.AmountDue, now),
                    ],
                    Facts = [.. FactsOf(document, rendered, group)],
                }
        );
    }

    private static IEnumerable<Fact> FactsOf(NewDocument document, RenderedInvoice rendered, InvoiceGroup group)
    {
        var invoice = document.Invoice;
        string[] aside = [.. group.Orders.Where(order => order.Row.IsSetAside).Select(order => order.Row.OrderId)];
        if (group.Reasons.Count > 0)
            yield return new InvoiceSplit
            {
                ClientId = document.ClientId,
                OrderIds = group.OrderIds,
                Reasons = group.Reasons,
            };
        yield return new InvoiceIssued
        {
            ClientId = document.ClientId,
            OrderIds = group.OrderIds,
            RunId = group.RunId,
            InvoiceId = document.InvoiceId,
            Number = invoice.Number,
            IssueDate = invoice.IssueDate,
            DueDate = invoice.DueDate,
            AmountDue = invoice.Totals.AmountDue,
            Fee = document.Fee == 0 ? null : document.Fee,
            Kid = invoice.Payment?.Kid?.ToString(),
            PdfSha256 = rendered.Pdf.Sha256,
            UblSha256 = rendered.Ubl.Sha256,
            WereAside = aside.Length == 0 ? null : aside,
        };
        foreach (var orderId in group.OrderIds)
            yield return new OrderStatusChanged
            {
                ClientId = document.ClientId,
                OrderIds = [orderId],
                From = OrderState.Sent,
                To = OrderState.Invoiced,
            };
    }

    /// <summary>One for each order, since each is a case of its own.</summary>
    private static IEnumerable<InvoiceRejected> Rejected(RejectedOrders rejected) =>
        rejected.Group.Orders.Select(order => new InvoiceRejected
        {
            ClientId = order.Row.ClientId,
            OrderIds = [order.Row.OrderId],
            Violations = Sentences(rejected.Violations),
        });

    /// <summary>As a person reads them.</summary>
    public static IReadOnlyList<string> Sentences(IEnumerable<Violation> violations) =>
        [.. violations.Select(violation => $"{violation.RuleId} {violation.Field}: {violation.Text}")];
}
