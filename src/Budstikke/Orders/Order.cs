using System.Text.Json.Serialization;

namespace Budstikke.Orders;

/// <summary>What a client asked us to invoice, in our words; sums are in NOK and include VAT unless said
/// otherwise.</summary>
internal sealed record Order
{
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required ClaimedTotals Claimed { get; init; }

    /// <summary>The moment of the order, UTC; its day in Europe/Oslo is the delivery date of the supply.</summary>
    public required DateTimeOffset OrderedAt { get; init; }

    public required Customer Customer { get; init; }

    public InvoiceInterval Interval { get; init; }

    /// <summary>Each order gets an invoice of its own; else the customer's orders of a period share one.</summary>
    public bool SeparateInvoices { get; init; } = true;

    /// <summary>Invoiced without waiting for a period to close.</summary>
    [JsonIgnore]
    public bool IsAtOnce => Interval == InvoiceInterval.Daily && SeparateInvoices;

    /// <summary>Days from issue to due: 10 for a private customer; 14, 30 or 45 for a company.</summary>
    public required int MaturityDays { get; init; }

    public bool InvoiceFeeApplicable { get; init; }

    /// <summary>BT-13.</summary>
    public string? PurchaseOrderReference { get; init; }

    /// <summary>BT-10.</summary>
    public string? BuyerReference { get; init; }

    /// <summary>Where the client wants to be told; null when it does not.</summary>
    public string? CallbackUrl { get; init; }
}

/// <summary>One product of an order.</summary>
internal sealed record OrderLine
{
    public required string ItemName { get; init; }

    public string? SellersItemId { get; init; }

    /// <summary>Not 0, at most 8 decimals; it or the price is below 0 where the line takes back or off.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>For one unit, at most 8 decimals; with VAT unless <see cref="PriceIsWithoutVat"/>. As it came: on the
    /// document only a quantity is below 0.</summary>
    public required decimal Price { get; init; }

    /// <summary>Some clients send the price without VAT: then only quantity × price × (1 + rate) − discount gives the
    /// amount.</summary>
    public bool PriceIsWithoutVat { get; init; }

    /// <summary>With VAT, in whole øre.</summary>
    public decimal Discount { get; init; }

    /// <summary>Percent.</summary>
    public required decimal VatRate { get; init; }

    /// <summary>With VAT, after discount, in whole øre: it decides. Below 0 where the line takes back or off.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Which order the line is of where several stand on one invoice; of no meaning in the order
    /// itself.</summary>
    [JsonIgnore]
    public int Section { get; init; }
}

/// <summary>The sums as the client claims them; only <see cref="GrandTotal"/> binds us.</summary>
/// <param name="SubTotal">Without VAT, before discount.</param>
/// <param name="TotalVat">Often too high where there are discounts; never printed.</param>
/// <param name="TotalDiscount">With VAT.</param>
/// <param name="GrandTotal">With VAT; the invoice's amount due, before a fee.</param>
internal sealed record ClaimedTotals(decimal SubTotal, decimal TotalVat, decimal TotalDiscount, decimal GrandTotal);

/// <summary>Who is to pay. A personal number is never part of it: see <see cref="PersonalDigits"/>.</summary>
internal sealed record Customer
{
    public required CustomerType Type { get; init; }

    public required string Name { get; init; }

    public string? FirstName { get; init; }

    /// <summary>As given, with its plus: <c>+47</c>.</summary>
    public required string CountryCode { get; init; }

    public required string Msisdn { get; init; }

    public required string Email { get; init; }

    /// <summary>en, no, sv, da or de.</summary>
    public string Language { get; init; } = "no";

    /// <summary>Digits as given; only a company has one, and its check digit may be wrong.</summary>
    public string? OrganizationNumber { get; init; }

    public required Address Address { get; init; }
}

/// <summary>Where the customer lives, as given.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, upper case.</param>
internal sealed record Address(string Street, string PostCode, string City, string Country);

internal enum CustomerType
{
    [JsonStringEnumMemberName("Private")]
    Private,

    [JsonStringEnumMemberName("Corporate")]
    Corporate,
}

/// <summary>How long orders are collected.</summary>
internal enum InvoiceInterval
{
    [JsonStringEnumMemberName("Daily")]
    Daily = 0,

    [JsonStringEnumMemberName("Monthly")]
    Monthly = 1,

    [JsonStringEnumMemberName("TwiceMonthly")]
    TwiceMonthly = 2,
}
