using System.Globalization;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>
/// The pure decision: from an issued invoice and what is given back of one of its orders to a lawful credit note. Parties and VAT are
/// those of the invoice as it was issued, whatever the client's settings say by now.
/// </summary>
internal static class DraftCreditNote
{
    public static Invoice From(Invoice issued, OrderRow row, Credit credit, long number, DateTimeOffset now)
    {
        var order = row.Order;
        OrderLine[] lines = [.. credit.Lines.Select(line => LineOf(order, line))];
        VatTreatment[] vats = [.. lines.Select(line => VatOf(issued, line))];
        var amounts = NetAmounts.FromInclusive([.. lines.Zip(vats, DraftInvoice.Inclusive)], [], credit.Amount);
        return issued with
        {
            Number = number.ToString(CultureInfo.InvariantCulture),
            IssueDate = Later(OsloTime.DateOf(now), issued.IssueDate),
            Type = InvoiceType.CreditNote,
            DueDate = null,
            BuyerReference = order.BuyerReference,
            PurchaseOrderReference = DraftInvoice.PurchaseOrderOf(row.OrderId, order),
            SalesOrderReference = row.OrderId,
            PrecedingInvoices = [new(issued.Number, issued.IssueDate)],
            // Of a collective invoice it credits this order's supply alone.
            Period = null,
            Delivery = new(OsloTime.DateOf(order.OrderedAt), issued.Delivery?.Place, issued.Delivery?.Country),
            Payment = null,
            Lines = DraftInvoice.LinesOf(lines, amounts, vats, order.Customer.Language),
            Allowances = [],
            Charges = [],
            VatBreakdowns = amounts.VatBreakdowns,
            Totals = amounts.Totals,
            Attachments = [],
        };
    }

    /// <summary>
    /// A node's clock may be behind the one that the invoice was issued by, across midnight, and no credit note comes before its invoice
    /// (NO-BUDSTIKKE-14).
    /// </summary>
    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    /// <summary>A line that is given back whole stands as it stood; of any other, an amount is taken off.</summary>
    private static OrderLine LineOf(Order order, LineCredit credit)
    {
        var line = order.Lines[credit.Line - 1];
        return line.Amount == credit.Amount
            ? line
            : line with
            {
                Quantity = 1,
                Price = credit.Amount,
                PriceIsWithoutVat = false,
                Discount = 0,
                Amount = credit.Amount,
            };
    }

    private static VatTreatment VatOf(Invoice issued, OrderLine line) =>
        issued.VatBreakdowns.First(breakdown => breakdown.Vat.Rate == line.VatRate).Vat;
}
