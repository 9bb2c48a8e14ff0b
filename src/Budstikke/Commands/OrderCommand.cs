using System.CommandLine;
using System.Globalization;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Commands;

/// <summary><c>order issue</c>: the way back for an order that could not be invoiced.</summary>
internal static class OrderCommand
{
    public static Command Of(BuildService build)
    {
        var id = new Argument<string>("ORDER") { Description = "The order's id, ODR…" };
        var issue = new Command(
            "issue",
            "Has an order invoiced now that could not be invoiced when it was tried; a serving node does it, and closes its case."
        )
        {
            id,
        };
        issue.SetAction((said, _) => Issue(build, said, said.GetRequiredValue(id)));
        return new Command("order", "Single orders.") { issue };
    }

    private static async Task<int> Issue(BuildService build, ParseResult said, string orderId)
    {
        var builder = ServeCommand.Builder();
        builder.Logging.ClearProviders();
        await using var app = await build(builder);
        var issue = app.Services.GetRequiredService<IssueOrder>();
        var (result, order) = await issue.Run(orderId, $"person:{Environment.UserName}");
        var output = said.InvocationConfiguration;
        await (result == Issuing.Requested ? output.Output : output.Error).WriteLineAsync(
            WordsFor(result, orderId, order)
        );
        return result == Issuing.Requested ? 0 : StoreWork.NotDone;
    }

    private static string WordsFor(Issuing result, string orderId, OrderRow? order) =>
        result switch
        {
            Issuing.Requested => $"{orderId} is invoiced by a serving node, or becomes a case again.",
            Issuing.Unknown => $"There is no order {orderId}.",
            Issuing.NotWaiting => $"{orderId} is {order!.State}: it does not wait for an invoice.",
            _ => $"{orderId} is held until {At(order!.HeldUntil)}: run now closes its period.",
        };

    private static string At(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("u", CultureInfo.InvariantCulture);
}
