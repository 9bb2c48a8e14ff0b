using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>
/// Issues a client's waiting orders: reads the next number, renders outside the transaction, and commits invoices, documents, order states
/// and the advanced series together. The series moves only from the number that was read, so numbers have no gaps and are never used twice.
/// </summary>
internal sealed class IssueInvoices(
    Database database,
    ClientStore clients,
    OrderStore orders,
    NumberSeries series,
    SharedParts sharedParts,
    InvoiceFees fees,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "issue-invoice";

    private static readonly JobKind s_kind = new(KindName, Concurrency: 1, IsBatch: true);

    public JobKind Kind => s_kind;

    public static NewJob? JobFor(OrderAccepted fact) =>
        fact.IsAtOnce
            ? new NewJob(fact.ClientId, KindName, fact.OrderId) { Lane = s_kind.LaneOf(fact.ClientId) }
            : null;

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var client = await clients.Get(jobs[0].ClientId);
        var rows = (await orders.Find([.. jobs.Select(job => job.Subject)])).ToDictionary(
            row => row.OrderId,
            StringComparer.Ordinal
        );
        // An order that has been cancelled or invoiced meanwhile needs nothing any more.
        var waiting = jobs.Select(job => rows[job.Subject]).Where(row => row.State == OrderState.Sent).ToList();
        var first = await series.Next(client);
        var now = time.GetUtcNow();
        var issued = new List<(OrderRow Row, Order Order, decimal Fee, Invoice Invoice)>();
        var facts = new List<Fact>();
        foreach (var row in waiting)
        {
            var order = row.Order;
            var fee = await FeeOf(client, row, order);
            var invoice = DraftInvoice.From(row, order, client, first + issued.Count, now, fee);
            var violations = InvoiceRules.Check(invoice);
            if (violations.Count == 0)
                issued.Add((row, order, fee, invoice));
            else
                facts.Add(Rejected(row, violations));
        }
        if (issued.Count == 0)
            return new() { Facts = facts };
        var writes = new List<Write> { NumberSeries.Advance(client, first, issued.Count) };
        writes.Add(
            OrderState.Change(
                database.Dialect,
                [.. issued.Select(one => one.Row.OrderId)],
                OrderState.Sent,
                OrderState.Invoiced,
                now
            )
        );
        foreach (var (row, order, fee, invoice) in issued)
        {
            var rendered = RenderInvoice.Render(invoice, order.Customer.Language);
            foreach (var part in rendered.Shared)
                await sharedParts.Ensure(part);
            var document = new NewDocument(
                client.ClientId,
                InvoiceRow.Invoice,
                row.CustomerId,
                client.Seller.Account,
                new(client.Seller, order.Customer, [row.OrderId]),
                invoice,
                rendered
            )
            {
                Fee = fee,
            };
            Add(document, now, writes, facts);
        }
        return new() { Writes = writes, Facts = facts };
    }

    /// <summary>A person's number is looked at only where it decides a fee.</summary>
    private async Task<decimal> FeeOf(Client client, OrderRow row, Order order) =>
        InvoiceFees.MayCharge(client, order)
            ? fees.For(
                client,
                order,
                order.Customer.Type == CustomerType.Private ? await orders.PersonalDigitsOf(row.CustomerId) : null
            )
            : 0;

    private static void Add(NewDocument document, DateTimeOffset now, List<Write> writes, List<Fact> facts)
    {
        var invoice = document.Invoice;
        writes.AddRange(IssuedRows.Of(document, now));
        writes.Add(Ledger.Open(document.ClientId, document.InvoiceId, invoice.Totals.AmountDue, now));
        facts.Add(
            new InvoiceIssued
            {
                ClientId = document.ClientId,
                OrderIds = document.Snapshot.OrderIds,
                InvoiceId = document.InvoiceId,
                Number = invoice.Number,
                IssueDate = invoice.IssueDate,
                DueDate = invoice.DueDate,
                AmountDue = invoice.Totals.AmountDue,
                Fee = document.Fee == 0 ? null : document.Fee,
                Kid = invoice.Payment?.Kid?.ToString(),
                PdfSha256 = document.Rendered.Pdf.Sha256,
                UblSha256 = document.Rendered.Ubl.Sha256,
            }
        );
        facts.Add(
            new OrderStatusChanged
            {
                ClientId = document.ClientId,
                OrderIds = document.Snapshot.OrderIds,
                From = OrderState.Sent,
                To = OrderState.Invoiced,
            }
        );
    }

    private static InvoiceRejected Rejected(OrderRow row, IReadOnlyList<Violation> violations) =>
        new()
        {
            ClientId = row.ClientId,
            OrderIds = [row.OrderId],
            Violations = Sentences(violations),
        };

    /// <summary>As a person reads them.</summary>
    public static IReadOnlyList<string> Sentences(IEnumerable<Violation> violations) =>
        [.. violations.Select(violation => $"{violation.RuleId} {violation.Field}: {violation.Text}")];
}
