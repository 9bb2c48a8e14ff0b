using System.Globalization;
using Budstikke.Clients;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>The pure decision: from an order, its client and a number to a lawful invoice.</summary>
internal static class DraftInvoice
{
    /// <summary>Digits of a KID between the client's prefix and the check digit: all KIDs have one length.</summary>
    private const int KidNumberDigits = 9;

    /// <summary>What these digits have room for. A longer number would make a KID that another client's prefix may
    /// begin.</summary>
    private const long MaxKidNumber = 999_999_999;

    private static readonly Violation s_numbersUsedUp = new(
        "BUDSTIKKE-KID",
        "Payment.Kid",
        $"An invoice's number is at most {MaxKidNumber}: all KIDs of an account have one length, so that no two "
            + "are the same. "
            + "The client's numbers are used up; add it anew for another series."
    );

    /// <summary>A rule of the client's settings, and not of the document: no document is made where it is
    /// broken.</summary>
    private const string UnknownRate = "NO-BUDSTIKKE-VAT";

    /// <summary>
    /// What keeps an invoice from being drafted at all, before any rule can be asked of it: the order was taken under
    /// other settings than the client has now.
    /// </summary>
    public static IReadOnlyList<Violation> ReasonsAgainst(Order order, Client client) =>
        [
            .. order
                .Lines.Index()
                .Where(line => !client.VatPolicy.Allows(line.Item.VatRate))
                .Select(line => new Violation(
                    UnknownRate,
                    $"Lines[{line.Index}].Vat.Rate",
                    $"The seller's settings have no VAT rate of {line.Item.VatRate:0.##} %: it went after the "
                        + "order had come, or the seller is no longer registered for VAT."
                )),
        ];

    public static Invoice From(OrderRow row, Order order, Client client, long number, DateTimeOffset now, decimal fee)
    {
        var policy = client.VatPolicy;
        VatTreatment[] vats = [.. order.Lines.Select(line => policy.For(line.VatRate))];
        var issueDate = OsloTime.DateOf(now);
        InclusiveCharge[] fees = fee > 0 ? [new(fee, MainVatOf(order, vats))] : [];
        var amounts = NetAmounts.FromInclusive([.. order.Lines.Zip(vats, Inclusive)], fees, order.Claimed.GrandTotal);
        var language = RenderInvoice.LanguageOf(order.Customer.Language);
        // Where nothing is due nobody is told when and how to pay, and no bank waits for a reference.
        var isDue = amounts.Totals.AmountDue > 0;
        return new()
        {
            Number = number.ToString(CultureInfo.InvariantCulture),
            IssueDate = issueDate,
            DueDate = isDue ? DueDate.After(issueDate, order.MaturityDays) : null,
            BuyerReference = order.BuyerReference,
            PurchaseOrderReference = PurchaseOrderOf(row.OrderId, order),
            SalesOrderReference = row.OrderId,
            Delivery = new(OsloTime.DateOf(order.OrderedAt), client.Settings.DeliveryPlace, client.Seller.Country),
            Seller = SellerOf(client.Seller),
            Buyer = BuyerOf(order.Customer, row.CustomerId),
            Payment = isDue ? PaymentOf(client, order.Customer, number) : null,
            Lines = LinesOf(order.Lines, amounts, vats, language),
            Charges = [.. fees.Zip(amounts.Charges, (asked, net) => ChargeOf(asked, net, language))],
            VatBreakdowns = amounts.VatBreakdowns,
            Totals = amounts.Totals,
        };
    }

    /// <summary>Why no lawful invoice can be made of it.</summary>
    public static IReadOnlyList<Violation> Check(Invoice invoice, long number) =>
        number > MaxKidNumber ? [s_numbersUsedUp] : InvoiceRules.Check(invoice);

    public static Kid KidOf(Client client, long number) =>
        Kid.WithMod10(client.KidPrefix + number.ToString(CultureInfo.InvariantCulture).PadLeft(KidNumberDigits, '0'));

