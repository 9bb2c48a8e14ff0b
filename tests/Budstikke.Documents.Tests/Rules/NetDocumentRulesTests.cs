using Budstikke.Documents.Amounts;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Tests.Amounts;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Documents.Ubl;
using Budstikke.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Rules;

/// <summary>Whatever amounts with VAT come in, the document that they become is lawful.</summary>
public sealed class NetDocumentRulesTests
{
    private const int Tests = 200;

    [Fact]
    public void A_document_of_any_order_breaks_no_rule_of_ours() =>
        Check(invoice => InvoiceRules.Check(invoice).ShouldBeEmpty());

    [NeedsPeppolRules]
    public void A_document_of_any_order_breaks_no_official_rule() =>
        Check(invoice => PeppolRules.ShouldAccept(UblWriter.ToArray(invoice)).GetAwaiter().GetResult());

    private static void Check(Action<Invoice> holds) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Tests),
            Prop.ForAll(AnyOrder.Generator().ToArbitrary(), order => holds(Invoice(order)))
        );

    private static Invoice Invoice(AnyOrder order)
    {
        var net = order.Net();
        return Parts.Simple with
        {
            Lines = [.. order.Lines.Zip(net.Lines).Index().Select(l => Line(l.Index + 1, l.Item.First, l.Item.Second))],
            Charges =
            [
                .. order.Charges.Zip(net.Charges, (charge, n) => new DocumentCharge(n.Amount, "Gebyr", charge.Vat)),
            ],
            VatBreakdowns = net.VatBreakdowns,
            Totals = net.Totals,
        };
    }

    private static InvoiceLine Line(int id, InclusiveLine line, NetLine net) =>
        new()
        {
            Id = $"{id}",
            ItemName = "Vare",
            InvoicedQuantity = line.Quantity,
            NetPrice = net.NetPrice,
            Allowances = net.AllowanceAmount > 0 ? [new(net.AllowanceAmount, "Rabatt")] : [],
            LineNetAmount = net.LineNetAmount,
            Vat = line.Vat,
        };
}
