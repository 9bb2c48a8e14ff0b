using Budstikke.Documents.Invoices;
using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>
/// From prices with VAT to a document whose sums are lawful. VAT is computed once per category and rate from what is
/// paid (merverdiavgiftsloven § 4-2: a discount lowers the base), and the net is what remains: so net and VAT always
/// give the client's sum, and the VAT is off its exact value by at most half an øre (BR-CO-17 allows a krone).
/// </summary>
public static class NetAmounts
{
    /// <summary>The document's amounts; the order of lines changes nothing but the order of the answer.</summary>
    /// <param name="lines">The lines of one document.</param>
    /// <param name="charges">The fees; none of them in <paramref name="askedTotal"/>.</param>
    /// <param name="askedTotal">What the client asks for, with VAT and before fees; where it differs from the sum of
    /// the lines, the difference is the rounding amount (BT-114).</param>
    /// <exception cref="ArgumentException">An amount has fractions of an øre or not the sign of its quantity, a
    /// discount, price or charge is negative, a quantity is zero or beyond a million, or a rate does not fit its
    /// category.</exception>
    public static NetDocument FromInclusive(
        IReadOnlyList<InclusiveLine> lines,
        IReadOnlyList<InclusiveCharge> charges,
        decimal askedTotal
    )
    {
        Refuse(lines, charges, askedTotal);
        var shares = SharesOf(lines, charges);
        var nets = new decimal[shares.Length];
        foreach (var group in ByRate(shares))
        {
            var (rate, gross) = (group.Key.Rate, group.Sum(share => share.Item.Gross));
            var net = gross - Rounding.ToOre(gross * rate / (100 + rate));
            var parts = Apportionment.OfNet(net, [.. group.Select(share => share.Item)]);
            foreach (var ((place, _), part) in group.Zip(parts))
                nets[place] = part;
        }
        return Document(lines, charges, nets, askedTotal);
    }

    /// <summary>The amounts of a credit note, whose lines give back parts of issued ones: what each gives back without
    /// VAT is decided, and VAT is the rest.</summary>
    /// <param name="lines">What is given back, with VAT.</param>
    /// <param name="nets">What of each line is given back without VAT, as <see cref="CreditedNets"/> finds it.</param>
    /// <param name="askedTotal">What is given back in all; where it differs from the sum of the lines, the difference
    /// is the rounding amount.</param>
    /// <exception cref="ArgumentException">As for <see cref="FromInclusive"/>.</exception>
    public static NetDocument FromCredited(
        IReadOnlyList<InclusiveLine> lines,
        IReadOnlyList<decimal> nets,
        decimal askedTotal
    )
    {
        Refuse(lines, [], askedTotal);
        return Document(lines, [], [.. nets], askedTotal);
    }

    private static NetDocument Document(
        IReadOnlyList<InclusiveLine> lines,
        IReadOnlyList<InclusiveCharge> charges,
        decimal[] nets,
        decimal askedTotal
    )
    {
        var breakdowns = ByRate(SharesOf(lines, charges)).Select(group => BreakDown([.. group], nets)).ToList();
        breakdowns.Sort(HighestRateFirst);
        var netLines = lines.Zip(nets, ToNetLine).ToArray();
        var netCharges = nets[lines.Count..].Select(net => new NetCharge(net)).ToArray();
        var amountDue = askedTotal + charges.Sum(c => c.Amount);
        return new(netLines, netCharges, breakdowns, Sum(netLines, netCharges, breakdowns, amountDue));
    }

    private static Share[] SharesOf(IReadOnlyList<InclusiveLine> lines, IReadOnlyList<InclusiveCharge> charges) =>
        [.. lines.Select(Share.Of), .. charges.Select(Share.Of)];

    private static IEnumerable<IGrouping<(VatCategory Category, decimal Rate), (int Place, Share Item)>> ByRate(
        Share[] shares
    ) => shares.Index().GroupBy(share => (share.Item.Vat.Category, share.Item.Vat.Rate));

    /// <summary>What a category and rate come to: the nets of its shares, and as VAT what remains of what is paid for
    /// them.</summary>
    private static VatBreakdown BreakDown((int Place, Share Share)[] group, decimal[] nets)
    {
        var shares = group.Select(s => s.Share).ToArray();
        var (category, rate) = (shares[0].Vat.Category, shares[0].Vat.Rate);
        var net = group.Sum(s => nets[s.Place]);
        var vat = shares.Sum(s => s.Gross) - net;
        return new(new(category, rate, ReasonOf(shares)), Rounding.ToOre(net), Rounding.ToOre(vat));
    }

    /// <summary>One breakdown per category and rate (BR-E-01) has one reason: all that were given, in an order of their
    /// own.</summary>
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
        var withVat = line.PriceIsWithoutVat
            ? NetPrice.Of(line with { PriceIsWithoutVat = false }, line.Amount + line.Discount)
            : line.Price;
        return new(NetPrice.Of(line, net + allowance), allowance, net) { PriceWithVat = withVat };
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

    /// <summary>A line below zero has its quantity there, and its price not (BR-27).</summary>
    private static bool IsLine(InclusiveLine line) =>
        line.Quantity is >= -NetPrice.MaxQuantity and <= NetPrice.MaxQuantity and not 0
        && line.Price >= 0
        && IsAmount(line.Discount)
        && (line.Quantity > 0 || line.Discount == 0)
        && IsAmount(line.Amount * Math.Sign(line.Quantity));

    private static bool HasRate(VatTreatment vat) =>
        vat.Category == VatCategory.S ? vat.Rate is > 0 and <= 100 : vat.Rate == 0;
}
