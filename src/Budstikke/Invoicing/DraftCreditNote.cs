using System.Globalization;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>What a credit note gave back.</summary>
/// <param name="Nets">Without VAT, of each of the credit's lines.</param>
internal sealed record IssuedCredit(Credit Credit, IReadOnlyList<decimal> Nets);

/// <summary>An order, the invoice that it stands on, and what its credit notes have given back so far.</summary>
internal sealed record CreditedOrder(Invoice Issued, OrderRow Row, IReadOnlyCollection<IssuedCredit> Earlier)
{
    /// <summary>What is open of the invoice before the credit; below zero where more was paid.</summary>
    public decimal? Open { get; init; }
}

/// <summary>
/// The pure decision: from an issued invoice and what is given back of one of its orders to a lawful credit note.
/// Parties and VAT are those of the invoice as it was issued, whatever the client's settings say by now.
/// </summary>
internal static class DraftCreditNote
{
    public static Invoice From(CreditedOrder credited, Credit credit, long number, DateTimeOffset now)
    {
        var (issued, row) = (credited.Issued, credited.Row);
        var order = row.Order;
        var language = RenderInvoice.LanguageOf(order.Customer.Language);
        OrderLine[] lines = [.. credit.Lines.Select(line => LineOf(order, line, language))];
        var all = LinesOf(credited, order, credit);
        var nets = CreditedNets.Of(all);
        VatTreatment[] vats = [.. credit.Lines.Select(line => all[line.Line - 1].Vat)];
        var amounts = NetAmounts.FromCredited(
            [.. lines.Zip(vats, DraftInvoice.Inclusive)],
            [.. credit.Lines.Select(line => nets[line.Line - 1])],
            credit.Amount
        );
        return issued with
        {
            Number = number.ToString(CultureInfo.InvariantCulture),
            IssueDate = Later(OsloTime.DateOf(now), issued.IssueDate),
            Type = InvoiceType.CreditNote,
            DueDate = null,
            BuyerReference = order.BuyerReference,
            PurchaseOrderReference = DraftInvoice.PurchaseOrderOf(row.OrderId, order),
            SalesOrderReference = row.OrderId,
            PrecedingInvoices =
            [
                new(issued.Number, issued.IssueDate)
                {
                    LeftToPay = credited.Open is { } open ? Math.Max(0, open - credit.Amount) : null,
                    DueDate = issued.DueDate,
                    Payment = issued.Payment,
                },
            ],
            // Of a collective invoice it credits this order's supply alone.
            Period = null,
            Delivery = new(OsloTime.DateOf(order.OrderedAt), issued.Delivery?.Place, issued.Delivery?.Country),
            Notes = credit.Reason is { } reason ? [$"{Terms.Reason.PrintedIn(language)}: {reason}"] : [],
            Payment = null,
            Lines = DraftInvoice.LinesOf(lines, amounts, vats, language),
            Allowances = [],
            Charges = [],
            VatBreakdowns = amounts.VatBreakdowns,
            Totals = amounts.Totals,
            Attachments = [],
        };
    }

    /// <summary>
    /// A node's clock may be behind the one that the invoice was issued by, across midnight, and no credit note comes
    /// before its invoice (NO-BUDSTIKKE-14).
    /// </summary>
    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    /// <summary>The lines of an order on the invoice that it was issued with, in the order of the order.</summary>
    public static IReadOnlyList<InvoiceLine> LinesOn(Invoice issued, string orderId)
    {
        var own = issued.Lines.Where(line => line.OrderLineReference == orderId).ToList();
        // Only a collective invoice says of its lines whose they are.
        return own.Count > 0 ? own : issued.Lines;
    }

    /// <summary>All lines of the order as they were issued, with what of each is given back, and what was
    /// before.</summary>
    private static CreditedLine[] LinesOf(CreditedOrder credited, Order order, Credit credit)
    {
        CreditedLine[] lines =
        [
            .. order.Lines.Zip(
                LinesOn(credited.Issued, credited.Row.OrderId),
                (line, issued) => new CreditedLine(line.Amount, issued.LineNetAmount, issued.Vat)
            ),
        ];
        foreach (var earlier in credited.Earlier)
        foreach (var ((line, amount), net) in earlier.Credit.Lines.Zip(earlier.Nets))
        {
            var before = lines[line - 1];
            lines[line - 1] = before with
            {
                GrossBefore = before.GrossBefore + amount,
                NetBefore = before.NetBefore + net,
            };
        }
        foreach (var (line, amount) in credit.Lines)
            lines[line - 1] = lines[line - 1] with { Amount = amount };
        return lines;
    }

    /// <summary>
    /// A line that is given back whole stands as it stood. Of any other an amount is taken off, and that is no returned
    /// article: the line says so, and bears no article's number that a warehouse could book in.
    /// </summary>
    private static OrderLine LineOf(Order order, LineCredit credit, Language language)
    {
        var line = order.Lines[credit.Line - 1];
        return line.Amount == credit.Amount
            ? line
            : line with
            {
                ItemName =
                    credit.Amount < 0 ? line.ItemName : $"{Terms.PriceReduction.PrintedIn(language)}: {line.ItemName}",
                SellersItemId = null,
                Quantity = credit.Amount < 0 ? -1 : 1,
                Price = Math.Abs(credit.Amount),
                PriceIsWithoutVat = false,
                Discount = 0,
                Amount = credit.Amount,
            };
    }
}
