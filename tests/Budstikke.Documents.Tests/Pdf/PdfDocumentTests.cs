using Budstikke.Documents.Pdf;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Pdf;

public sealed class PdfDocumentTests
{
    [Fact]
    public void The_same_invoice_gives_the_same_bytes() =>
        PdfReading
            .Render(SampleInvoices.Corporate())
            .ToArray()
            .ShouldBe(PdfReading.Render(SampleInvoices.Corporate()).ToArray());

    [Fact]
    public void Another_invoice_has_another_identity()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));

        Id(PdfReading.Render(invoice)).ShouldNotBe(Id(PdfReading.Render(invoice with { Number = "10024" })));
    }

    [Fact]
    public void All_documents_share_the_head_and_the_body_is_small()
    {
        var one = PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line("Kurs")));
        var other = PdfReading.Render(SampleInvoices.Corporate(), Language.De);

        one.Head.ToArray().ShouldBe(other.Head.ToArray());
        one.Body.Length.ShouldBeLessThan(6_000);
        one.Head.Length.ShouldBeLessThan(60_000);
        one.ToArray().Length.ShouldBe(one.Head.Length + one.Body.Length);
    }

    [Fact]
    public void The_shared_head_is_the_same_text_in_every_EHF()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));
        var document = PdfReading.Render(invoice);
        var ehf = UblWriter.ToArray(
            invoice with
            {
                Attachments = [new("10023.pdf", null, "application/pdf", document.ToArray())],
            }
        );

        (document.Head.Length % 3).ShouldBe(0);
        System
            .Text.Encoding.UTF8.GetString(ehf)
            .ShouldContain(
                $">{Convert.ToBase64String(document.Head.Span)}{Convert.ToBase64String(document.Body.Span)}<"
            );
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 2)]
    [InlineData(200, 7)]
    public void Pages_are_as_many_as_the_lines_need(int lines, int pages) =>
        PdfReading
            .Render(SampleInvoices.Of(Enumerable.Range(1, lines).Select(i => SampleInvoices.Line($"Vare {i}"))))
            .PageCount.ShouldBe(pages);

    [NeedsQpdf]
    public void Qpdf_finds_every_kind_of_document_sound()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            PdfReading.Faults(PdfReading.Render(SampleInvoices.Corporate(), language)).ShouldBeEmpty();
            PdfReading.Faults(PdfReading.Render(SampleInvoices.CreditNote(), language)).ShouldBeEmpty();
        }
    }

    /// <summary>Digipost prints its machine code at x 0–15 mm; nothing of ours comes left of 18 mm.</summary>
    [NeedsPoppler]
    public void Nothing_is_printed_in_the_left_margin()
    {
        foreach (var line in PdfReading.WordBoxes(PdfReading.Render(SampleInvoices.Corporate())))
        {
            line.Left.ShouldBeGreaterThan(18 * 72 / 25.4);
            line.Right.ShouldBeLessThan(193 * 72 / 25.4);
            line.Bottom.ShouldBeLessThan(290 * 72 / 25.4);
        }
    }

    [NeedsPoppler]
    public void The_address_stands_where_the_window_is()
    {
        var invoice = SampleInvoices.Of(SampleInvoices.Line("Kurs"));
        var document = InvoicePdf.Render(
            invoice,
            new()
            {
                Language = Language.No,
                AddressLeftMm = 25,
                AddressTopMm = 60,
            }
        );
        var name = PdfReading.WordBoxes(document).First(box => box.Word == "Kari");

        name.Left.ShouldBeInRange(25 * 72 / 25.4, 26 * 72 / 25.4);
        name.Top.ShouldBeInRange(59 * 72 / 25.4, 63 * 72 / 25.4);
    }

    [Fact]
    public void An_address_that_would_meet_its_neighbours_cannot_be_asked_for()
    {
        var presentation = new PdfPresentation { Language = Language.No };

        Should.Throw<ArgumentOutOfRangeException>(() => presentation with { AddressLeftMm = 15 });
        Should.Throw<ArgumentOutOfRangeException>(() => presentation with { AddressTopMm = 30 });
    }

    [Fact]
    public void An_invoice_without_lines_is_still_a_sheet() =>
        PdfReading.Render(SampleInvoices.Of()).PageCount.ShouldBe(1);

    private static string Id(PdfDocument document)
    {
        var text = System.Text.Encoding.Latin1.GetString(document.Body.Span);
        return text[
            text.IndexOf("/ID[", StringComparison.Ordinal)..text.IndexOf("startxref", StringComparison.Ordinal)
        ];
    }
}
