using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>The refund of a submission that breaks no rule: from here on our own words are used.</summary>
internal static class RefundOf
{
    /// <summary>No line has it.</summary>
    private const int NoLine = 0;

    public static RefundWish Read(Submission from) =>
        new(
            from["grandTotal"].Number!.Value,
            [.. Enumerable.Range(0, from.LineKeys.Count).Select(i => LineOf(from, i))]
        );

    /// <summary>What is within the tolerance of an order's own sum is the rounding of the credit note.</summary>
    public static string? SumFault(Submission submission)
    {
        var wish = Read(submission);
        var difference = Math.Abs(wish.Amount - wish.Lines.Sum(line => line.Amount));
        return wish.Lines.Count > 0 && difference > CheckOrder.ToleranceFor(wish.Lines.Count)
            ? "The grand total does not match the products."
            : null;
    }

    private static LineCredit LineOf(Submission from, int line)
    {
        var id = from.OfLine(line, "products.*.id").Number!.Value;
        return new(
            id is > NoLine and <= FieldTable.MaxLines ? (int)id : NoLine,
            from.OfLine(line, "products.*.amount").Number!.Value
        );
    }
}
