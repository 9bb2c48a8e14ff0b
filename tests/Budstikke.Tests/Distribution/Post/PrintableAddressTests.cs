using Budstikke.Distribution;
using Budstikke.Distribution.Post;

namespace Budstikke.Tests.Distribution.Post;

public sealed class PrintableAddressTests
{
    private static readonly DispatchedInvoice s_kari = Dispatches.Invoice;

    [Fact]
    public void A_domestic_address_is_name_street_and_place() =>
        Lines(s_kari).ShouldBe(["Kari Nordmann", "Luramyrveien 65", "4313 SANDNES"]);

    [Fact]
    public void An_address_abroad_ends_with_the_country() =>
        Lines(s_kari with { PostCode = "SE-123 45", City = "Malmö", Country = "SE" })
            .ShouldBe(["Kari Nordmann", "Luramyrveien 65", "SE-123 45 MALMÖ", "SWEDEN"]);

    [Fact]
    public void Every_country_is_printed_by_its_name() =>
        Lines(s_kari with { PostCode = "", Country = "ZW" })[^1].ShouldBe("ZIMBABWE");

    [Fact]
    public void Abroad_is_what_the_seller_sends_to_from_another_country()
    {
        Lines(s_kari with { SellerCountry = "SE" })[^1].ShouldBe("NORWAY");
        Lines(s_kari with { SellerCountry = "SE", PostCode = "12345", Country = "SE" })[^1].ShouldBe("12345 SANDNES");
    }

    [Fact]
    public void A_long_name_goes_on_in_a_second_line() =>
        Lines(s_kari with { BuyerName = "Foreningen for bevaring av gamle norske trebåter på Vestlandet" })
            .ShouldBe([
                "Foreningen for bevaring av gamle norske",
                "trebåter på Vestlandet",
                "Luramyrveien 65",
                "4313 SANDNES",
            ]);

    [Theory]
    [InlineData("NO", "4313")]
    [InlineData("NO", " 0001 ")]
    [InlineData("NO", "NO-4313")]
    [InlineData("SE", "12345")]
    [InlineData("SE", "123 45")]
    [InlineData("SE", "S-123 45")]
    [InlineData("DK", "DK-2100")]
    [InlineData("FI", "00100")]
    [InlineData("DE", "D-10115")]
    [InlineData("GB", "SW1A 1AA")]
    public void A_postcode_may_be_written_as_people_write_it(string country, string postCode) =>
        Reason(s_kari with { Country = country, PostCode = postCode }).ShouldBeNull();

    [Theory]
    [InlineData("NO", "431", 4)]
    [InlineData("NO", "43133", 4)]
    [InlineData("NO", "", 4)]
    [InlineData("NO", "0000", 4)]
    [InlineData("NO", "٤٣١٣", 4)]
    [InlineData("NO", "S-4313", 4)]
    [InlineData("SE", "1234", 5)]
    [InlineData("DK", "21000", 4)]
    [InlineData("FI", "100", 5)]
    [InlineData("DE", "1011A", 5)]
    public void A_postcode_that_cannot_be_one_is_refused(string country, string postCode, int digits) =>
        Reason(s_kari with { Country = country, PostCode = postCode })
            .ShouldBe($"A postcode in {country} has {digits} digits; this one is \"{postCode}\".");

    [Fact]
    public void A_missing_part_is_refused_by_name()
    {
        Reason(s_kari with { Street = " " }).ShouldBe("The address has no street.");
        Reason(s_kari with { City = "" }).ShouldBe("The address has no city.");
        Reason(s_kari with { BuyerName = "" }).ShouldBe("The address has no name.");
    }

    [Fact]
    public void A_line_that_our_fonts_cannot_print_is_refused() =>
        Reason(s_kari with { Street = "شارع 5" }).ShouldBe("\"شارع 5\" has a character that our fonts cannot print.");

    [Fact]
    public void A_word_longer_than_a_line_is_refused() =>
        Reason(s_kari with { Street = new string('x', 46) })
            .ShouldBe($"\"{new string('x', 45)}…\" is longer than a line of 45 characters.");

    [Fact]
    public void A_word_longer_than_a_line_is_shown_without_half_a_character() =>
        Reason(s_kari with { Street = new string('x', 44) + "\U0001F9FE" })
            .ShouldBe($"\"{new string('x', 44)}…\" is longer than a line of 45 characters.");

    [Fact]
    public void A_name_of_three_lines_is_refused() =>
        Reason(s_kari with { BuyerName = string.Join(' ', Enumerable.Repeat("Foreningen", 13)) })
            .ShouldBe(
                $"\"{string.Join(' ', Enumerable.Repeat("Foreningen", 9))} F…\" has no room in an envelope's window: "
                    + "it shows 6 lines, 2 of them for the name."
            );

    [Fact]
    public void A_street_of_more_lines_than_the_window_has_left_is_refused() =>
        Reason(s_kari with { Street = string.Join(' ', Enumerable.Repeat("Luramyrveien", 15)) })
            .ShouldBe(
                $"\"{string.Join(' ', Enumerable.Repeat("Luramyrveien", 7))} Luramyrve…\" has no room in "
                    + "an envelope's window: it shows 6 lines, 2 of them for the name."
            );

    private static IReadOnlyList<string> Lines(DispatchedInvoice invoice)
    {
        Reason(invoice).ShouldBeNull();
        return PrintableAddress.Check(invoice).Lines;
    }

    private static string? Reason(DispatchedInvoice invoice) => PrintableAddress.Check(invoice).Reason;
}
