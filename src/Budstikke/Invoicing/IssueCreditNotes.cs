using Budstikke.Clients;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Jobs;
using Budstikke.Ledger;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What the customer has, and is credited: the stored document itself is read.</summary>
/// <param name="To">Whom its credit notes are to reach.</param>
internal sealed record CreditedInvoice(InvoiceRow Row, InvoiceSnapshot Snapshot, Invoice Issued, Addressee To);

/// <summary>What a job says whose subject is an order: which of the order's refunds is to have its credit
/// note.</summary>
/// <param name="Refund">1 for the order's first.</param>
internal sealed record RefundToCredit(long Refund);

/// <summary>The issuer's credit notes, one for each refund, each committed with the ledger's entry and the order's
/// state.</summary>
internal sealed class IssueCreditNotes(
    Database database,
    OrderStore orders,
    InvoiceStore invoices,
    RefundStore refunds,
    PlanFirst planFirst,
    CorrectedCustomer corrected
) : IIssued
{
    public const string KindName = "issue-credit-note";

    public string Kind => KindName;

    public static NewJob JobFor(RefundRequested fact) =>
        IssueDocuments.JobFor(KindName, fact.ClientId, fact.OrderId) with
        {
            Content = JsonOptions.Store(new RefundToCredit(fact.Refund)),
        };

    public async Task<IReadOnlyDictionary<long, TakeNumbers>> Find(
        IReadOnlyList<Job> jobs,
        Client client,
        RuleRefusals refused
    )
    {
        var found = new Dictionary<long, TakeNumbers>();
        var tallies = await TalliesOf(client.ClientId, [.. jobs.Select(job => job.Subject).Distinct()]);
        var credited = new Dictionary<string, CreditedInvoice>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            var tally = tallies[job.Subject];
            var refund = tally.Refunds.Single(row =>
                row.Refund == JsonOptions.Restore<RefundToCredit>(job.Content).Refund
            );
            if (!refund.IsOpen)
            {
                found[job.JobId] = (_, _) => new([], [], Settlement.Done);
                continue;
            }
            if (!credited.TryGetValue(refund.InvoiceId, out var invoice))
                credited[refund.InvoiceId] = invoice = await CreditedBy(refund);
            found[job.JobId] = (first, now) =>
                refused.Of(RuleRefusals.SubjectOf(refund)) is { } against
                    ? new([], [], Rejected(refund, against, now))
                    : Number(refund, tally, invoice, client, first, now);
        }
        return found;
    }

    /// <summary>A refund that no lawful credit note can be made of gets none, and no number.</summary>
    private NumberedJob Number(
        RefundRow refund,
        CreditTally tally,
        CreditedInvoice credited,
        Client client,
        long number,
        DateTimeOffset now
    )
    {
        var note = DraftCreditNote.From(
            new(credited.Issued, tally.Row, tally.Earlier) { Open = tally.Open },
            refund.Credit,
            number,
            now
        );
        if (InvoiceRules.Check(note) is { Count: > 0 } violations)
            return new([], [], Rejected(refund, violations, now));
        var document = new NewDocument(
            refund.ClientId,
            InvoiceRow.CreditNote,
            credited.Row.CustomerId,
            credited.Row.Account,
            credited.Snapshot with
            {
                OrderIds = [refund.OrderId],
            },
            note
        )
        {
            IsTest = client.Mode == ClientMode.Test,
        };
        var move = tally.Add(refund, document, NetsOf(note));
        var planned = planFirst(client, document, credited.To, now);
        return new(
            [
                new(
                    document,
                    RuleRefusals.SubjectOf(refund),
                    rendered => Issued(refund, document, rendered, move, now).And(planned)
                ),
            ],
            [],
            Settlement.Done
        );
    }

    private async Task<IReadOnlyDictionary<string, CreditTally>> TalliesOf(
        string clientId,
        IReadOnlyCollection<string> orderIds
    )
    {
        var ofOrders = (await refunds.Of(clientId, orderIds)).ToLookup(row => row.OrderId, StringComparer.Ordinal);
        var ledgers = await LedgersOf(clientId, [.. ofOrders.Select(ofOrder => ofOrder.First().InvoiceId).Distinct()]);
        var tallies = new Dictionary<string, CreditTally>(StringComparer.Ordinal);
        foreach (var row in await orders.Find(clientId, orderIds))
        {
            var ofOrder = ofOrders[row.OrderId].ToList();
            var issued = new List<IssuedCredit>();
            foreach (var refund in ofOrder.Where(refund => refund.CreditNoteId is not null))
                issued.Add(new(refund.Credit, await NetsOf(refund)));
            tallies[row.OrderId] = new(row, ofOrder, issued, ledgers[ofOrder[0].InvoiceId]);
        }
        return tallies;
    }

    /// <summary>By their invoices, so that credits of two orders on one invoice see each other.</summary>
    private async Task<IReadOnlyDictionary<string, List<LedgerEntry>>> LedgersOf(
        string clientId,
        IReadOnlyCollection<string> invoiceIds
    )
    {
        var entries = await database.Read(session => LedgerEntries.Of(session, clientId, invoiceIds));
        var ofInvoices = entries.ToLookup(entry => entry.InvoiceId, StringComparer.Ordinal);
        return invoiceIds.ToDictionary(invoiceId => invoiceId, invoiceId => ofInvoices[invoiceId].ToList());
    }

    /// <summary>Of a credit note that was issued before its nets were kept, the document says them.</summary>
    private async Task<IReadOnlyList<decimal>> NetsOf(RefundRow issued) =>
        issued.Nets is { } nets
            ? JsonOptions.Restore<IReadOnlyList<decimal>>(nets)
            : NetsOf(await DocumentOf(issued.ClientId, issued.CreditNoteId!));

    private static IReadOnlyList<decimal> NetsOf(Invoice note) => [.. note.Lines.Select(line => line.LineNetAmount)];

    private async Task<CreditedInvoice> CreditedBy(RefundRow refund)
    {
        var row = await invoices.Get(refund.ClientId, refund.InvoiceId);
        var snapshot = row.Snapshot;
        var customer = await corrected(refund.InvoiceId, snapshot.Customer);
        var digits = await orders.PersonalDigitsOf(refund.ClientId, row.CustomerId, customer);
        return new(row, snapshot, await DocumentOf(refund.ClientId, refund.InvoiceId), new(customer, digits));
    }

    private async Task<Invoice> DocumentOf(string clientId, string invoiceId) =>
        UblReader.Read(
            await invoices.Document(clientId, invoiceId, RenderInvoice.Ubl)
                ?? throw new InvalidOperationException($"{invoiceId} has no {RenderInvoice.Ubl}.")
        );

    private Settlement Issued(
        RefundRow refund,
        NewDocument note,
        RenderedInvoice rendered,
        CreditMove move,
        DateTimeOffset now
    )
    {
        var writes = new List<Write>
        {
            RefundStore.Issued(refund, note.InvoiceId, NetsOf(note.Invoice)),
            LedgerEntries.Add(move.Entry, now),
        };
        var facts = new List<Fact> { IssuedBy(refund, note, rendered) };
        if (move.From != move.To)
        {
            writes.Add(OrderState.Change(database.Dialect, [refund.OrderId], move.From, move.To, now));
            facts.Add(
                new OrderStatusChanged
                {
                    ClientId = refund.ClientId,
                    OrderIds = [refund.OrderId],
                    CausedBy = refund.CausedBy,
                    From = move.From,
                    To = move.To,
                }
            );
        }
        return new() { Writes = [.. writes, .. IssuedRows.Of(note, rendered, now)], Facts = facts };
    }

    private static CreditNoteIssued IssuedBy(RefundRow refund, NewDocument note, RenderedInvoice rendered) =>
        new()
        {
            ClientId = refund.ClientId,
            OrderIds = [refund.OrderId],
            CausedBy = refund.CausedBy,
            CreditNoteId = note.InvoiceId,
            Number = note.Invoice.Number,
            IssueDate = note.Invoice.IssueDate,
            Amount = note.Invoice.Totals.AmountDue,
            InvoiceNumber = note.Invoice.PrecedingInvoices[0].Number,
            Refund = refund.Refund,
            PdfSha256 = rendered.Pdf.Sha256,
            UblSha256 = rendered.Ubl.Sha256,
            CheckedBy = rendered.CheckedBy,
            Warnings = rendered.Warnings,
        };

    private static Settlement Rejected(RefundRow refund, IReadOnlyList<Violation> violations, DateTimeOffset now) =>
        new()
        {
            Writes = [RefundStore.Rejected(refund, now)],
            Facts =
            [
                new CreditNoteRejected
                {
                    ClientId = refund.ClientId,
                    OrderIds = [refund.OrderId],
                    CausedBy = refund.CausedBy,
                    Refund = refund.Refund,
                    Violations = IssueInvoices.Sentences(violations),
                },
            ],
        };
}

