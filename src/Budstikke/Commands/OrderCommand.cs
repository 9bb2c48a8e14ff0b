using System.CommandLine;
using System.Globalization;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Timeline;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary>
/// <c>order find</c> and <c>order show</c>: where is it, and what happened; <c>order issue</c>: the way back for one
/// that could not be invoiced.
/// </summary>
internal static class OrderCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "JSON on stdout, nothing else." };

    public static Command Of(BuildService build)
    {
        var id = new Argument<string>("ORDER") { Description = "The order's id, ODR…" };
        var text = new Argument<string>("TEXT")
        {
            Description =
                "An order's id, a document's number or KID, or of the customer a name, phone, e-mail or number.",
        };
        var find = new Command("find", "Lists orders by what is known of them, the newest first.") { text, s_json };
        find.SetAction((said, cancel) => Find(build, said, said.GetRequiredValue(text), cancel));
        var show = new Command("show", "Shows an order, its documents and everything that happened to it.")
        {
            id,
            s_json,
        };
        show.SetAction((said, _) => Show(build, said, said.GetRequiredValue(id)));
        var issue = new Command(
            "issue",
            "Has an order invoiced now that could not be invoiced when it was tried; a serving node does it, and "
                + "closes its case."
        )
        {
            id,
        };
        issue.SetAction((said, _) => Issue(build, said, said.GetRequiredValue(id)));
        var file = new Option<FileInfo>("--out")
        {
            Description = "The ZIP to write; it must not be there yet.",
            Required = true,
        };
        var evidence = new Command(
            "evidence",
            "Writes a ZIP with the documents, all that was tried and answered, and a page that says it."
        )
        {
            id,
            file,
        };
        evidence.SetAction(
            (said, cancel) =>
                Evidence(build, said, said.GetRequiredValue(id), said.GetRequiredValue(file).FullName, cancel)
        );
        return new Command("order", "Single orders.") { find, show, issue, evidence };
    }

    private static async Task<int> Find(BuildService build, ParseResult said, string text, CancellationToken cancel)
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Read);
        var found = await app.Services.GetRequiredService<FindOrders>().Run(text, cancel);
        var (output, error) = (said.InvocationConfiguration.Output, said.InvocationConfiguration.Error);
        if (found.Count == FindOrders.MaxFound)
            await error.WriteLineAsync($"Only the {FindOrders.MaxFound} newest are shown.");
        if (said.GetValue(s_json))
            await output.WriteLineAsync(OrderReport.JsonOf(found));
        else if (found.Count > 0)
            Terminal.On(output).Write(OrderReport.TableOf(found));
        else
            await error.WriteLineAsync(
                text.Trim().Length < FindOrders.MinCharacters
                    ? $"Give at least {FindOrders.MinCharacters} characters."
                    : "No order has that."
            );
        return found.Count > 0 ? 0 : StoreWork.NotDone;
    }

    private static async Task<int> Show(BuildService build, ParseResult said, string orderId)
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Read);
        var output = said.InvocationConfiguration.Output;
        if (await app.Services.GetRequiredService<OrderStore>().FindOfAny(orderId) is not { } order)
        {
            await said.InvocationConfiguration.Error.WriteLineAsync(WordsFor(Issuing.Unknown, orderId, null));
            return StoreWork.NotDone;
        }
        var documents = await app.Services.GetRequiredService<InvoiceStore>().OfOrder(order.ClientId, orderId);
        var facts = await app
            .Services.GetRequiredService<Database>()
            .Read(session => FactRow.Of(session, order.ClientId, orderId));
        if (said.GetValue(s_json))
            await output.WriteLineAsync(OrderReport.JsonOf(order, documents, facts));
        else
        {
            foreach (var line in OrderReport.LinesOf(order, documents))
                await output.WriteLineAsync(line);
            var console = Terminal.On(output);
            foreach (var fact in facts)
                console.Happened(fact);
        }
        if (facts.Count == FactRow.MaxRead)
            await said.InvocationConfiguration.Error.WriteLineAsync(
                $"Only the first {FactRow.MaxRead} facts are shown; the API has them all in pages."
            );
        return 0;
    }

    private static async Task<int> Evidence(
        BuildService build,
        ParseResult said,
        string orderId,
        string path,
        CancellationToken cancel
    )
    {
        var (output, error) = (said.InvocationConfiguration.Output, said.InvocationConfiguration.Error);
        if (File.Exists(path))
        {
            await error.WriteLineAsync($"--out {path} is there already.");
            return StoreWork.NotDone;
        }
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Read);
        var order = await app.Services.GetRequiredService<OrderStore>().FindOfAny(orderId);
        var zip = order is null
            ? null
            : await app.Services.GetRequiredService<EvidenceBundle>().Of(order.ClientId, orderId, cancel);
        if (zip is null)
        {
            await error.WriteLineAsync(WordsFor(Issuing.Unknown, orderId, null));
            return StoreWork.NotDone;
        }
        await File.WriteAllBytesAsync(path, zip, cancel);
        await output.WriteLineAsync($"{path} has what became of {orderId}: begin with summary.pdf in it.");
        return 0;
    }

    private static async Task<int> Issue(BuildService build, ParseResult said, string orderId)
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Change);
        var issue = app.Services.GetRequiredService<IssueOrder>();
        var (result, order) = await issue.Run(orderId, Actor.AtTerminal.By);
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
