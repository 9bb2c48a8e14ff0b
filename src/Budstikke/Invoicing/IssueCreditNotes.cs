using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>
/// Issues the credit notes of a client's refunds, as invoices are issued and in the same series: numbered, rendered outside the transaction,
/// and committed with the ledger's entry and the order's state.
/// </summary>
internal sealed class IssueCreditNotes(
    Database database,
    ClientStore clients,
    OrderStore orders,
    InvoiceStore invoices,
    RefundStore refunds,
    NumberSeries series,
    SharedParts sharedParts,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "issue-credit-note";

    private static readonly JobKind s_kind = new(KindName, Concurrency: 1, IsBatch: true);

    public JobKind Kind => s_kind;

    public static NewJob JobFor(RefundRequested fact) =>
        new(fact.ClientId, KindName, fact.OrderId)
        {
            Lane = s_kind.LaneOf(fact.ClientId),
            Content = JsonOptions.Store(new Asked(fact.Refund)),
        };

    private sealed record Asked(long Refund);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var client = await clients.Get(jobs[0].ClientId);
        var tallies = await TalliesOf(client.ClientId, [.. jobs.Select(job => job.Subject).Distinct()]);
        var first = await series.Next(client);
        var (writes, facts, issued) = (new List<Write>(), new List<Fact>(), 0);
        foreach (var job in jobs)
        {
            var tally = tallies[job.Subject];
            var refund = tally.Refunds.Single(row => row.Refund == JsonOptions.Restore<Asked>(job.Content).Refund);
            if (refund.CreditNoteId is not null)
                continue;
            var credited = await CreditedBy(refund);
            var note = DraftCreditNote.From(
                credited.Issued,
                tally.Row,
                refund.Credit,
                first + issued,
                time.GetUtcNow()
            );
            if (InvoiceRules.Check(note) is { Count: > 0 } violations)
            {
                facts.Add(Rejected(refund, violations));
                continue;
            }
            issued++;
            var rendered = RenderInvoice.Render(note, credited.Snapshot.Customer.Language);
            foreach (var part in rendered.Shared)
                await sharedParts.Ensure(part);
            var document = new NewDocument(
                client.ClientId,
                InvoiceRow.CreditNote,
                credited.Row.CustomerId,
                credited.Row.Account,
                credited.Snapshot with
                {
                    OrderIds = [refund.OrderId],
                },
                note,
                rendered
            );
            Add(refund, tally, document, writes, facts);
        }
        if (issued > 0)
            writes.Insert(0, NumberSeries.Advance(client, first, issued));
        return new() { Writes = writes, Facts = facts };
    }

    /// <summary>An order, and how much of it has been given back with the credit notes of this batch.</summary>
    private sealed class Tally(OrderRow row, IReadOnlyList<RefundRow> refunds)
    {
        public OrderRow Row => row;

        public IReadOnlyList<RefundRow> Refunds => refunds;

        private decimal _credited = refunds
            .Where(refund => refund.CreditNoteId is not null)
            .Sum(refund => refund.Credit.Amount);

        private string _state = row.State;

        /// <summary>The state that the order comes from, and the one that it comes to.</summary>
        public (string From, string To) Add(decimal amount)
        {
            _credited += amount;
            var from = _state;
            _state = Ledger.Ore(_credited) >= row.GrandTotal ? OrderState.Refunded : OrderState.PartiallyRefunded;
            return (from, _state);
        }
    }

    private async Task<IReadOnlyDictionary<string, Tally>> TalliesOf(
        string clientId,
        IReadOnlyCollection<string> orderIds
    )
    {
        var ofOrders = (await refunds.Of(clientId, orderIds)).ToLookup(row => row.OrderId, StringComparer.Ordinal);
        return (await orders.Find(clientId, orderIds)).ToDictionary(
            row => row.OrderId,
            row => new Tally(row, [.. ofOrders[row.OrderId]]),
            StringComparer.Ordinal
        );
    }

    private sealed record Credited(InvoiceRow Row, InvoiceSnapshot Snapshot, Invoice Issued);

    /// <summary>What the customer has is what is credited: the stored document itself is read.</summary>
    private async Task<Credited> CreditedBy(RefundRow refund)
    {
        var row = await invoices.Get(refund.ClientId, refund.InvoiceId);
        var ubl =
            await invoices.Document(refund.ClientId, refund.InvoiceId, RenderInvoice.Ubl)
            ?? throw new InvalidOperationException($"{refund.InvoiceId} has no {RenderInvoice.Ubl}.");
        return new(row, row.Snapshot, UblReader.Read(ubl));
    }

    private void Add(RefundRow refund, Tally tally, NewDocument note, List<Write> writes, List<Fact> facts)
    {
        var now = time.GetUtcNow();
        var amount = note.Invoice.Totals.AmountDue;
        writes.Add(RefundStore.Issued(refund, note.InvoiceId));
        writes.Add(Ledger.Credit(refund, note.InvoiceId, amount, now));
        writes.AddRange(IssuedRows.Of(note, now));
        facts.Add(IssuedBy(refund, note, amount));
        var (from, to) = tally.Add(amount);
        if (from == to)
            return;
        writes.Add(OrderState.Change(database.Dialect, [refund.OrderId], from, to, now));
        facts.Add(
            new OrderStatusChanged
            {
                ClientId = refund.ClientId,
                OrderIds = [refund.OrderId],
                CausedBy = refund.CausedBy,
                From = from,
                To = to,
            }
        );
    }

    private static CreditNoteIssued IssuedBy(RefundRow refund, NewDocument note, decimal amount) =>
        new()
        {
            ClientId = refund.ClientId,
            OrderIds = [refund.OrderId],
            CausedBy = refund.CausedBy,
            CreditNoteId = note.InvoiceId,
            Number = note.Invoice.Number,
            IssueDate = note.Invoice.IssueDate,
            Amount = amount,
            InvoiceNumber = note.Invoice.PrecedingInvoices[0].Number,
            Refund = refund.Refund,
            PdfSha256 = note.Rendered.Pdf.Sha256,
            UblSha256 = note.Rendered.Ubl.Sha256,
        };

    private static CreditNoteRejected Rejected(RefundRow refund, IReadOnlyList<Violation> violations) =>
        new()
        {
            ClientId = refund.ClientId,
            OrderIds = [refund.OrderId],
            CausedBy = refund.CausedBy,
            Refund = refund.Refund,
            Violations = IssueInvoices.Sentences(violations),
        };
}
