using System.Buffers;
using System.Text;
using System.Xml.Linq;
using Budstikke.Documents.Ubl;

namespace Budstikke.Documents.Tests.Ubl;

public class XmlOutputTests
{
    [Theory]
    [InlineData("a\u0000b\u0001c\u001fd", "a\ufffdb\ufffdc\ufffdd")]
    [InlineData("\ufffe\uffff", "\ufffd\ufffd")]
    [InlineData("\u007f\u0085\u2028", "\u007f\u0085\u2028")]
    public void What_XML_cannot_hold_is_replaced_visibly(string name, string read) => Item(name).ShouldBe(read);

    [Fact]
    public void Half_a_pair_of_surrogates_is_replaced_visibly() =>
        Item("\ud800x\ud83c&\udc00").ShouldBe("\ufffdx\ufffd&\ufffd");

    [Fact]
    public void Every_other_character_comes_through()
    {
        var all = string.Concat(Enumerable.Range(1, 0xffff).Where(IsPlain).Select(code => (char)code)) + "\U0010ffff";

        Item(all).ShouldBe(all);
    }

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("-0.00", "0.00")]
    [InlineData("5", "5.00")]
    [InlineData("5.1", "5.10")]
    [InlineData("5.1000", "5.10")]
    [InlineData("-1234567.89", "-1234567.89")]
    [InlineData("0.005", "0.005")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335.00")]
    public void An_amount_has_two_decimals_and_is_never_rounded(string amount, string written) =>
        Written(decimal.Parse(amount), 1).ShouldContain($"<cbc:PayableAmount currencyID=\"NOK\">{written}<");

    [Theory]
    [InlineData("1.000", "1")]
    [InlineData("100", "100")]
    [InlineData("2.50", "2.5")]
    [InlineData("0.00000001", "0.00000001")]
    [InlineData("-3", "-3")]
    [InlineData("0.000", "0")]
    public void A_quantity_has_no_needless_zeros(string quantity, string written) =>
        Written(1, decimal.Parse(quantity)).ShouldContain($"<cbc:InvoicedQuantity unitCode=\"C62\">{written}<");

    [Fact]
    public void A_blank_field_leaves_no_element()
    {
        var blank = Parts.Simple with
        {
            BuyerReference = "",
            PurchaseOrderReference = " ",
            SalesOrderReference = "\t",
            Delivery = new(null, "\n"),
            Notes = [""],
            Seller = Parts.Seller with { Email = " ", Phone = "" },
            Buyer = Parts.Company with { CustomerNumber = "", Email = "", LegalRegistrationId = " " },
            Payment = Parts.Simple.Payment! with { Bic = "", Kid = null },
            Attachments = [new("empty.pdf", "", "application/pdf", default)],
        };

        Document(blank).Descendants().ShouldAllBe(element => element.HasElements || element.Value.Trim() != "");
    }

    [Fact]
    public void The_same_document_gives_the_same_bytes() =>
        UblWriter.ToArray(Parts.Simple).ShouldBe(UblWriter.ToArray(Parts.Simple));

    [Fact]
    public void Writing_needs_no_more_memory_for_many_lines_than_for_one()
    {
        const int outputBytes = 1024 * 1024;
        const int ownBytes = 1024;
        var many = Parts.Simple with { Lines = [.. Enumerable.Repeat(Parts.Simple.Lines[0], 200)] };
        var output = new ArrayBufferWriter<byte>(outputBytes);
        UblWriter.Write(many, output);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        UblWriter.Write(many, output);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(ownBytes);
    }

    private static string Item(string name) =>
        Document(Parts.Simple with { Lines = [Parts.Line("1", name, 1, 1, Parts.Standard)] })
            .Descendants()
            .Single(element => element.Name.LocalName == "Name")
            .Value;

    private static XDocument Document(Documents.Invoices.Invoice invoice) =>
        XDocument.Load(new MemoryStream(UblWriter.ToArray(invoice)));

    private static string Written(decimal due, decimal quantity) =>
        Encoding.UTF8.GetString(
            UblWriter.ToArray(
                Parts.Simple with
                {
                    Totals = Parts.Simple.Totals with { AmountDue = due },
                    Lines = [Parts.Line("1", "x", quantity, 1, Parts.Standard)],
                }
            )
        );

    private static bool IsPlain(int code) => code is 9 or 10 or 13 or (>= 0x20 and < 0xd800) or (> 0xdfff and < 0xfffe);
}
