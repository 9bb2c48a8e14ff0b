using System.Xml.Linq;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>Reads the lines (BG-25) from UBL.</summary>
internal static class UblLineReader
{
    // UN/ECE Recommendation 20: "one".
    private const string OneUnit = "C62";

    // UNCL 5189: "discount", which says no more than that.
    private const string DiscountCode = "95";

    public static InvoiceLine Read(XElement line, IReadOnlyList<VatBreakdown> breakdowns)
    {
        var item = line.RequiredPart("Item");
        var (quantityName, quantity) = ReadQuantity(line);
        return new()
        {
            Id = line.RequiredText("ID"),
            Note = line.Text("Note"),
            OrderLineReference = line.Part("OrderLineReference").Text("LineID"),
            ItemName = item.RequiredText("Name"),
            Description = item.Text("Description"),
            SellersItemId = item.Part("SellersItemIdentification").Text("ID"),
            InvoicedQuantity = quantity,
            UnitCode = line.Basic(quantityName)?.Attribute("unitCode")?.Value ?? OneUnit,
            NetPrice = ReadPrice(line.RequiredPart("Price")),
            Allowances = UblAmountReader.ReadParts(
                line,
                isCharge: false,
                (_, amount, why) => new LineAllowance(amount, why) { IsDiscount = why == DiscountCode }
            ),
            Charges = UblAmountReader.ReadParts(line, isCharge: true, (_, amount, why) => new LineCharge(amount, why)),
            Period = UblReader.Period(line.Part("InvoicePeriod")),
            LineNetAmount = line.RequiredNumber("LineExtensionAmount"),
            Vat = UblAmountReader.ReadCategory(item.RequiredPart("ClassifiedTaxCategory"), breakdowns),
        };
    }

    private static (string Name, decimal Quantity) ReadQuantity(XElement line) =>
        line.Number("InvoicedQuantity") is { } invoiced
            ? ("InvoicedQuantity", invoiced)
            : ("CreditedQuantity", line.RequiredNumber("CreditedQuantity"));

    /// <summary>The price may be that of several units (BT-149).</summary>
    private static decimal ReadPrice(XElement price) =>
        price.RequiredNumber("PriceAmount") / (price.Number("BaseQuantity") is { } units and not 0 ? units : 1);
}
