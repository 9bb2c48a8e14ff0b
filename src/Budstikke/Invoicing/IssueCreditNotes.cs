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
        var tallies = await TalliesOf([.. jobs.Select(job => job.Subject).Distinct()]);
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
                new(credited.Issued, tally.Row, tally.Earlier),
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
    private sealed class Tally(OrderRow row, IReadOnlyList<RefundRow> refunds, IEnumerable<IssuedCredit> issued)
    {
        public OrderRow Row => row;

        public IReadOnlyList<RefundRow> Refunds => refunds;

        private readonly List<IssuedCredit> _credits = [.. issued];

        private string _state = row.State;

        public IReadOnlyCollection<IssuedCredit> Earlier => _credits;

        /// <summary>The state that the order comes from, and the one that it comes to.</summary>
        public (string From, string To) Add(IssuedCredit credit)
        {
            _credits.Add(credit);
            var from = _state;
            var credited = _credits.Sum(one => one.Credit.Amount);
            _state = Ledger.Ore(credited) >= row.GrandTotal ? OrderState.Refunded : OrderState.PartiallyRefunded;
            return (from, _state);
        }
    }

    private async Task<IReadOnlyDictionary<string, Tally>> TalliesOf(IReadOnlyCollection<string> orderIds)
    {
        var ofOrders = (await refunds.Of(orderIds)).ToLookup(row => row.OrderId, StringComparer.Ordinal);
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var row in await orders.Find(orderIds))
        {
            var ofOrder = ofOrders[row.OrderId].ToList();
            var issued = new List<IssuedCredit>();
            foreach (var refund in ofOrder.Where(refund => refund.CreditNoteId is not null))
                issued.Add(new(refund.Credit, await NetsOf(refund)));
            tallies[row.OrderId] = new(row, ofOrder, issued);
        }
        return tallies;
    }

    /// <summary>Of a credit note that was issued before its nets were kept, the document says them.</summary>
    private async Task<IReadOnlyList<decimal>> NetsOf(RefundRow issued) =>
        issued.Nets is { } nets
            ? JsonOptions.Restore<IReadOnlyList<decimal>>(nets)
            : NetsOf(await DocumentOf(issued.CreditNoteId!));

    private static IReadOnlyList<decimal> NetsOf(Invoice note) => [.. note.Lines.Select(line => line.LineNetAmount)];

    private sealed record Credited(InvoiceRow Row, InvoiceSnapshot Snapshot, Invoice Issued);

    /// <summary>What the customer has is what is credited: the stored document itself is read.</summary>
    private async Task<Credited> CreditedBy(RefundRow refund)
    {
        var row = await invoices.Get(refund.InvoiceId);
        return new(row, row.Snapshot, await DocumentOf(refund.InvoiceId));
    }

    private async Task<Invoice> DocumentOf(string invoiceId) =>
        UblReader.Read(
            await invoices.Document(invoiceId, RenderInvoice.Ubl)
                ?? throw new InvalidOperationException($"{invoiceId} has no {RenderInvoice.Ubl}.")
        );

    private void Add(RefundRow refund, Tally tally, NewDocument note, List<Write> writes, List<Fact> facts)
    {
        var now = time.GetUtcNow();
        var amount = note.Invoice.Totals.AmountDue;
        var nets = NetsOf(note.Invoice);
        writes.Add(RefundStore.Issued(refund, note.InvoiceId, nets));
        writes.Add(Ledger.Credit(refund, note.InvoiceId, amount, now));
        writes.AddRange(IssuedRows.Of(note, now));
        facts.Add(IssuedBy(refund, note, amount));
        var (from, to) = tally.Add(new(refund.Credit, nets));
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
