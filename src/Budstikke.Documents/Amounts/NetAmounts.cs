using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>
/// From prices with VAT to a document whose sums are lawful. VAT is computed once per category and rate from what is paid
/// (merverdiavgiftsloven § 4-2: a discount lowers the base), and the net is what remains: so net and VAT always give the
/// client's sum, and the VAT is off its exact value by at most half an øre (BR-CO-17 allows a krone).
/// </summary>
public static class NetAmounts
{
    /// <summary>The document's amounts; the order of lines changes nothing but the order of the answer.</summary>
    /// <param name="lines">The lines of one document.</param>
    /// <param name="charges">The fees; none of them in <paramref name="askedTotal"/>.</param>
    /// <param name="askedTotal">What the client asks for, with VAT and before fees; where it differs from the sum of the
    /// lines, the difference is the rounding amount (BT-114).</param>
    /// <exception cref="ArgumentException">An amount is negative or has fractions of an øre, a quantity is not above zero and at most a million,
    /// or a rate does not fit its category.</exception>
    public static NetDocument FromInclusive(
        IReadOnlyList<InclusiveLine> lines,
        IReadOnlyList<InclusiveCharge> charges,
        decimal askedTotal
    )
    {
        Refuse(lines, charges, askedTotal);
        var shares = lines.Select(Share.Of).Concat(charges.Select(Share.Of)).ToArray();
        var nets = new decimal[shares.Length];
        var breakdowns = new List<VatBreakdown>();
        foreach (var group in shares.Index().GroupBy(s => (s.Item.Vat.Category, s.Item.Vat.Rate)))
            breakdowns.Add(BreakDown([.. group], nets));
        breakdowns.Sort(HighestRateFirst);

        var netLines = lines.Zip(nets, ToNetLine).ToArray();
        var netCharges = nets[lines.Count..].Select(net => new NetCharge(net)).ToArray();
        var amountDue = askedTotal + charges.Sum(c => c.Amount);
        return new(netLines, netCharges, breakdowns, Sum(netLines, netCharges, breakdowns, amountDue));
    }

    /// <summary>Splits what a category and rate come to into net and VAT, and writes each share's net to its place.</summary>
    private static VatBreakdown BreakDown((int Place, Share Share)[] group, decimal[] nets)
    {
        var shares = group.Select(s => s.Share).ToArray();
        var (category, rate) = (shares[0].Vat.Category, shares[0].Vat.Rate);
        var gross = shares.Sum(s => s.Gross);
        var vat = Rounding.ToOre(gross * rate / (100 + rate));
        foreach (var ((place, _), net) in group.Zip(LargestRemainder.Distribute(gross - vat, shares)))
            nets[place] = net;
        return new(new(category, rate, ReasonOf(shares)), Rounding.ToOre(gross - vat), vat);
    }

    /// <summary>One breakdown per category and rate (BR-E-01) has one reason: all that were given, in an order of their own.</summary>
    private static string? ReasonOf(Share[] shares)
    {
        var reasons = shares
            .Select(s => s.Vat.ExemptionReason)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    private static NetLine ToNetLine(InclusiveLine line, decimal net)
    {
        var allowance = Rounding.ToOre(line.Discount * 100 / (100 + line.Vat.Rate));
        return new(NetPrice.Of(line, net + allowance), allowance, net);
    }

    private static DocumentTotals Sum(
        NetLine[] lines,
        NetCharge[] charges,
        List<VatBreakdown> breakdowns,
        decimal amountDue
    )
    {
        var sumOfLines = Rounding.ToOre(lines.Sum(l => l.LineNetAmount));
        var sumOfCharges = Rounding.ToOre(charges.Sum(c => c.Amount));
        var vat = Rounding.ToOre(breakdowns.Sum(b => b.TaxAmount));
        var withVat = sumOfLines + sumOfCharges + vat;
        return new()
        {
            SumOfLineNetAmounts = sumOfLines,
            SumOfCharges = sumOfCharges,
            TotalWithoutVat = sumOfLines + sumOfCharges,
            TotalVat = vat,
            TotalWithVat = withVat,
            RoundingAmount = Rounding.ToOre(amountDue - withVat),
            AmountDue = Rounding.ToOre(amountDue),
        };
    }

    private static int HighestRateFirst(VatBreakdown one, VatBreakdown other) =>
        other.Vat.Rate != one.Vat.Rate
            ? other.Vat.Rate.CompareTo(one.Vat.Rate)
            : one.Vat.Category.CompareTo(other.Vat.Category);

    private static void Refuse(
        IReadOnlyList<InclusiveLine> lines,
        IReadOnlyList<InclusiveCharge> charges,
        decimal askedTotal
    )
    {
        if (!IsAmount(askedTotal))
            throw new ArgumentException($"{askedTotal} is no amount of whole øre.", nameof(askedTotal));
        if (lines.FirstOrDefault(l => !IsLine(l)) is { } line)
            throw new ArgumentException($"{line} has an amount or a quantity that no line can have.", nameof(lines));
        if (charges.FirstOrDefault(c => !IsAmount(c.Amount)) is { } charge)
            throw new ArgumentException($"{charge} has an amount that no charge can have.", nameof(charges));
        if (lines.Select(l => l.Vat).Concat(charges.Select(c => c.Vat)).FirstOrDefault(v => !HasRate(v)) is { } vat)
            throw new ArgumentException($"{vat} has a rate that its category cannot have.", nameof(lines));
    }

    private static bool IsAmount(decimal kroner) => kroner >= 0 && Rounding.IsWholeOre(kroner);

    private static bool IsLine(InclusiveLine line) =>
        line.Quantity is > 0 and <= NetPrice.MaxQuantity
        && line.Price >= 0
        && IsAmount(line.Discount)
        && IsAmount(line.Amount);

    private static bool HasRate(VatTreatment vat) =>
        vat.Category == VatCategory.S ? vat.Rate is > 0 and <= 100 : vat.Rate == 0;
}
