using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Amounts;

/// <summary>A line of an issued document, and what of it is given back; in whole øre, all with the sign of the
/// line.</summary>
/// <param name="Gross">What it was issued for, with VAT.</param>
/// <param name="Net">BT-131: what it was issued for, without VAT.</param>
/// <param name="Vat">How it is taxed.</param>
public sealed record CreditedLine(decimal Gross, decimal Net, VatTreatment Vat)
{
    /// <summary>What earlier credit notes gave back of it, with VAT.</summary>
    public decimal GrossBefore { get; init; }

    /// <summary>What earlier credit notes gave back of it, without VAT.</summary>
    public decimal NetBefore { get; init; }

    /// <summary>What is given back now, with VAT; zero where nothing is.</summary>
    public decimal Amount { get; init; }

    internal decimal Tax => Gross - Net;

    internal decimal TaxBefore => GrossBefore - NetBefore;

    internal bool IsClosed => GrossBefore + Amount == Gross;
}

/// <summary>
/// What a credit note gives back of each line without VAT, such that an issued document that is given back in parts
/// ends at nothing, rate by rate and to the øre, and at no moment is more VAT given back than was issued.
/// </summary>
public static class CreditedNets
{
    /// <summary>By how many kroner the VAT of a credit note may differ from taxable amount × rate; a whole krone is too
    /// much (BR-CO-17).</summary>
    private const decimal MaxOffKroner = 0.95m;

    /// <summary>By how many kroner the VAT that is left of a rate may differ from its exact VAT, so that a credit note
    /// of all that is left is lawful too.</summary>
    private const decimal MaxOffKronerOfRest = 0.45m;

    /// <param name="lines">All lines that were issued together, those too of which nothing is given back now: they say
    /// what is left of their rate.</param>
    /// <returns>The net of each line, in their order; zero where nothing is given back.</returns>
    public static decimal[] Of(IReadOnlyList<CreditedLine> lines)
    {
        var nets = lines.Select(OwnNet).ToArray();
        var rates = lines.Index().GroupBy(line => (line.Item.Vat.Category, line.Item.Vat.Rate));
        foreach (var rate in rates.Where(rate => rate.Any(line => line.Item.Amount != 0)))
            Close([.. rate], nets);
        return nets;
    }

    /// <summary>The net of what is given back now, by the line's own proportion. It is counted from the line's
    /// beginning, so that the parts of a line add up to its net, and each is within an øre of its share.</summary>
    private static decimal OwnNet(CreditedLine line) =>
        line.Amount == 0
            ? 0
            : Rounding.ToOre(line.Net * (line.GrossBefore + line.Amount) / line.Gross) - line.NetBefore;

    /// <summary>Moves the nets of a rate's lines by single øre where the rate's VAT asks for it.</summary>
    private static void Close((int Place, CreditedLine Line)[] rate, decimal[] nets)
    {
        var net = rate.Sum(line => nets[line.Place]);
        var amount = rate.Sum(line => line.Line.Amount);
        var wanted = amount - VatOf([.. rate.Select(line => line.Line)], amount, amount - net);
        var step = Math.Sign(wanted - net) * Rounding.Ore;
        for (var moved = net; moved != wanted; moved += step)
            nets[PlaceToMove(rate, nets, step)] += step;
    }

    /// <summary>
    /// The VAT of the rate on the credit note: the lines' own, as far as that is lawful. The credit note that gives
    /// back the last of the rate gets all VAT that is left. Any other gets no more than is left, and an amount with
    /// which both it and what is left after it are lawful; many lines whose øre were rounded to one side would not be.
    /// </summary>
    private static decimal VatOf(CreditedLine[] rate, decimal amount, decimal own)
    {
        var percent = rate[0].Vat.Rate;
        var left = rate.Sum(line => line.Tax - line.TaxBefore);
        var afterwards = ExactVat(rate.Sum(line => line.Gross - line.GrossBefore) - amount, percent);
        var ofRest = rate.All(line => line.IsClosed) ? 0 : MaxOffKronerOfRest * 100 / (100 + percent);
        var vat = Math.Clamp(own, left - afterwards - ofRest, left - afterwards + ofRest);
        vat = Math.Min(vat, Math.Max(0, rate.Sum(line => line.Tax)) - rate.Sum(line => line.TaxBefore));
        vat = Math.Max(vat, amount - (Math.Max(0, rate.Sum(line => line.Net)) - rate.Sum(line => line.NetBefore)));
        var exact = ExactVat(amount, percent);
        var ofNote = MaxOffKroner * 100 / (100 + percent);
        return Rounding.ToOre(Math.Clamp(vat, exact - ofNote, exact + ofNote));
    }

    private static decimal ExactVat(decimal gross, decimal percent) => gross * percent / (100 + percent);

    /// <summary>A line that has room for the øre; where none has, one of those that give back most.</summary>
    private static int PlaceToMove((int Place, CreditedLine Line)[] rate, decimal[] nets, decimal step) =>
        rate.Where(line => line.Line.Amount != 0)
            .OrderByDescending(line => HasRoom(line.Line, nets[line.Place] + step))
            .ThenBy(line => Math.Abs(nets[line.Place] - OwnNet(line.Line)))
            .ThenByDescending(line => Math.Abs(line.Line.Amount))
            .First()
            .Place;

    private static bool HasRoom(CreditedLine line, decimal net) =>
        IsPartOf(net, line.Net - line.NetBefore) && IsPartOf(line.Amount - net, line.Tax - line.TaxBefore);

    private static bool IsPartOf(decimal part, decimal whole) =>
        whole >= 0 ? part >= 0 && part <= whole : part <= 0 && part >= whole;
}
