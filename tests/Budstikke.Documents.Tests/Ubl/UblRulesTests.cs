using System.Text;
using Budstikke.Documents.Ubl;
using Budstikke.Support;
using Xunit.Abstractions;

namespace Budstikke.Documents.Tests.Ubl;

public class UblRulesTests(ITestOutputHelper console)
{
    private const int RandomDocuments = 2000;

    [NeedsPeppolRulesTheory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public Task A_document_of_every_kind_is_accepted_by_the_official_rules(string kind) =>
        ShouldBeAccepted(Samples.All[kind]);

    [NeedsPeppolRules]
    public void Random_documents_are_accepted_by_the_official_rules() =>
        AnyInvoice.ForAll(RandomDocuments, console, ShouldBeAccepted);

    [NeedsPeppolRules]
    public Task Two_hundred_lines_are_accepted_by_the_official_rules() =>
        PeppolRules.ShouldAccept(
            UblWriter.ToArray(
                (
                    Parts.Simple with
                    {
                        Lines =
                        [
                            .. Enumerable
                                .Range(1, 200)
                                .Select(i => Parts.Line($"{i}", $"Vare {i}", i, 1.01m * i, Parts.Standard)),
                        ],
                    }
                ).Summed()
            )
        );

    [NeedsPeppolRules]
    public async Task The_official_rules_are_really_asked()
    {
        var wrong = Parts.Simple with { Totals = Parts.Simple.Totals with { AmountDue = 1 } };

        var fired = await PeppolRules.Check(UblWriter.ToArray(wrong));

        fired.ShouldHaveSingleItem().Id.ShouldBe("BR-CO-16");
    }

    [NeedsPeppolRules]
    public async Task A_document_outside_the_schema_never_reaches_the_rules()
    {
        var text = Encoding.UTF8.GetString(Samples.All["simple"].Written).Replace("2026-11-22", "in November");

        var fired = await PeppolRules.Check(Encoding.UTF8.GetBytes(text));

        fired.ShouldNotBeEmpty();
        fired.ShouldAllBe(rule => rule.Set == "XSD");
    }

    private static Task ShouldBeAccepted(Sample sample) =>
        sample.Profile == UblProfile.Peppol
            ? PeppolRules.ShouldAccept(sample.Written, Samples.Forgiven)
            : PeppolRules.ShouldAcceptAsEn16931(sample.Written, Samples.Forgiven);
}
