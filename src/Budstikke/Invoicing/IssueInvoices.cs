using Budstikke.Clients;
using Budstikke.Documents.Rules;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>
/// Issues a client's waiting orders, each for itself at once or the collected ones of a run: reads the next number, renders outside the transaction, and commits invoices, documents, order states
/// and the advanced series together. The series moves only from the number that was read, so numbers have no gaps and are never used twice.
/// </summary>
internal sealed class IssueInvoices(
    Database database,
    ClientStore clients,
    OrderStore orders,
    NumberSeries series,
    SharedParts sharedParts,
    InvoiceFees fees,
    RunSteps runs,
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

    /// <summary>A turn of a run stands in the lane of the orders that are invoiced at once, behind those that came before it.</summary>
    /// <param name="subject">The run, or the customer whose orders it names.</param>
    public static NewJob JobFor(string clientId, string subject, RunTurn turn) =>
        new(clientId, KindName, subject) { Lane = s_kind.LaneOf(clientId), Content = JsonOptions.Store(turn) };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var client = await clients.Get(jobs[0].ClientId);
        var (atOnce, steps) = (new List<string>(), new List<RunStep>());
        foreach (var job in jobs)
        {
            if (RunTurn.Of(job) is { } turn)
                steps.Add(await runs.Take(job, turn, client));
            else
                atOnce.Add(job.Subject);
        }
        var groups = new List<InvoiceGroup>();
        foreach (var group in (await Waiting(client, atOnce)).Concat(steps.SelectMany(step => step.Groups)))
            groups.Add(group with { Fee = await FeeOf(client, group) });
        var first = await series.Next(client);
        var now = time.GetUtcNow();
        var drafts = DraftGroups.Of(groups, client, first, now);
        var issued = await Issue(drafts, client, first, now);
        var settled = steps.Select(step => runs.Settle(step, drafts, client, now)).ToList();
        return new()
        {
            Writes = [.. issued.Writes, .. settled.SelectMany(step => step.Writes)],
            Facts = [.. issued.Facts, .. settled.SelectMany(step => step.Facts)],
            Jobs = [.. settled.SelectMany(step => step.Jobs)],
        };
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        Task.FromResult(RunTurn.Of(job) is { } turn ? turn.OrderIds ?? [] : [job.Subject]);

    /// <summary>In their order. An order that has been cancelled or invoiced meanwhile needs nothing any more.</summary>
    private async Task<IEnumerable<InvoiceGroup>> Waiting(Client client, IReadOnlyList<string> orderIds)
    {
        var rows = (await orders.Find(client.ClientId, orderIds)).ToDictionary(
            row => row.OrderId,
            StringComparer.Ordinal
        );
        return orderIds
            .Select(id => rows[id])
            .Where(row => row.State == OrderState.Sent)
            .Select(row => InvoiceGroup.Of(CollectedOrder.Of(row)));
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

    private async Task<Settlement> Issue(DraftGroups drafts, Client client, long first, DateTimeOffset now)
    {
        var facts = new List<Fact>(drafts.Rejected.SelectMany(Rejected));
        if (drafts.Drafted.Count == 0)
            return new() { Facts = facts };
        var writes = new List<Write>
        {
            NumberSeries.Advance(client, first, drafts.Drafted.Count),
            OrderState.Change(
                database.Dialect,
                [.. drafts.Drafted.SelectMany(one => one.Group.OrderIds)],
                OrderState.Sent,
                OrderState.Invoiced,
                now
            ),
        };
        // Most of the time of issuing, so on every core.
        var documents = await Task.WhenAll(
            drafts.Drafted.Select(one =>
                Task.Run(() => RenderInvoice.Render(one.Invoice, one.Group.Orders[0].Order.Customer.Language))
            )
        );
        foreach (var ((group, invoice), rendered) in drafts.Drafted.Zip(documents))
        {
            var (row, customer) = (group.Orders[0].Row, group.Orders[0].Order.Customer);
            foreach (var part in rendered.Shared)
                await sharedParts.Ensure(part);
            var document = new NewDocument(
                client.ClientId,
                InvoiceRow.Invoice,
                row.CustomerId,
                client.Seller.Account,
                new(client.Seller, customer, group.OrderIds),
                invoice,
                rendered
            )
            {
                Fee = group.Fee,
            };
            Add(document, group, now, writes, facts);
        }
        return new() { Writes = writes, Facts = facts };
    }

    private static void Add(
        NewDocument document,
        InvoiceGroup group,
        DateTimeOffset now,
        List<Write> writes,
        List<Fact> facts
    )
    {
        var invoice = document.Invoice;
        writes.AddRange(IssuedRows.Of(document, now));
        writes.Add(Ledger.Open(document.ClientId, document.InvoiceId, invoice.Totals.AmountDue, now));
        if (group.Reasons.Count > 0)
            facts.Add(
                new InvoiceSplit
                {
                    ClientId = document.ClientId,
                    OrderIds = group.OrderIds,
                    Reasons = group.Reasons,
                }
            );
        facts.Add(
            new InvoiceIssued
            {
                ClientId = document.ClientId,
                OrderIds = document.Snapshot.OrderIds,
                RunId = group.RunId,
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
        facts.AddRange(
            document.Snapshot.OrderIds.Select(id => new OrderStatusChanged
            {
                ClientId = document.ClientId,
                OrderIds = [id],
                From = OrderState.Sent,
                To = OrderState.Invoiced,
            })
        );
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
