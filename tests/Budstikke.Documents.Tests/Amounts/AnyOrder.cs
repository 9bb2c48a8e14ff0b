using Budstikke.Documents.Amounts;
using Budstikke.Documents.Vat;
using FsCheck;
using FsCheck.Fluent;
using static FsCheck.Fluent.Gen;

namespace Budstikke.Documents.Tests.Amounts;

/// <summary>What a client could ask for: lines and fees with VAT, and a grand total a few øre beside their
/// sum.</summary>
internal sealed record AnyOrder(InclusiveLine[] Lines, InclusiveCharge[] Charges, decimal GrandTotal)
{
    private const int MaxLines = 40;

    private static readonly VatTreatment[] s_treatments =
    [
        new(VatCategory.S, 25),
        new(VatCategory.S, 15),
        new(VatCategory.S, 12),
        new(VatCategory.S, 11.11m),
        new(VatCategory.Z, 0),
        new(VatCategory.E, 0, "reason"),
    ];

    public NetDocument Net() => NetAmounts.FromInclusive(Lines, Charges, GrandTotal);

    /// <summary>Some lines take back or off; together they never come to less than nothing.</summary>
    public static Gen<AnyOrder> Generator() => Orders().Where(order => order.Lines.Sum(line => line.Amount) >= 0);

    private static Gen<AnyOrder> Orders() =>
        from count in Choose(1, MaxLines)
        from lines in AnyLine().ArrayOf(count)
        from fees in Choose(0, 2)
        from charges in AnyCharge().ArrayOf(fees)
        from difference in Choose(-3, 3)
        let sum = lines.Sum(l => l.Amount)
        select new AnyOrder(lines, charges, Math.Max(0, sum + (difference * Rounding.Ore)));

    private static Gen<InclusiveLine> AnyLine() =>
        from quantity in AnyQuantity()
        from amount in AnyAmount()
        from discount in OneOf(Constant(0m), AnyAmount())
        from vat in Elements(s_treatments)
        from isWithout in Elements(true, false)
        from sign in Elements(1, 1, 1, 1, -1)
        let taken = sign < 0 ? 0 : discount
        let price = (amount + taken) / quantity / (isWithout ? 1 + (vat.Rate / 100) : 1)
        select new InclusiveLine(sign * quantity, Math.Round(price, 8), isWithout, taken, sign * amount, vat);

    private static Gen<InclusiveCharge> AnyCharge() =>
        from amount in Choose(0, 10_000)
        from vat in Elements(s_treatments)
        select new InclusiveCharge(amount * Rounding.Ore, vat);

    /// <summary>Small sums are frequent: there the ways of rounding differ most.</summary>
    private static Gen<decimal> AnyAmount() =>
        from ore in OneOf(Choose(0, 20), Choose(0, 100_000), Choose(0, int.MaxValue))
        from hundredfold in Choose(0, 20)
        select hundredfold == 0 ? Math.Min(ore, 999_999_999) + 0.99m : ore * Rounding.Ore;

    private static Gen<decimal> AnyQuantity() =>
        OneOf(
            Constant(1m),
            Choose(1, 12).Select(q => (decimal)q),
            Choose(1, 999_999).Select(q => (decimal)q),
            Choose(1, 100_000_000).Select(q => q / 100_000_000m),
            Choose(1, int.MaxValue).Select(q => q / 10_000m)
        );
}
