using System.Text;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Pdf.Fonts;
using Budstikke.Documents.Pdf.Text;
using Budstikke.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Documents.Tests.Pdf;

/// <summary>Names and texts come from strangers: whatever they hold, the invoice is set.</summary>
public sealed class AnyTextTests
{
    private const int RandomDocuments = 300;
    private const int DocumentsForQpdf = 40;

    private static readonly string[] Nasty =
    [
        "",
        " ",
        "\n\n\n",
        "\ud800",
        "x\udc00\ud800",
        "\0\u0001\u001b[31m",
        "\u202Eabc\u202C",
        "((((\\)))",
        "\r(\\\r\n",
        "e\u0301\u0301\u0301\u0301",
        "\u0301",
        "👨‍👩‍👧‍👦🇳🇴1️⃣",
        "\u200D\uFE0F",
        "محمد بن عبد الله",
        "漢字かな交じり文",
        "שלום עולם 123",
        "Ελληνικά Кириллица Tiếng Việt",
        "\uFFFE\uFFFF\uFFFD",
        new('x', 500),
        new('\u0301', 500),
        new(' ', 500),
        new('-', 500),
        string.Concat(Enumerable.Repeat("💐", 300)),
        string.Join('\n', Enumerable.Repeat("a", 100)),
    ];

