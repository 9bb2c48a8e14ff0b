using Budstikke.Documents.Amounts;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>What the client wants to give back.</summary>
/// <param name="Amount">With VAT.</param>
/// <param name="Lines">Of which lines; empty for the whole order, or for an amount off all of it.</param>
/// <param name="Reason">What the customer reads on the credit note; null where the client gives none.</param>
internal sealed record RefundWish(decimal Amount, IReadOnlyList<LineCredit> Lines, string? Reason = null);

/// <param name="Line">Counted from 1, as on the invoice of a single order.</param>
/// <param name="Amount">With VAT, whole øre; below zero of a line that is below zero.</param>
internal sealed record LineCredit(int Line, decimal Amount);

/// <summary>What is given back, line by line.</summary>
/// <param name="Amount">With VAT, whole øre; what it differs from the lines is the rounding of the credit note
/// (BT-114).</param>
/// <param name="Lines">Each line once, none with nothing, save that one stands for a credit of the order's rounding
/// alone.</param>
/// <param name="Reason">What the customer reads; null where there is none.</param>
internal sealed record Credit(decimal Amount, IReadOnlyList<LineCredit> Lines, string? Reason = null);

/// <summary>The pure decision of what a refund takes off each line, such that neither a line nor a rate is given back
/// more than once.</summary>
internal static class ShareRefund
{
    /// <summary>Null: it is more than is left of the order, of one of its lines or of one of its VAT rates.</summary>
    /// <param name="wish">Of lines that the order has.</param>
    public static Credit? Of(Order order, IReadOnlyCollection<Credit> earlier, RefundWish wish)
    {
        var left = order.Claimed.GrandTotal - earlier.Sum(credit => credit.Amount);
        if (wish.Amount > left)
            return null;
        var open = order.Lines.Select((line, i) => line.Amount - CreditOf(i, earlier)).ToArray();
        var asked =
            wish.Lines.Count == 0
                ? Spread(order, open, Math.Max(0, Math.Min(wish.Amount, open.Sum())))
                : Asked(order, wish);
        if (!asked.Zip(open).All(IsWithin))
            return null;
        // The last refund closes every line, whatever it is a few øre off: nothing could give back the rest. What is
        // left of the lines of an order that was rounded up may be an øre or two below zero then.
        var isLast = wish.Amount == left;
        var credited = isLast ? open : asked;
        return (isLast || credited.Sum() >= 0) && IsWithinRates(order, open, credited)
            ? new(wish.Amount, LinesOf(credited), wish.Reason)
            : null;
    }

    private static decimal CreditOf(int line, IEnumerable<Credit> earlier) =>
        earlier
            .SelectMany(credit => credit.Lines)
            .Where(credit => credit.Line == line + 1)
            .Sum(credit => credit.Amount);

    private static decimal[] Asked(Order order, RefundWish wish)
    {
        var credited = new decimal[order.Lines.Count];
        foreach (var (line, amount) in wish.Lines)
            credited[line - 1] += amount;
        return credited;
    }

    /// <summary>By VAT rate first, so that each rate's base falls by its own share to the øre, and then over the lines
    /// of the rate.</summary>
    private static decimal[] Spread(Order order, decimal[] open, decimal sum)
    {
        var rates = order.Lines.Index().GroupBy(line => line.Item.VatRate, line => line.Index).ToArray();
        var ofRates = Apportionment.Of(sum, [.. rates.Select(rate => rate.Sum(line => open[line]))]);
        var credited = new decimal[open.Length];
        foreach (var (rate, ofRate) in rates.Zip(ofRates))
        foreach (var (line, amount) in rate.Zip(Apportionment.Of(ofRate, [.. rate.Select(line => open[line])])))
            credited[line] = amount;
        return credited;
    }

    private static bool IsWithin((decimal Credited, decimal Open) line) =>
        line.Open >= 0
            ? line.Credited >= 0 && line.Credited <= line.Open
            : line.Credited <= 0 && line.Credited >= line.Open;

    /// <summary>
    /// Where a coupon lowered what was paid at a rate, its goods cannot be given back at the full price and the coupon
    /// be kept: more VAT would be given back than was paid.
    /// </summary>
    private static bool IsWithinRates(Order order, decimal[] open, decimal[] credited) =>
        order
            .Lines.Index()
            .GroupBy(line => line.Item.VatRate)
            .All(rate =>
            {
                var issued = rate.Sum(line => line.Item.Amount);
                return issued - rate.Sum(line => open[line.Index] - credited[line.Index]) <= Math.Max(0, issued);
            });

    /// <summary>A document has a line (BR-16), also where nothing is left but the order's rounding.</summary>
    private static IReadOnlyList<LineCredit> LinesOf(decimal[] credited)
    {
        var lines = credited.Select((amount, i) => new LineCredit(i + 1, amount)).Where(line => line.Amount != 0);
        return lines.Any() ? [.. lines] : [new(1, 0)];
    }
}
