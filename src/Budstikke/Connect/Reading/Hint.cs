using System.Globalization;
using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>What would have been right in a field that a preview refuses: the texts beside it are the published ones,
/// and say little.</summary>
/// <param name="Field">As it is written in the body.</param>
internal sealed record Hint(string Field, string Text)
{
    /// <summary>What the sums should have been, computed from the rest of the order.</summary>
    public static IEnumerable<Hint> OfSums(CheckedOrder check, IReadOnlyList<string> lineKeys) =>
        from finding in check.Violations
        let hint = OfSum(finding, check.Order, lineKeys)
        where hint is not null
        select hint;

    public static IEnumerable<Hint> OfUnknown(IReadOnlyList<UnknownField> fields) =>
        fields.Select(field => new Hint(field.Path, field.Warning));

    private static Hint? OfSum(OrderFinding finding, Order order, IReadOnlyList<string> lineKeys) =>
        finding.Subject switch
        {
            Subject.GrandTotal => new(
                "orderSummary.grandTotal",
                $"Expected {Ore(order.Lines.Sum(line => line.Amount))}, the sum of the products' amounts."
            ),
            Subject.LineAmount => new($"products.{lineKeys[finding.Line]}.amount", Expected(order.Lines[finding.Line])),
            _ => null,
        };

    private static string Expected(OrderLine line)
    {
        var undiscounted = line.Price * line.Quantity;
        var withVat = undiscounted * (1 + (line.VatRate / 100));
        return line.VatRate == 0
            ? $"Expected {Ore(undiscounted - line.Discount)}: rate × quantity − discount."
            : $"Expected {Ore(undiscounted - line.Discount)} where the rate includes the tax, "
                + $"{Ore(withVat - line.Discount)} where it does not: rate × quantity − discount.";
    }

    private static string Ore(decimal sum) =>
        Math.Round(sum, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);
}
