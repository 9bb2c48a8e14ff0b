using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>The refund of a body that breaks no rule: from here on our own words are used.</summary>
internal static class RefundOf
{
    /// <summary>No line has it.</summary>
    private const int NoLine = 0;

    public static RefundWish Read(FieldValues from) =>
        new(
            from["grandTotal"].Number!.Value,
            [.. Enumerable.Range(0, from.LineKeys.Count).Select(i => LineOf(from, i))],
            from["reason"].TextOrNull
        );

    /// <summary>
    /// What is within the tolerance of an order's own sum, or what the order's sum itself is off its lines, is the
    /// rounding of the credit note; but something of the lines must be given back, or rounding alone would be.
    /// </summary>
    public static string? SumFault(RefundWish wish, Order order)
    {
        var sum = wish.Lines.Sum(line => line.Amount);
        var ofOrder = Math.Abs(order.Claimed.GrandTotal - order.Lines.Sum(line => line.Amount));
        var tolerance = Math.Max(CheckOrder.ToleranceFor(wish.Lines.Count), ofOrder);
        return wish.Lines.Count > 0 && (sum <= 0 || Math.Abs(wish.Amount - sum) > tolerance)
            ? "The grand total does not match the products."
            : null;
    }

    private static LineCredit LineOf(FieldValues from, int line)
    {
        var id = from.OfLine(line, "products.*.id").Number!.Value;
        return new(
            id is > NoLine and <= FieldTable.MaxLines ? (int)id : NoLine,
            from.OfLine(line, "products.*.amount").Number!.Value
        );
    }
}
