using Budstikke.Documents.Amounts;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>What the client wants to give back.</summary>
/// <param name="Amount">With VAT.</param>
/// <param name="Lines">Of which lines; empty for the whole order, or for an amount off all of it.</param>
internal sealed record RefundWish(decimal Amount, IReadOnlyList<LineCredit> Lines);

/// <param name="Line">Counted from 1, as on the invoice of a single order.</param>
/// <param name="Amount">With VAT, whole øre.</param>
internal sealed record LineCredit(int Line, decimal Amount);

/// <summary>What is given back, line by line.</summary>
/// <param name="Amount">With VAT, whole øre; what it differs from the lines is the rounding of the credit note (BT-114).</param>
/// <param name="Lines">Each line once, none with nothing, save that one stands for a credit of the order's rounding alone.</param>
internal sealed record Credit(decimal Amount, IReadOnlyList<LineCredit> Lines);

/// <summary>The pure decision of what a refund takes off each line, such that no line is given back more than once.</summary>
internal static class ShareRefund
{
    /// <summary>Null: it is more than is left of the order, or of one of its lines.</summary>
    /// <param name="wish">Of lines that the order has.</param>
    public static Credit? Of(Order order, IReadOnlyCollection<Credit> earlier, RefundWish wish)
    {
        var left = order.Claimed.GrandTotal - earlier.Sum(credit => credit.Amount);
        if (wish.Amount > left)
            return null;
        var open = order.Lines.Select((line, i) => line.Amount - CreditOf(i, earlier)).ToArray();
        var credited =
            wish.Lines.Count == 0
                ? Spread(order, open, wish.Amount == left ? open.Sum() : Math.Min(wish.Amount, open.Sum()))
                : Asked(order, wish);
        return credited.Zip(open).Any(line => line.First > line.Second) ? null : new(wish.Amount, LinesOf(credited));
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

    /// <summary>By VAT rate first, so that each rate's base falls by its own share to the øre, and then over the lines of the rate.</summary>
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

    /// <summary>A document has a line (BR-16), also where nothing is left but the order's rounding.</summary>
    private static IReadOnlyList<LineCredit> LinesOf(decimal[] credited)
    {
        var lines = credited.Select((amount, i) => new LineCredit(i + 1, amount)).Where(line => line.Amount > 0);
        return lines.Any() ? [.. lines] : [new(1, 0)];
    }
}
