using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Tests.Ubl;
using Budstikke.Documents.Ubl;
using Budstikke.Support;
using static Budstikke.Documents.Tests.Ubl.Parts;

namespace Budstikke.Documents.Tests.Rules;

public sealed class InvoiceRulesTests
{
    public static TheoryData<string> OfficialIds { get; } =
    [.. RuleCases.All.Values.Where(c => c.NotOfficial is null).Select(c => c.Id)];

    [Fact]
    public void Every_rule_has_a_document_that_breaks_it() =>
        InvoiceRules.All.Select(rule => rule.Id).Distinct().ShouldBe(RuleCases.All.Keys, ignoreOrder: true);

    [Fact]
    public void Every_rule_says_in_a_sentence_what_should_have_been() =>
        InvoiceRules.All.ShouldAllBe(rule =>
            rule.Text.Length > "An.".Length && char.IsUpper(rule.Text[0]) && rule.Text.EndsWith('.')
        );

    [Theory]
    [MemberData(nameof(RuleCases.Ids), MemberType = typeof(RuleCases))]
    public void A_broken_document_fires_its_rule_at_its_field_and_no_other(string id)
    {
        var broken = RuleCases.All[id];

        var violations = InvoiceRules.Check(broken.Broken);

        violations.Select(v => v.RuleId).Distinct().ShouldBe([id, .. broken.Besides], ignoreOrder: true);
        violations.Where(v => v.RuleId == id).ShouldHaveSingleItem().Field.ShouldBe(broken.Field);
    }

    [NeedsPeppolRulesTheory]
    [MemberData(nameof(OfficialIds))]
    public async Task A_rule_with_an_official_id_is_fired_by_the_official_check_too(string id)
    {
        var fired = await PeppolRules.Check(UblWriter.ToArray(RuleCases.All[id].Broken));

        fired.Select(rule => rule.Id).ShouldContain(id);
    }

    [Fact]
    public void A_valid_document_breaks_nothing()
    {
        InvoiceRules.Check(RuleCases.Valid).ShouldBeEmpty();
        InvoiceRules.Check(CreditNote).ShouldBeEmpty();
        InvoiceRules.Check(AllReferences).ShouldBeEmpty();
        foreach (var vat in new[] { Standard, ZeroRated, Exempt, Outside, ReverseCharge, Export })
            InvoiceRules.Check(DocumentOf(vat)).ShouldBeEmpty(vat.ToString());
    }

    [Fact]
    public void What_stands_on_the_edge_of_a_rule_breaks_nothing()
    {
        Invoice[] edges =
        [
            RuleCases.Valid with
            {
                IssueDate = new(2026, 11, 23),
                DueDate = new(2026, 11, 23),
            },
            CreditNote with
            {
                PrecedingInvoices = [new("10001", CreditNote.IssueDate)],
            },
            (
                RuleCases.Valid with
                {
                    Lines = [RuleCases.Valid.Lines[0] with { LineNetAmount = 220.02m }, RuleCases.Valid.Lines[1]],
                }
            ).Summed(),
            DocumentOf(Exempt) with
            {
                Currency = "EUR",
                VatInAccountingCurrency = new("NOK", 0),
            },
            RuleCases.Valid with
            {
                Buyer = Person with { Address = new("Storgata 1", null, null, "NO") },
            },
            RuleCases.Valid with
            {
                Buyer = Person with { Address = new(null, "4313", null, "NO") },
            },
            RuleCases.Valid with
            {
                Buyer = Person with { Address = new(null, null, "Sandnes", "NO") },
            },
        ];

        foreach (var (i, edge) in edges.Index())
            InvoiceRules.Check(edge).ShouldBeEmpty($"edge {i}");
    }

    [Theory]
    [InlineData("NoK", "C62", "BR-CL-04")]
    [InlineData("NOK", "C_2", "BR-CL-23")]
    public void A_code_is_right_in_all_its_characters(string currency, string unit, string rule)
    {
        var wrong = RuleCases.Valid with
        {
            Currency = currency,
            Lines = [RuleCases.Valid.Lines[0] with { UnitCode = unit }, RuleCases.Valid.Lines[1]],
        };

        InvoiceRules.Check(wrong).Select(v => v.RuleId).ShouldContain(rule);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    [InlineData("text/csv")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("application/vnd.oasis.opendocument.spreadsheet")]
    public void An_attachment_may_be_of_each_type_of_the_list(string mimeType) =>
        InvoiceRules
            .Check(RuleCases.Valid with { Attachments = [new("a", null, mimeType, new byte[] { 1 })] })
            .ShouldBeEmpty();

    [Fact]
    public void A_line_of_another_category_beside_O_is_found_wherever_it_stands()
    {
        var outside = DocumentOf(Outside);
        var mixed = outside with { Lines = [.. outside.Lines, outside.Lines[0] with { Id = "99", Vat = Standard }] };

        InvoiceRules.Check(mixed).Select(v => v.RuleId).ShouldContain("BR-O-12");
    }

    /// <summary>What the official rules accept may still be against Norwegian law, or be no document of ours.</summary>
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void What_the_official_rules_accept_breaks_rules_of_ours_at_most(string kind)
    {
        string[] ours = kind switch
        {
            "iban" => ["NO-BUDSTIKKE-06"],
            "collective" => ["NO-BUDSTIKKE-08"],
            "place-in-words" => ["NO-BUDSTIKKE-07"],
            "date-of-delivery" => ["NO-BUDSTIKKE-08"],
            _ => [],
        };

        InvoiceRules.Check(Samples.All[kind].Invoice).Select(v => v.RuleId).ShouldBe(ours);
    }

    [Fact]
    public void A_private_buyer_needs_no_reference() =>
        InvoiceRules.Check(Simple with { Buyer = Person, BuyerReference = null }).ShouldBeEmpty();

    [Fact]
    public void A_buyer_without_an_address_has_its_number() =>
        InvoiceRules
            .Check(Simple with { Buyer = Company with { Address = new(null, null, null, "NO") } })
            .ShouldBeEmpty();

    [Fact]
    public void A_foreign_currency_is_lawful_with_the_VAT_in_NOK() =>
        InvoiceRules
            .Check(Simple with { Currency = "EUR", VatInAccountingCurrency = new("NOK", 148.65m) })
            .ShouldBeEmpty();

    [Fact]
    public void Reverse_charge_needs_a_buyer_with_a_number() =>
        InvoiceRules
            .Check(DocumentOf(ReverseCharge) with { Buyer = Person })
            .Select(v => v.RuleId)
            .ShouldBe(["BR-AE-02", "BR-AE-03", "BR-AE-04"]);

    [Fact]
    public void Outside_the_register_not_even_the_buyer_shows_a_VAT_number() =>
        InvoiceRules
            .Check(DocumentOf(Outside) with { Buyer = Company with { VatId = "NO987654325MVA" } })
            .Select(v => v.RuleId)
            .ShouldBe(["BR-O-02", "BR-O-03", "BR-O-04"]);

    [Fact]
    public void Every_field_that_breaks_a_rule_is_named()
    {
        Invoice broken = RuleCases.Valid with
        {
            Lines = [.. RuleCases.Valid.Lines.Select(line => line with { ItemName = " " })],
        };

        InvoiceRules
            .Check(broken)
            .Select(v => v.ToString())
            .ShouldBe([
                "BR-25 at Lines[0].ItemName: Each line has the name of an item.",
                "BR-25 at Lines[1].ItemName: Each line has the name of an item.",
            ]);
    }
}