    [Fact]
    public void Any_string_in_any_place_is_set()
    {
        var strings = Gen.OneOf(
            Gen.Elements(Nasty),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Choose(0, 0xFFFF).Select(code => (char)code).ListOf(40).Select(chars => new string([.. chars]))
        );
        Prop.ForAll(strings.ListOf(7).ToArbitrary(), texts => WithTexts(texts.ToArray()).PageCount >= 1)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(RandomDocuments));
    }

    [NeedsQpdf]
    public void Whatever_the_strings_qpdf_finds_the_file_sound()
    {
        var random = new Random(20261122);
        for (var i = 0; i < DocumentsForQpdf; i++)
        {
            var texts = new string[7];
            for (var j = 0; j < texts.Length; j++)
                texts[j] = j % 2 == 0 ? Nasty[(i + j) % Nasty.Length] : RandomText(random);
            PdfReading.Faults(WithTexts(texts)).ShouldBeEmpty();
        }
    }

    [NeedsPoppler]
    public void Arabic_emoji_and_rare_letters_show_and_can_be_copied()
    {
        var buyer = SampleInvoices.PrivateBuyer with { Name = "محمد علي 🎉 Nguyễn" };
        var line = SampleInvoices.Line("Blomster 💐 fra Ελλάδα и Україна, 漢字");
        var document = PdfReading.Render(SampleInvoices.Of(buyer, [line], []));
        var text = PdfReading.Layout(document);

        text.ShouldContain("محمد علي");
        text.ShouldContain("🎉");
        text.ShouldContain("Nguyễn");
        text.ShouldContain("Blomster 💐 fra Ελλάδα и Україна, 漢字");
    }

    [NeedsPoppler]
    public void An_accent_on_its_own_joins_its_letter() =>
        PdfReading
            .Text(PdfReading.Render(SampleInvoices.Of(SampleInvoices.Line("Bla\u030A\u0020cafe\u0301"))))
            .ShouldContain("Blå café");

    [Fact]
    public void One_text_element_without_a_glyph_is_one_box()
    {
        Boxes("👨‍👩‍👧").ShouldBe(1);
        Boxes("مح").ShouldBe(2);
        Boxes("a1️⃣b").ShouldBe(1);
        Boxes("\ud800").ShouldBe(1);
        Boxes("Ærlig Ελληνικά Кириллица").ShouldBe(0);
    }

    [Fact]
    public void What_our_fonts_have_no_glyph_for_cannot_be_printed()
    {
        InvoicePdf.CanPrint("Åse Ærlig-Øygård, Łódź, Ελλάδα, Україна, Nguyễn").ShouldBeTrue();
        InvoicePdf.CanPrint("Əliyev, Հակոբյան, ბერიძე, ⌀ 12 mm, x ≤ 3 ≥ 2 ≈ 2,5 → ✓ ✗ ☎ ★ ∞").ShouldBeTrue();
        InvoicePdf.CanPrint("cafe\u0301").ShouldBeTrue();
        InvoicePdf.CanPrint("").ShouldBeTrue();
        InvoicePdf.CanPrint("محمد").ShouldBeFalse();
        InvoicePdf.CanPrint("Kari 🎉").ShouldBeFalse();
        InvoicePdf.CanPrint("漢字").ShouldBeFalse();
        InvoicePdf.CanPrint("\ud800").ShouldBeFalse();
        InvoicePdf.CanPrint("a\u0007").ShouldBeFalse();
    }

    [Fact]
    public void What_cannot_be_printed_is_named_once_and_as_a_reader_sees_it()
    {
        InvoicePdf.Unprintable("Kari 🎉 og 👨‍👩‍👧, 漢漢字 🎉").ShouldBe(["🎉", "👨‍👩‍👧", "漢", "字"]);
        InvoicePdf.Unprintable("Əli ∞ Kari").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0x20, 0x7E)]
    [InlineData(0xA0, 0x17F)]
    [InlineData(0x391, 0x3A1)]
    [InlineData(0x3B1, 0x3C9)]
    [InlineData(0x400, 0x45F)]
    [InlineData(0x1EA0, 0x1EF9)]
    [InlineData(0x180, 0x2FF)]
    [InlineData(0x531, 0x556)]
    [InlineData(0x561, 0x587)]
    [InlineData(0x10D0, 0x10F0)]
    [InlineData(0x1C90, 0x1CB0)]
    [InlineData(0x2190, 0x2195)]
    public void Latin_Greek_Cyrillic_Armenian_and_Georgian_letters_and_arrows_have_glyphs_in_both_fonts(
        int first,
        int last
    )
    {
        for (var code = first; code <= last; code++)
        {
            Typeface.Regular.Glyph((char)code).ShouldNotBe((ushort)0, $"U+{code:X4}");
            Typeface.Bold.Glyph((char)code).ShouldNotBe((ushort)0, $"U+{code:X4}");
        }
    }

    [Fact]
    public void Lines_hold_all_of_the_text_and_none_is_too_wide()
    {
        var style = new Style(Typeface.Regular, 9, Ink.Text);
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(),
                Gen.Choose(20, 300).ToArbitrary(),
                (given, width) =>
                {
                    var text = PrintableText.Of(given.Get);
                    var lines = TextLines.Break(text, style, width);
                    var shown = string.Concat(lines.Select(line => line.Of(text).ToString()));
                    Blankless(shown).ShouldBe(Blankless(text));
                    foreach (var line in lines)
                        TextLines.Width(line.Of(text).TrimEnd(' '), style).ShouldBeLessThanOrEqualTo(width);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static string Blankless(string text) =>
        text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static int Boxes(string text)
    {
        var glyphs = new GlyphReader(text, Typeface.Regular);
        var boxes = 0;
        while (glyphs.Next())
            boxes += glyphs.IsBox ? 1 : 0;
        return boxes;
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(200); i > 0; i--)
            text.Append((char)random.Next(0x10000));
        return text.ToString();
    }

    private static PdfDocument WithTexts(string[] texts)
    {
        var line = SampleInvoices.Line(texts[0]) with
        {
            SellersItemId = texts[1],
            Note = texts[2],
            OrderLineReference = texts[3],
            UnitCode = texts[4],
            Allowances = [new(1, texts[5])],
        };
        var address = new PostalAddress(texts[6], texts[5], texts[4], "NO");
        var invoice = SampleInvoices.Of(line, line with { OrderLineReference = texts[1] });
        return PdfReading.Render(
            invoice with
            {
                Number = texts[1],
                Currency = texts[3],
                BuyerReference = texts[0],
                PurchaseOrderReference = texts[2],
                SalesOrderReference = texts[4],
                Delivery = new(null, texts[6]),
                Notes = texts,
                Charges = [new(1, texts[3], SampleInvoices.Standard)],
                Buyer = new()
                {
                    Name = texts[6],
                    CustomerNumber = texts[0],
                    LegalRegistrationId = texts[2],
                    Address = address,
                },
                Seller = invoice.Seller with
                {
                    Name = texts[2],
                    Email = texts[1],
                    Address = address with { Country = texts[0] },
                },
                Payment = new(texts[1], texts[5], null),
            }
        );
    }
}