/// <summary>An order, and what of it has been given back with the credit notes of this batch.</summary>
/// <param name="ledger">Of the order's invoice, with the entries of this batch.</param>
internal sealed class CreditTally(
    OrderRow row,
    IReadOnlyList<RefundRow> refunds,
    IEnumerable<IssuedCredit> issued,
    List<LedgerEntry> ledger
)
{
    private readonly List<IssuedCredit> _credits = [.. issued];

    private string _state = row.State;

    public OrderRow Row => row;

    public IReadOnlyList<RefundRow> Refunds => refunds;

    public IReadOnlyCollection<IssuedCredit> Earlier => _credits;

    /// <summary>What is open of the invoice, in kroner.</summary>
    public decimal Open => ledger.Sum(entry => entry.OpenedAmount) / 100m;

    public CreditMove Add(RefundRow refund, NewDocument note, IReadOnlyList<decimal> nets)
    {
        _credits.Add(new(refund.Credit, nets));
        var entry = new LedgerEntry(
            refund.ClientId,
            refund.InvoiceId,
            ledger.Count + 1,
            EntryKind.Credited,
            Ore.Of(note.Invoice.Totals.AmountDue),
            refund.OrderId,
            note.InvoiceId,
            refund.CausedBy
        );
        ledger.Add(entry);
        var from = _state;
        _state = LedgerState.StateOf(row.GrandTotal, ledger, row.OrderId);
        return new(entry, from, _state);
    }
}

/// <summary>
/// What a credit note adds to the ledger, the state that its order comes from, and the one that it comes to; the same
/// where it stays.
/// </summary>
internal sealed record CreditMove(LedgerEntry Entry, string From, string To);
