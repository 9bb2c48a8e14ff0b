using Budstikke.Clients;
using Budstikke.Documents.Rules;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>The issuer's invoices: of an order for itself, at once.</summary>
internal sealed class IssueInvoices(Database database, OrderStore orders, InvoiceFees fees, PlanFirst planFirst)
    : IIssued
{
    public const string KindName = "issue";

    public string Kind => KindName;

    public static NewJob? JobFor(OrderAccepted fact) => fact.IsAtOnce ? JobFor(fact.ClientId, fact.OrderId) : null;

    public static NewJob JobFor(IssueRequested fact) => JobFor(fact.ClientId, fact.OrderId);

    /// <summary>The order gets an invoice of its own, at once.</summary>
    public static NewJob JobFor(string clientId, string orderId) => IssueDocuments.JobFor(KindName, clientId, orderId);

    public async Task<IReadOnlyDictionary<long, TakeNumbers>> Find(
        IReadOnlyList<Job> jobs,
        Client client,
        RuleRefusals refused
    )
    {
        var priced = await Priced(await Waiting(client, [.. jobs.Select(job => job.Subject)]), client);
        var waiting = priced.ToDictionary(group => group.OrderIds[0], StringComparer.Ordinal);
        var found = new Dictionary<long, TakeNumbers>();
        foreach (var job in jobs)
        {
            // The order is taken out, so that a second job about it finds it dealt with.
            IReadOnlyList<InvoiceGroup> groups = waiting.Remove(job.Subject, out var group) ? [group] : [];
            found[job.JobId] = (first, now) => Number(DraftGroups.Of(groups, client, first, now, refused), client, now);
        }
        return found;
    }

    /// <summary>The same invoices, each with what its customer pays for it, and how he can be reached.</summary>
    public async Task<IReadOnlyList<InvoiceGroup>> Priced(IReadOnlyList<InvoiceGroup> groups, Client client)
    {
        var digits = await orders.PersonalDigitsOf(
            client.ClientId,
            [
                .. groups
                    .Where(group => group.Customer.Type == CustomerType.Private)
                    .Select(group => group.CustomerId)
                    .Distinct(),
            ]
        );
        return [.. groups.Select(group => Priced(group, client, digits.GetValueOrDefault(group.CustomerId)))];
    }

    /// <summary>One fee for the invoice. A person's number decides it as far as it decides the way.</summary>
    private InvoiceGroup Priced(InvoiceGroup group, Client client, PersonalDigits? digits) =>
        group with
        {
            Digits = digits,
            Fee = fees.For(client, DraftCollective.Together(group.Orders), digits),
        };

    /// <summary>An order that has been cancelled or invoiced meanwhile needs nothing any more.</summary>
    private async Task<IReadOnlyList<InvoiceGroup>> Waiting(Client client, IReadOnlyCollection<string> orderIds) =>
        orderIds.Count == 0
            ? []
            :
            [
                .. (await orders.Find(client.ClientId, orderIds))
                    .Where(row => row.State == OrderState.Sent)
                    .Select(row => InvoiceGroup.Of(CollectedOrder.Of(row))),
            ];

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

    private NumberedDocument Numbered(DraftedInvoice drafted, Client client, DateTimeOffset now)
    {
        var (group, invoice) = drafted;
        var document = new NewDocument(
            client.ClientId,
            InvoiceRow.Invoice,
            group.CustomerId,
            client.Seller.Account,
            new(client.Seller, group.Customer, group.OrderIds),
            invoice
        )
        {
            Fee = group.Fee,
            IsTest = client.Mode == ClientMode.Test,
        };
        var planned = planFirst(client, document, new(group.Customer, group.Digits), now);
        return new(
            document,
            RuleRefusals.SubjectOf(group),
            rendered =>
                new Settlement
                {
                    Writes =
                    [
                        .. IssuedRows.Of(document, rendered, now),
                        LedgerEntries.Open(document.ClientId, document.InvoiceId, invoice.Totals.AmountDue, now),
                    ],
                    Facts = [.. FactsOf(document, rendered, group)],
                }.And(planned)
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
            CheckedBy = rendered.CheckedBy,
            Warnings = rendered.Warnings,
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
