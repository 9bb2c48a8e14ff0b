using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>Whether what led to a case is still so, as far as the store can tell: whoever closes it then is
/// told.</summary>
internal sealed class Causes(Database database, OrderStore orders, RefundStore refunds)
{
    /// <summary>As a sentence; null where nothing is left of it, or where only the person can know.</summary>
    public Task<string?> Remaining(CaseRow row) =>
        row.Kind switch
        {
            NewCase.InvoiceRejected => OfOrder(row),
            NewCase.CreditNoteRejected => OfRefund(row),
            NewCase.JobFailing => OfJob(row.Subject),
            _ => Task.FromResult<string?>(null),
        };

    private async Task<string?> OfOrder(CaseRow row) =>
        await orders.Find(row.ClientId, row.OrderId) is { State: OrderState.Sent }
            ? $"{row.OrderId} is still not invoiced, and nothing tries it by itself. `order issue {row.OrderId}` "
                + "does, or `run now`; where it is rejected again, another case is opened."
            : null;

    private async Task<string?> OfRefund(CaseRow row) =>
        (await refunds.Of(row.ClientId, [row.OrderId])).FirstOrDefault(refund =>
            OpenCase.SubjectOfRefund(row.OrderId, refund.Refund) == row.Subject
        )
            is { RejectedAt: not null, WithdrawnAt: null } refund
            ? "Nothing was given back: the refund has no credit note, and its amount is free for another. `refund "
                + $"retry {row.OrderId} {refund.Refund}` tries it again, `refund withdraw` ends it."
            : null;

    private async Task<string?> OfJob(string subject) =>
        await database.Read(session => Jobs.JobQueue.IsThere(session, OpenCase.JobIn(subject)))
            ? "The job has not gone through yet. It is tried at once, and opens another case where it goes on failing."
            : null;
}
