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
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "issue-invoice";

    private static readonly Table s_invoices = new(
        "invoices",
        [
            ("invoice_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("number", ColumnType.Bigint),
            ("kind", ColumnType.Text),
            ("customer_id", ColumnType.Text),
            ("issue_date", ColumnType.Text),
            ("due_date", ColumnType.Text),
            ("account", ColumnType.Text),
            ("kid", ColumnType.Text),
            ("amount_due", ColumnType.Bigint),
            ("total_vat", ColumnType.Bigint),
            ("content", ColumnType.Text),
            ("issued_at", ColumnType.Bigint),
        ]
    );

    private static readonly Table s_invoiceOrders = new(
        "invoice_orders",
        [
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("original", ColumnType.Bigint),
        ]
    );

    private static readonly Table s_documents = new(
        "documents",
        [
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("format", ColumnType.Text),
            ("sha256", ColumnType.Text),
            ("content", ColumnType.Bytes),
            ("shared_sha256", ColumnType.Text),
            ("shared_at", ColumnType.Bigint),
        ]
    );

    private static readonly Table s_ledger = new(
        "ledger",
        [
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("entry", ColumnType.Bigint),
            ("kind", ColumnType.Text),
            ("amount", ColumnType.Bigint),
            ("at", ColumnType.Bigint),
            ("caused_by", ColumnType.Text),
        ]
    );

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
        var issued = new List<(OrderRow Row, Order Order, Invoice Invoice)>();
        var facts = new List<Fact>();
        foreach (var row in waiting)
        {
            var order = row.Order;
            var invoice = DraftInvoice.From(row, order, client, first + issued.Count, now);
            var violations = InvoiceRules.Check(invoice);
            if (violations.Count == 0)
                issued.Add((row, order, invoice));
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
        foreach (var (row, order, invoice) in issued)
        {
            var rendered = RenderInvoice.Render(invoice, order.Customer.Language);
            foreach (var part in rendered.Shared)
                await sharedParts.Ensure(part);
            Add(row, order.Customer, invoice, rendered, client, now, writes, facts);
        }
        return new() { Writes = writes, Facts = facts };
    }

    private static void Add(
        OrderRow row,
        Customer customer,
        Invoice invoice,
        RenderedInvoice rendered,
        Client client,
        DateTimeOffset now,
        List<Write> writes,
        List<Fact> facts
    )
    {
        var (pdf, ubl) = (rendered.Pdf, rendered.Ubl);
        var invoiceId = $"{client.ClientId}-{invoice.Number}";
        var amountDue = Ore(invoice.Totals.AmountDue);
        var at = now.ToUnixTimeMilliseconds();
        writes.Add(
            new NewRow(
                s_invoices,
                invoiceId,
                client.ClientId,
                long.Parse(invoice.Number),
                InvoiceRow.Invoice,
                row.CustomerId,
                invoice.IssueDate.ToString("O"),
                invoice.DueDate?.ToString("O"),
                client.Seller.Account,
                invoice.Payment?.Kid?.ToString(),
                amountDue,
                Ore(invoice.Totals.TotalVat),
                JsonOptions.Store(new InvoiceSnapshot(client.Seller, customer, [row.OrderId])),
                at
            )
        );
        writes.Add(new NewRow(s_invoiceOrders, client.ClientId, row.OrderId, invoiceId, 1L));
        writes.Add(new NewRow(s_ledger, client.ClientId, invoiceId, 1L, "issued", amountDue, at, "system"));
        writes.AddRange(Rows(client.ClientId, invoiceId, pdf));
        writes.AddRange(Rows(client.ClientId, invoiceId, ubl));
        facts.Add(
            new InvoiceIssued
            {
                ClientId = client.ClientId,
                OrderIds = [row.OrderId],
                InvoiceId = invoiceId,
                Number = invoice.Number,
                IssueDate = invoice.IssueDate,
                DueDate = invoice.DueDate,
                AmountDue = invoice.Totals.AmountDue,
                Kid = invoice.Payment?.Kid?.ToString(),
                PdfSha256 = pdf.Sha256,
                UblSha256 = ubl.Sha256,
            }
        );
        facts.Add(
            new OrderStatusChanged
            {
                ClientId = client.ClientId,
                OrderIds = [row.OrderId],
                From = OrderState.Sent,
                To = OrderState.Invoiced,
            }
        );
    }

    private static IEnumerable<NewRow> Rows(string clientId, string invoiceId, RenderedDocument document)
    {
        yield return new NewRow(
            s_documents,
            clientId,
            invoiceId,
            document.Format,
            document.Sha256,
            document.Own,
            document.SharedSha256,
            (long)document.SharedAt
        );
    }

    private static InvoiceRejected Rejected(OrderRow row, IReadOnlyList<Violation> violations) =>
        new()
        {
            ClientId = row.ClientId,
            OrderIds = [row.OrderId],
            Violations = [.. violations.Select(violation => $"{violation.RuleId} {violation.Field}: {violation.Text}")],
        };

    private static long Ore(decimal amount) => (long)(amount * 100);
}
