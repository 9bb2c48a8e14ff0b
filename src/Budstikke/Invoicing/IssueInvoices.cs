using Budstikke.Clients;
using Budstikke.Documents.Rules;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>Orders that a job of the issuer is to invoice.</summary>
/// <param name="Step">Of the run that the job is a turn of; null for an order that is invoiced at once.</param>
internal sealed record OrdersToInvoice(IReadOnlyList<InvoiceGroup> Groups, RunStep? Step);

/// <summary>The issuer's invoices: of an order for itself at once, or of the collected ones of a run.</summary>
internal sealed class IssueInvoices(Database database, OrderStore orders, InvoiceFees fees, RunSteps runs)
{
    /// <summary>By the jobs' ids.</summary>
    public async Task<IReadOnlyDictionary<long, OrdersToInvoice>> Find(IReadOnlyList<Job> jobs, Client client)
    {
        var turns = jobs.ToDictionary(job => job.JobId, RunTurn.Of);
        var waiting = await Waiting(
            client,
            [.. jobs.Where(job => turns[job.JobId] is null).Select(job => job.Subject)]
        );
        var found = new Dictionary<long, OrdersToInvoice>();
        foreach (var job in jobs)
        {
            var step = turns[job.JobId] is { } turn ? await runs.Take(job, turn, client) : null;
            // Taken out: a second job about the same order finds it dealt with.
            var atOnce =
                step is null && waiting.Remove(job.Subject, out var group) ? [group] : Array.Empty<InvoiceGroup>();
            var groups = new List<InvoiceGroup>();
            foreach (var one in step?.Groups ?? atOnce)
                groups.Add(one with { Fee = await FeeOf(client, one) });
            found[job.JobId] = new(groups, step);
        }
        return found;
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
    public NumberedJob Number(OrdersToInvoice found, Client client, long first, DateTimeOffset now)
    {
        var drafts = DraftGroups.Of(found.Groups, client, first, now);
        return new(
            [.. drafts.Drafted.Select(one => Numbered(one, client, now))],
            [.. drafts.Drafted.SelectMany(one => one.Group.OrderIds)],
            Beside(found.Step is null ? Settlement.Done : runs.Settle(found.Step, drafts, client, now), drafts)
        );
    }

    private Settlement Beside(Settlement ofRun, DraftGroups drafts)
    {
        if (drafts.Rejected.Count == 0)
            return ofRun;
        string[] rejected = [.. drafts.Rejected.SelectMany(one => one.Group.OrderIds)];
        return ofRun with
        {
            Writes = [.. ofRun.Writes, HeldOrders.PutAside(database.Dialect, rejected)],
            Facts = [.. drafts.Rejected.SelectMany(Rejected), .. ofRun.Facts],
        };
    }

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
