using System.Globalization;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Timeline;

namespace Budstikke.Connect;

/// <summary>What we add beside the Connect API: an order's timeline and its documents. A client sees only its own
/// orders; another's is a 404.</summary>
internal sealed class OrderReads(Database database, OrderStore orders, InvoiceStore invoices, EvidenceBundle evidence)
{
    private const int PageSize = 500;
    private const string WrongAfter = "The selected after is invalid.";
    private const string Retrieved = "timelineRetrievedSuccessfully";
    private const string DocumentsRetrieved = "documentsRetrievedSuccessfully";

    /// <summary>The oldest first; a <c>link</c> header says where the next page is.</summary>
    public async Task<Answer> Timeline(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { OrderId: var orderId })
            return Envelope.NotFound(NotFoundMessage.Order);
        if (AfterOf(context.Request.Query) is not { } after)
            return Envelope.Invalid([WrongAfter]);
        var facts = await database.Read(session =>
            FactRow.Of(session, caller.Client.ClientId, orderId, after, PageSize + 1)
        );
        if (facts.Count > PageSize)
            context.Response.Headers.Link =
                $"<{context.Request.Path}?after={facts[PageSize - 1].FactId}>; rel=\"next\"";
        return Envelope.Success(
            200,
            Retrieved,
            isData: true,
            json =>
            {
                json.WriteStartArray();
                foreach (var fact in facts.Take(PageSize))
                    Write(json, fact);
                json.WriteEndArray();
            }
        );
    }

    /// <summary>0 where nothing is asked; null where what is asked is no fact's id.</summary>
    private static long? AfterOf(IQueryCollection query)
    {
        var text = query["after"].ToString().Trim();
        if (text.Length == 0)
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static void Write(Utf8JsonWriter json, FactRow fact)
    {
        json.WriteStartObject();
        json.WriteString("id", fact.FactId.ToString(CultureInfo.InvariantCulture));
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

    /// <summary>The order's invoice, or any document of it by its number; <paramref name="format"/> is pdf or
    /// xml.</summary>
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

    /// <summary>The documents, what was tried and answered, and a page that says it, in one ZIP.</summary>
    public async Task<Answer> Evidence(HttpContext context, Caller caller)
    {
        if (await orders.FindOwn(context, caller) is not { OrderId: var orderId })
            return Envelope.NotFound(NotFoundMessage.Order);
        var zip = await evidence.Of(caller.Client.ClientId, orderId, context.RequestAborted);
        return zip is null
            ? Envelope.NotFound(NotFoundMessage.Order)
            : new(200, zip) { ContentType = "application/zip" };
    }

    public static string ContentTypeOf(string format) => format == "xml" ? "application/xml" : "application/pdf";
}
