using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Connect;

/// <summary>What we add beside the Connect API: an order's timeline and its documents. A client sees only its own orders; another's is a 404.</summary>
internal sealed class OrderReads(Database database, OrderStore orders, InvoiceStore invoices)
{
    private const string Retrieved = "timelineRetrievedSuccessfully";
    private const string DocumentsRetrieved = "documentsRetrievedSuccessfully";

    public async Task<Answer> Timeline(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { OrderId: var orderId })
            return Envelope.NotFound(NotFoundMessage.Order);
        var facts = await database.Read(session => FactRow.Of(session, caller.Client.ClientId, orderId));
        return Envelope.Success(
            200,
            Retrieved,
            isData: true,
            json =>
            {
                json.WriteStartArray();
                foreach (var fact in facts)
                    Write(json, fact);
                json.WriteEndArray();
            }
        );
    }

    private static void Write(Utf8JsonWriter json, FactRow fact)
    {
        json.WriteStartObject();
        json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(fact.At).UtcDateTime);
        json.WriteString("kind", fact.Kind);
        json.WriteString("by", fact.CausedBy);
        json.WritePropertyName("content");
        json.WriteRawValue(fact.Content);
        json.WriteEndObject();
    }

    public async Task<Answer> Documents(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { OrderId: var orderId })
            return Envelope.NotFound(NotFoundMessage.Order);
        var documents = new List<(InvoiceRow Row, string Sha256)>();
        foreach (var row in await invoices.OfOrder(caller.Client.ClientId, orderId))
            documents.Add(
                (
                    row,
                    (await invoices.Hashes(row.ClientId, row.InvoiceId))
                        .Single(hash => hash.Format == RenderInvoice.Pdf)
                        .Sha256
                )
            );
        return Envelope.Success(
            200,
            DocumentsRetrieved,
            isData: true,
            json =>
            {
                json.WriteStartArray();
                foreach (var (row, sha256) in documents)
                {
                    json.WriteStartObject();
                    json.WriteString("number", row.Number.ToString());
                    json.WriteString("kind", row.Kind);
                    json.WriteString("sha256", sha256);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
        );
    }

    /// <summary>The order's invoice, or any document of it by its number; <paramref name="format"/> is pdf or xml.</summary>
    public async Task<Answer> Document(HttpContext context, Caller caller, string format)
    {
        var number = (string?)context.Request.RouteValues["number"];
        if (await orders.FindOwn(context, caller) is not { OrderId: var orderId })
            return Envelope.NotFound(NotFoundMessage.Order);
        var row = (await invoices.OfOrder(caller.Client.ClientId, orderId)).FirstOrDefault(row =>
            number is null ? row.Kind == InvoiceRow.Invoice : row.Number.ToString() == number
        );
        var stored = format == "xml" ? RenderInvoice.Ubl : RenderInvoice.Pdf;
        if (row is null || await invoices.Document(row.ClientId, row.InvoiceId, stored) is not { } bytes)
            return Envelope.NotFound(NotFoundMessage.Invoice);
        return new(200, bytes) { ContentType = ContentTypeOf(format) };
    }

    public static string ContentTypeOf(string format) => format == "xml" ? "application/xml" : "application/pdf";
}
