using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>A person writes something down about an order, for whoever looks at it next.</summary>
internal sealed class NoteOrder(Database database, FactRegister facts, TimeProvider time)
{
    public const int MaxCharacters = 2000;

    public Task Run(OrderRow order, string note, string by) =>
        database.Write([
            .. facts.Announce(
                [
                    new OrderNoted
                    {
                        ClientId = order.ClientId,
                        OrderIds = [order.OrderId],
                        CausedBy = by,
                        Note = note,
                    },
                ],
                time.GetUtcNow()
            ),
        ]);
}
