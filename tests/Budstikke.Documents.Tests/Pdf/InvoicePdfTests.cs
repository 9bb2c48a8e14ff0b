using Budstikke.Documents.Pdf;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Pdf;

public sealed class InvoicePdfTests
{
    [NeedsPoppler]
    public void The_sheet_shows_what_must_be_paid_how_and_when()
    {
        var text = PdfReading.Text(PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line("Varmeovn", 1, 3600))));

        text.ShouldContain("Varmeovn");
        text.ShouldContain("NOK 4 500,00");
        text.ShouldContain("8601.11.17947");
        text.ShouldContain("201170100238");
        text.ShouldContain("16.03.2026");
        text.ShouldContain("Org.nr. 988 077 917 MVA");
        text.ShouldContain("Foretaksregisteret");
    }

    [NeedsQpdf]
    public void The_file_is_sound() =>
        PdfReading.Faults(PdfReading.Render(SampleInvoices.Corporate(), PdfLanguage.No)).ShouldBeEmpty();
}
