using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Tests.Ubl;

/// <summary>The plainest sums that the rules accept: VAT of each category and rate on the sum of its nets.</summary>
internal static class Sums
{
    public static readonly DocumentTotals None = new()
    {
        SumOfLineNetAmounts = 0,
        SumOfCharges = 0,
        TotalWithoutVat = 0,
        TotalVat = 0,
        TotalWithVat = 0,
        AmountDue = 0,
    };

    public static decimal Rounded(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>The document with breakdowns and totals of its lines and charges.</summary>
    public static Invoice Summed(this Invoice invoice, decimal rounding = 0, decimal paid = 0)
    {
        var nets = invoice
            .Lines.Select(line => (line.Vat, Net: line.LineNetAmount))
            .Concat(invoice.Charges.Select(charge => (charge.Vat, Net: charge.Amount)))
            .Concat(invoice.Allowances.Select(allowance => (allowance.Vat, Net: -allowance.Amount)));
        VatBreakdown[] breakdowns =
        [
            .. nets.GroupBy(part => part.Vat, part => part.Net)
                .Select(part => new VatBreakdown(part.Key, part.Sum(), Rounded(part.Sum() * part.Key.Rate / 100)))
                .OrderByDescending(part => part.Vat.Rate),
        ];
        var lines = invoice.Lines.Sum(line => line.LineNetAmount);
        var charges = invoice.Charges.Sum(charge => charge.Amount);
        var allowances = invoice.Allowances.Sum(allowance => allowance.Amount);
        var net = lines + charges - allowances;
        var vat = breakdowns.Sum(part => part.TaxAmount);
        return invoice with
        {
            VatBreakdowns = breakdowns,
            Totals = new()
            {
                SumOfLineNetAmounts = lines,
                SumOfAllowances = allowances,
                SumOfCharges = charges,
                TotalWithoutVat = net,
                TotalVat = vat,
                TotalWithVat = net + vat,
                PaidAmount = paid,
                RoundingAmount = rounding,
                AmountDue = net + vat - paid + rounding,
            },
        };
    }
}
