using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What the customer has, and is credited: the stored document itself is read.</summary>
internal sealed record CreditedInvoice(InvoiceRow Row, InvoiceSnapshot Snapshot, Invoice Issued);

/// <summary>A refund that a job of the issuer is to make a credit note of.</summary>
/// <param name="Credited">Null where nothing is to be done any more.</param>
internal sealed record RefundToCredit(RefundRow Refund, CreditTally Tally, CreditedInvoice? Credited);

/// <summary>The issuer's credit notes, one for each refund, each committed with the ledger's entry and the order's state.</summary>
internal sealed class IssueCreditNotes(Database database, OrderStore orders, InvoiceStore invoices, RefundStore refunds)
{
    /// <summary>By the jobs' ids.</summary>
    public async Task<IReadOnlyDictionary<long, RefundToCredit>> Find(IReadOnlyList<Job> jobs)
    {
        var found = new Dictionary<long, RefundToCredit>();
        if (jobs.Count == 0)
            return found;
        var tallies = await TalliesOf(jobs[0].ClientId, [.. jobs.Select(job => job.Subject).Distinct()]);
        var credited = new Dictionary<string, CreditedInvoice>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            var tally = tallies[job.Subject];
            var refund = tally.Refunds.Single(row => row.Refund == RefundAsked.Of(job)!.Refund);
            if (refund.IsOpen && !credited.ContainsKey(refund.InvoiceId))
                credited[refund.InvoiceId] = await CreditedBy(refund);
            found[job.JobId] = new(refund, tally, refund.IsOpen ? credited[refund.InvoiceId] : null);
        }
        return found;
    }

    /// <summary>A refund that no lawful credit note can be made of gets none, and no number.</summary>
    public NumberedJob Number(RefundToCredit found, long number, DateTimeOffset now)
    {
        var (refund, tally, credited) = found;
        if (credited is null)
            return new([], [], Settlement.Done);
        var note = DraftCreditNote.From(credited.Issued, tally.Row, refund.Credit, number, now);
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
        );
        var move = tally.Add(note.Totals.AmountDue);
        return new([new(document, rendered => Issued(refund, document, rendered, move, now))], [], Settlement.Done);
    }

    private async Task<IReadOnlyDictionary<string, CreditTally>> TalliesOf(
        string clientId,
        IReadOnlyCollection<string> orderIds
    )
    {
        var ofOrders = (await refunds.Of(clientId, orderIds)).ToLookup(row => row.OrderId, StringComparer.Ordinal);
        return (await orders.Find(clientId, orderIds)).ToDictionary(
            row => row.OrderId,
            row => new CreditTally(row, [.. ofOrders[row.OrderId]]),
            StringComparer.Ordinal
        );
    }

    private async Task<CreditedInvoice> CreditedBy(RefundRow refund)
    {
        var row = await invoices.Get(refund.ClientId, refund.InvoiceId);
        var ubl =
            await invoices.Document(refund.ClientId, refund.InvoiceId, RenderInvoice.Ubl)
            ?? throw new InvalidOperationException($"{refund.InvoiceId} has no {RenderInvoice.Ubl}.");
        return new(row, row.Snapshot, UblReader.Read(ubl));
    }

    private Settlement Issued(
        RefundRow refund,
        NewDocument note,
        RenderedInvoice rendered,
        StateMove move,
        DateTimeOffset now
    )
    {
        var writes = new List<Write>
        {
            RefundStore.Issued(refund, note.InvoiceId),
            Ledger.Credit(refund, note.InvoiceId, note.Invoice.Totals.AmountDue, now),
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

/// <summary>An order, and how much of it has been given back with the credit notes of this batch.</summary>
internal sealed class CreditTally(OrderRow row, IReadOnlyList<RefundRow> refunds)
{
    private decimal _credited = refunds
        .Where(refund => refund.CreditNoteId is not null)
        .Sum(refund => refund.Credit.Amount);

    private string _state = row.State;

    public OrderRow Row => row;

    public IReadOnlyList<RefundRow> Refunds => refunds;

    public StateMove Add(decimal amount)
    {
        _credited += amount;
        var from = _state;
        _state = Ledger.Ore(_credited) >= row.GrandTotal ? OrderState.Refunded : OrderState.PartiallyRefunded;
        return new(from, _state);
    }
}

/// <summary>The state that an order comes from, and the one that it comes to; the same where it stays.</summary>
internal sealed record StateMove(string From, string To);
