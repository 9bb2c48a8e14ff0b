using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>What became of the wish to have an order invoiced now.</summary>
internal enum Issuing
{
    Requested,

    /// <summary>There is no such order.</summary>
    Unknown,

    /// <summary>It has its invoice, or was taken back.</summary>
    NotWaiting,

    /// <summary>Nothing hinders it: it waits for its period to close.</summary>
    Held,
}

/// <summary>
/// A person's word that an order which could not be invoiced can be by now. It gets an invoice of its own, or is
/// rejected once more; where a job has it already, the second of the two finds nothing to do.
/// </summary>
internal sealed class IssueOrder(Database database, OrderStore orders, FactRegister facts, TimeProvider time)
{
    /// <param name="by"><c>person:NAME</c>.</param>
    public async Task<(Issuing Result, OrderRow? Order)> Run(string orderId, string by)
    {
        var row = await orders.FindOfAny(orderId);
        var result = Judge(row);
        if (result == Issuing.Requested)
        {
            var requested = new IssueRequested
            {
                ClientId = row!.ClientId,
                OrderIds = [orderId],
                CausedBy = by,
            };
            await database.Write([.. facts.Announce([requested], time.GetUtcNow())]);
        }
        return (result, row);
    }

    private static Issuing Judge(OrderRow? row) =>
        row switch
        {
            null => Issuing.Unknown,
            { State: not OrderState.Sent } => Issuing.NotWaiting,
            { IsSetAside: false, HeldUntil: > 0 } => Issuing.Held,
            _ => Issuing.Requested,
        };
}
