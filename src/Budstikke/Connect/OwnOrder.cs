using Budstikke.Clients;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>The order that a path names. A client sees only its own; another's is as if it were not there.</summary>
internal static class OwnOrder
{
    public static Task<OrderRow?> FindOwn(this OrderStore orders, HttpContext context, Caller caller) =>
        orders.Find(caller.Client.ClientId, (string)context.Request.RouteValues["uuid"]!);
}
