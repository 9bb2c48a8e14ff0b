using System.Globalization;
using Budstikke.Invoicing;
using Microsoft.AspNetCore.Http.Features;

namespace Budstikke.WebConsole;

/// <summary>A document as it was issued, to be looked at in the page of its order.</summary>
internal static class DocumentFiles
{
    public static void Map(WebApplication app) => app.MapGet("/orders/{id}/documents/{number}.{format}", Get);

    private static async Task<IResult> Get(
        string id,
        string number,
        string format,
        HttpContext call,
        OrderView view,
        InvoiceStore invoices
    )
    {
        var session = call.Features.GetRequiredFeature<Visit>().Session;
        if (
            session is null
            || format is not (RenderInvoice.Pdf or "xml")
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            || await view.FindOwn(session, id) is not { } order
            || (await invoices.OfOrder(order.ClientId, id)).FirstOrDefault(row => row.Number == wanted) is not { } row
            || await invoices.Document(row.ClientId, row.InvoiceId, format == "xml" ? RenderInvoice.Ubl : format)
                is not { } bytes
        )
            return Results.NotFound();
        Doorkeeper.HeadOfDocument(call.Response);
        call.Response.Headers.ContentDisposition = $"inline; filename=\"{row.Number}.{format}\"";
        return Results.Bytes(bytes, format == "xml" ? "application/xml" : "application/pdf");
    }
}