    /// <summary>BIS Billing wants a buyer reference or an order reference (PEPPOL-EN16931-R003); the order's own id
    /// always exists.</summary>
    public static string? PurchaseOrderOf(string orderId, Order order) =>
        order.PurchaseOrderReference ?? (order.BuyerReference is null ? orderId : null);

    public static IReadOnlyList<InvoiceLine> LinesOf(
        IReadOnlyList<OrderLine> lines,
        NetDocument amounts,
        IReadOnlyList<VatTreatment> vats,
        Language language
    ) => [.. lines.Select((line, i) => LineOf(line, i, amounts.Lines[i], vats[i], language))];

    public static InclusiveLine Inclusive(OrderLine line, VatTreatment vat) =>
        new(QuantityOf(line), Math.Abs(line.Price), line.PriceIsWithoutVat, line.Discount, line.Amount, vat)
        {
            Section = line.Section,
        };

    /// <summary>
    /// A fee is part of what is paid for the supply (merverdiavgiftsloven § 4-2) and taxed like it: where rates are
    /// mixed, like the greater part, and of equal parts like that of the higher rate.
    /// </summary>
    private static VatTreatment MainVatOf(Order order, IReadOnlyList<VatTreatment> vats) =>
        order
            .Lines.Zip(vats)
            .GroupBy(line => line.Second, line => line.First.Amount)
            .MaxBy(part => (part.Sum(), part.Key.Rate))!
            .Key;

    private static DocumentCharge ChargeOf(InclusiveCharge asked, NetCharge net, Language language) =>
        new(net.Amount, Terms.InvoiceFee.In(language), asked.Vat) { AmountWithVat = asked.Amount };

    private static PaymentInstructions PaymentOf(Client client, Customer customer, long number)
    {
        var (seller, kid) = (client.Seller, KidOf(client, number));
        return seller.IbanFor(customer.Address.Country) is { } iban
            ? new(iban.ToString(), seller.Bic, kid)
            : new(seller.Account, null, kid);
    }

    private static InvoiceLine LineOf(OrderLine line, int at, NetLine net, VatTreatment vat, Language language) =>
        new()
        {
            Id = (at + 1).ToString(CultureInfo.InvariantCulture),
            ItemName = line.ItemName,
            SellersItemId = line.SellersItemId,
            InvoicedQuantity = QuantityOf(line),
            NetPrice = net.NetPrice,
            Allowances = net.AllowanceAmount > 0 ? [LineAllowance.Discount(net.AllowanceAmount, language)] : [],
            LineNetAmount = net.LineNetAmount,
            Vat = vat,
            WithVat = new(net.PriceWithVat, line.Discount, line.Amount),
        };

    /// <summary>A price is never negative on a document (BR-27), so a line with a negative price gets a negative
    /// quantity instead.</summary>
    private static decimal QuantityOf(OrderLine line) => line.Price < 0 ? -line.Quantity : line.Quantity;

    private static Seller SellerOf(SellerDetails seller) =>
        new()
        {
            Name = seller.Name,
            OrganizationNumber = OrganizationNumber.Parse(seller.OrganizationNumber).Value,
            IsVatRegistered = seller.IsVatRegistered,
            IsInForetaksregisteret = seller.IsLimitedCompany,
            Address = new(seller.Street, seller.PostCode, seller.City, seller.Country),
            Email = seller.Email,
        };

    private static Buyer BuyerOf(Customer customer, string customerId) =>
        new()
        {
            Name = customer.Name,
            CustomerNumber = customerId,
            LegalRegistrationId = customer.OrganizationNumber,
            Endpoint = PeppolAddressOf(customer),
            Address = new(
                customer.Address.Street,
                customer.Address.PostCode,
                customer.Address.City,
                customer.Address.Country
            ),
            Email = customer.Email,
        };

    /// <summary>Only a Norwegian address makes the number one of scheme 0192: one foreign number in eleven would pass
    /// the check and reach a stranger.</summary>
    public static EndpointId? PeppolAddressOf(Customer customer) =>
        customer.Type == CustomerType.Corporate
        && customer.Address.Country == "NO"
        && OrganizationNumber.Parse(customer.OrganizationNumber).ValueOrNull is { } number
            ? EndpointId.Of(number)
            : null;
}
