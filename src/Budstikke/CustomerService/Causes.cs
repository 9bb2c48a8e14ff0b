using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>Whether what led to a case is still so, as far as the store can tell: whoever closes it then is told.</summary>
internal sealed class Causes(Database database, OrderStore orders, RefundStore refunds)
{
    /// <summary>As a sentence; null where nothing is left of it, or where only the person can know.</summary>
    public Task<string?> Remaining(CaseRow row) =>
        row.Kind switch
        {
            NewCase.InvoiceRejected => OfOrder(row.Subject),
            NewCase.CreditNoteRejected => OfRefund(row),
            NewCase.JobFailing => OfJob(row.Subject),
            _ => Task.FromResult<string?>(null),
        };

    private async Task<string?> OfOrder(string orderId) =>
        await orders.Find(orderId) is { State: OrderState.Sent }
            ? $"{orderId} is still not invoiced, and nothing tries it by itself. A run that takes it (`run now`) opens another case where it is rejected again."
            : null;

    private async Task<string?> OfRefund(CaseRow row) =>
        (await refunds.Of([row.OrderId])).Any(refund =>
            OpenCase.SubjectOfRefund(row.OrderId, refund.Refund) == row.Subject && refund.CreditNoteId is null
        )
            ? "The refund still has no credit note, and counts as given back."
            : null;

    private async Task<string?> OfJob(string subject) =>
        await database.Read(session => Jobs.JobQueue.IsThere(session, OpenCase.JobIn(subject)))
            ? "The job has not gone through yet. It is tried at once, and opens another case where it goes on failing."
            : null;
}
