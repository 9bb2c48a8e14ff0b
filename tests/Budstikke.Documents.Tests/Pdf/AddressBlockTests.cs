using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

public sealed class AddressBlockTests
{
    private static readonly PostalAddress s_harare = new("12 Samora Machel Avenue", null, "Harare", "ZW");

    [Fact]
    public void It_has_the_place_in_capitals_and_a_foreign_country_s_name_last()
    {
        var (lines, cutShort) = AddressBlock.Of("Tendai Moyo", s_harare, "NO");

        lines.ShouldBe(["Tendai Moyo", "12 Samora Machel Avenue", "HARARE", "ZIMBABWE"]);
        cutShort.ShouldBeEmpty();
        AddressBlock.Of("Tendai Moyo", s_harare, "ZW").Lines[^1].ShouldBe("HARARE");
    }

    [Fact]
    public void What_has_no_room_is_cut_short_and_named_in_full()
    {
        var name = string.Join(' ', Enumerable.Repeat("Foreningen", 13));

        var (lines, cutShort) = AddressBlock.Of(name, s_harare, "NO");

        lines.Count.ShouldBe(AddressBlock.MaxNameLines + 3);
        lines[AddressBlock.MaxNameLines - 1].ShouldEndWith("…");
        cutShort.ShouldBe([name]);
    }

    [NeedsPoppler]
    public void The_sheet_prints_these_lines_and_no_others()
    {
        var buyer = SampleInvoices.PrivateBuyer with
        {
            Name = "Foreningen for bevaring av gamle norske trebåter på Vestlandet",
            Address = s_harare with { Street = "c/o Blåbær\n12 Samora Machel Avenue" },
        };

        var sheet = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(buyer, [SampleInvoices.Line("Kurs")], [])));

        var (lines, cutShort) = AddressBlock.Of(buyer.Name, buyer.Address, SampleInvoices.Seller.Address.Country);
        cutShort.ShouldBeEmpty();
        lines.Count.ShouldBe(AddressBlock.MaxLines);
        sheet.ShouldContain(string.Join('\n', lines));
    }
}
