using System.Globalization;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>
/// <c>POST orders/invoice/preview</c> and its variants: refuses what the create call refuses, and else says what the
/// order would come to and which way it would go. It stores nothing and takes no number; whom a channel would ask for
/// the recipient it asks too, for 2 s at most.
/// </summary>
internal sealed class Previews(
    OrderBody orders,
    Channels channels,
    InvoiceFees fees,
    ServiceMailWay mail,
    RateLimit limit,
    OfficialRules rules,
    TimeProvider time
)
{
    /// <summary>How many lines of a preview take about as long as any other call; more lines count as more
    /// calls.</summary>
    private const int LinesForOneCall = 100;
    private const string DocumentsParameter = "documents";
    private const string AfterAllChannels = "CustomerService";
    private static readonly IsBoolean s_isBoolean = new();

    public async Task<Answer> Handle(HttpContext context, Caller caller, FieldTable table)
    {
        var body = await Body.Read(context.Request, context.RequestAborted);
        if (body.IsOneTooMany)
            return body.Refusal!;
        if (body.Fault is { } fault)
            return Envelope.Invalid([fault], hints: []);
        if (WantsDocuments(context.Request.Query) is not { } wantsDocuments)
            return Envelope.Invalid([s_isBoolean.Text(DocumentsParameter)], hints: []);
        var (client, now) = (caller.Client, time.GetUtcNow());
        var request = orders.Read(body.Bytes, caller, table);
        if (request.Order is not { } order)
            return Envelope.Invalid(request.Errors, request.Hints);
        if (limit.Weigh(context, client.ClientId, WeightOf(order)) is { } tooMany)
            return tooMany;
        var fee = fees.For(client, order, request.PersonalDigits);
        // A held order is invoiced on the day of its run.
        var heldUntil = Hold.Of(order, now, client.Settings.Runs)?.Until;
        var invoice = PreviewInvoice.Of(order, client, heldUntil ?? now, fee).Invoice;
        var steps = Distribution.Route.Ahead(
            channels.All,
            RouteBuyer.Of(order.Customer, request.PersonalDigits),
            channels.AbsentFor(client)
        );
        var verdict = rules.Check(invoice);
        var foresights = await Foresee(steps, client, context.RequestAborted);
        return Envelope.Success(
            200,
            "invoicePreviewedSuccessfully",
            isData: true,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("heldUntil", heldUntil is { } moment ? Moments.Text(moment) : null);
                Write(json, invoice, fee);
                Write(json, steps, foresights, client);
                Write(
                    json,
                    "warnings",
                    [.. request.Warnings, .. IssueInvoices.Sentences(OfficialRules.Warnings(verdict))]
                );
                // What our own rules find is refused before; these are the official ones, where they are set.
                Write(json, "violations", IssueInvoices.Sentences(OfficialRules.Against(verdict)));
                if (wantsDocuments)
                    WriteDocuments(json, invoice, RenderInvoice.For(order.Customer, client.Mode == ClientMode.Test));
                else
                    json.WriteNull("documents");
                json.WriteEndObject();
            }
        );
    }

    /// <summary>By the channel's name; none of a channel that can say nothing, or is simulated.</summary>
    private async Task<Dictionary<string, Foresight>> Foresee(
        IReadOnlyList<RouteStep> steps,
        Client client,
        CancellationToken cancel
    )
    {
        var foresights = new Dictionary<string, Foresight>(StringComparer.Ordinal);
        foreach (var send in steps.OfType<SendBy>())
            if (
                channels.For(send.Channel, client) is { IsSimulated: false } way
                && await way.Channel.Foresee(send.Recipient, cancel) is { } foresight
            )
                foresights[send.Channel.Name] = foresight;
        return foresights;
    }

    private static int WeightOf(Order order) => (order.Lines.Count + LinesForOneCall - 1) / LinesForOneCall;

    /// <summary>Null where it is neither yes nor no.</summary>
    private static bool? WantsDocuments(IQueryCollection query) =>
        query[DocumentsParameter].ToString() switch
        {
            "" or "false" or "0" => false,
            "true" or "1" => true,
            _ => null,
        };

    private static void Write(Utf8JsonWriter json, Invoice invoice, decimal fee)
    {
        json.WriteString("invoiceNumber", invoice.Number);
        json.WriteString("invoiceDate", Day(invoice.IssueDate));
        json.WriteString("dueDate", invoice.DueDate is { } due ? Day(due) : null);
        json.WriteStartObject("totals");
        json.WriteNumber("totalWithoutTax", invoice.Totals.TotalWithoutVat);
        json.WriteNumber("totalTax", invoice.Totals.TotalVat);
        json.WriteNumber("invoiceFee", fee);
        json.WriteNumber("rounding", invoice.Totals.RoundingAmount);
        json.WriteNumber("amountDue", invoice.Totals.AmountDue);
        json.WriteStartArray("taxes");
        foreach (var (vat, taxable, amount) in invoice.VatBreakdowns)
        {
            json.WriteStartObject();
            json.WriteNumber("tax", vat.Rate);
            json.WriteString("category", vat.Category.ToString());
            json.WriteNumber("taxable", taxable);
            json.WriteNumber("amount", amount);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Each channel once, in the order in which it would be tried or passed by; a person of ours
    /// last.</summary>
    private void Write(
        Utf8JsonWriter json,
        IReadOnlyList<RouteStep> steps,
        Dictionary<string, Foresight> foresights,
        Client client
    )
    {
        string? before = null;
        json.WriteStartArray("route");
        foreach (var step in steps)
        {
            foreach (var passed in step.Passed)
                Write(json, passed.Channel, "passedBy", passed.Reason);
            if (step is not SendBy send)
                continue;
            var isSimulated = channels.RealityFor(send.Channel, client) == ChannelReality.Simulated;
            var name = send.Channel.Name;
            var foreseen = foresights.GetValueOrDefault(name);
            if (foreseen is { IsReachable: false })
            {
                Write(json, name, "passedBy", foreseen.Words);
                continue;
            }
            var known = foreseen is null ? "" : $" {foreseen.Words}";
            if (before is { } failed)
                Write(json, name, "fallback", $"Used if {failed} fails.{known}", send.Recipient, isSimulated);
            else
                Write(json, name, "first", $"The first that can be tried.{known}", send.Recipient, isSimulated);
            before = name;
        }
        var told = mail.TellsNobody(client.Mode)
            ? "nobody is told, since no e-mail is set up here"
            : "the client is told";
        Write(json, AfterAllChannels, "last", $"If no channel is left, a person looks at it, and {told}.");
        json.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter json,
        string channel,
        string step,
        string reason,
        string? recipient = null,
        bool? isSimulated = null
    )
    {
        json.WriteStartObject();
        json.WriteString("channel", channel);
        json.WriteString("step", step);
        json.WriteString("reason", reason);
        json.WriteString("recipient", recipient);
        if (isSimulated is { } simulated)
            json.WriteBoolean("simulated", simulated);
        else
            json.WriteNull("simulated");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteDocuments(Utf8JsonWriter json, Invoice invoice, PdfPresentation presentation)
    {
        var (pdf, ubl) = RenderInvoice.Preview(invoice, presentation);
        json.WriteStartObject(DocumentsParameter);
        json.WriteBase64String("pdf", pdf);
        json.WriteBase64String("xml", ubl);
        json.WriteEndObject();
    }

    private static string Day(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
