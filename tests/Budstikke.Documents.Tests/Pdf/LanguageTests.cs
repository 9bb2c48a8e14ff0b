using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(Language.En, "-1,234,567.80", "25%", "5 March 2026")]
    [InlineData(Language.No, "−1 234 567,80", "25 %", "05.03.2026")]
    [InlineData(Language.Sv, "−1 234 567,80", "25 %", "2026-03-05")]
    [InlineData(Language.Da, "-1.234.567,80", "25 %", "05.03.2026")]
    [InlineData(Language.De, "-1.234.567,80", "25 %", "05.03.2026")]
    public void Each_language_writes_figures_and_dates_its_own_way(
        Language language,
        string amount,
        string percent,
        string date
    )
    {
        Spaced(Formats.Amount(-1234567.8m, language)).ShouldBe(amount);
        Spaced(Formats.Percent(25, language)).ShouldBe(percent);
        Spaced(Formats.Date(new(2026, 3, 5), language)).ShouldBe(date);
    }

    [Fact]
    public void Figures_show_the_decimals_that_they_need()
    {
        Formats.Amount(0.125m, Language.En).ShouldBe("0.13");
        Formats.Amount(-0.001m, Language.En).ShouldBe("0.00");
        Formats.UnitPrice(80, Language.En).ShouldBe("80.00");
        Formats.UnitPrice(0.12345678m, Language.En).ShouldBe("0.12345678");
        Formats.QuantityOf(2.50m, Language.En).ShouldBe("2.5");
        Formats.QuantityOf(1000, Language.En).ShouldBe("1,000");
        Formats.Percent(11.11m, Language.En).ShouldBe("11.11%");
        Formats.Amount(decimal.MaxValue, Language.En).ShouldEndWith("950,335.00");
        Formats.Amount(decimal.MinValue, Language.En).ShouldStartWith("-79,228,");
    }

    [NeedsPoppler]
    public void Each_language_has_its_own_words()
    {
        Words(Language.En)
            .ShouldSatisfyAllConditions(
                text => text.ShouldContain("Invoice no. 10023"),
                text => text.ShouldContain("Amount due NOK 125.00"),
                text => text.ShouldContain("Page 1 of 1")
            );
        Words(Language.No).ShouldContain("Å betale NOK 125,00");
        Words(Language.Sv).ShouldContain("Att betala NOK 125,00");
        Words(Language.Da).ShouldContain("At betale NOK 125,00");
    }

    [NeedsPoppler]
    public void A_label_keeps_clear_of_its_value_in_every_language()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var words = PdfReading.WordBoxes(PdfReading.Render(SampleInvoices.CreditNote(), language));
            var value = words.First(box => box.Word == "10023,");

            words
                .Where(box => box.Left < value.Left && box.Bottom > value.Top && box.Top < value.Bottom)
                .ShouldAllBe(box => box.Right < value.Left, language.ToString());
        }
    }

    /// <summary>Bokføringsloven § 12 does not accept German alone.</summary>
    [NeedsPoppler]
    public void German_stands_beside_Norwegian()
    {
        var text = Words(Language.De);

        text.ShouldContain("Rechnung / Faktura");
        text.ShouldContain("Zu zahlen / Å betale NOK 125,00");
        text.ShouldContain("Fälligkeitsdatum");
        text.ShouldContain("Forfallsdato");
        text.ShouldContain("Seite 1 von 1 / Side 1 av 1");
    }

    private static string Words(Language language) =>
        PdfReading.Text(PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line("Kurs")), language));

    private static string Spaced(string text) => text.Replace('\u00A0', ' ');
}
