using System.Text;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;
using Xunit.Abstractions;

namespace Budstikke.Documents.Tests.Ubl;

public class UblReaderTests(ITestOutputHelper console)
{
    private const int RandomDocuments = 300;

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void What_was_written_reads_back_equal(string kind)
    {
        var sample = Samples.All[kind];

        ShouldHaveContentsOf(UblReader.Read(sample.Written), sample.Invoice);
    }

    [Fact]
    public void Random_documents_read_back_equal() =>
        AnyInvoice.ForAll(
            RandomDocuments,
            console,
            sample =>
            {
                var read = UblReader.Read(sample.Written);
                ShouldHaveContentsOf(read, sample.Invoice);
                UblWriter.ToArray(read, sample.Profile).ShouldBe(sample.Written);
                return Task.CompletedTask;
            }
        );

    [Fact]
    public void A_document_is_read_from_a_stream_as_from_memory()
    {
        using var stream = new MemoryStream(Samples.All["simple"].Written);

        ShouldHaveContentsOf(UblReader.Read(stream), Parts.Simple);
    }

    [Theory]
    [InlineData("", "no well-formed XML")]
    [InlineData("<a", "no well-formed XML")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no well-formed XML")]
    [InlineData("<Invoice/>", "The root is no UBL invoice")]
    public void What_is_no_document_is_refused_with_the_reason(string text, string reason)
    {
        var refusal = Should.Throw<FormatException>(() => UblReader.Read(Encoding.UTF8.GetBytes(text)));

        refusal.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("<cbc:ID>10001</cbc:ID>", "", "Invoice lacks ID")]
    [InlineData("<cbc:Name>Hårvask</cbc:Name>", "<cbc:Name> </cbc:Name>", "Item lacks Name")]
    [InlineData(">2026-11-22<", ">22.11.2026<", "IssueDate is no date: 22.11.2026")]
    [InlineData(">63.75<", ">63,75<", "is no number: 63,75")]
    [InlineData(">63.75<", ">1e400<", "is no number: 1e400")]
    [InlineData("<cbc:ID>S<", "<cbc:ID>0<", "No such VAT category: 0")]
    public void A_document_with_a_wrong_element_is_refused_by_its_name(string right, string wrong, string reason)
    {
        var text = Encoding.UTF8.GetString(Samples.All["simple"].Written).Replace(right, wrong);

        var refusal = Should.Throw<FormatException>(() => UblReader.Read(Encoding.UTF8.GetBytes(text)));

        refusal.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("<cac:Party xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'>")]
    public void Deep_nesting_is_refused_at_once(string level)
    {
        var deep = string.Concat(Enumerable.Repeat(level, 100_000));

        Should
            .Throw<FormatException>(() => UblReader.Read(Encoding.UTF8.GetBytes(deep)))
            .Message.ShouldContain("nested too deeply");
    }

    [Fact]
    public void An_attribute_may_be_large_and_a_text_may_come_in_pieces()
    {
        var text = Encoding.UTF8.GetString(Samples.All["simple"].Written);
        text = text.Replace(">Hårvask<", "><![CDATA[Hår]]>va<!-- no part of it -->sk<")
            .Replace("<cbc:ID>10001", $"<cbc:ID remark=\"{new string('x', 1_000_000)}\">10001");

        ShouldHaveContentsOf(UblReader.Read(Encoding.UTF8.GetBytes(text)), Parts.Simple);
    }

    private static void ShouldHaveContentsOf(Invoice read, Invoice written)
    {
        read.Lines.Select(WithoutLists).ShouldBe(written.Lines.Select(WithoutLists));
        read.Lines.SelectMany(line => line.Allowances).ShouldBe(written.Lines.SelectMany(line => line.Allowances));
        read.Lines.SelectMany(line => line.Charges).ShouldBe(written.Lines.SelectMany(line => line.Charges));
        read.Allowances.ShouldBe(written.Allowances);
        read.Charges.ShouldBe(written.Charges);
        read.VatBreakdowns.ShouldBe(written.VatBreakdowns);
        read.PrecedingInvoices.ShouldBe(written.PrecedingInvoices);
        read.Notes.ShouldBe(written.Notes);
        read.Attachments.Select(file => (file with { Content = default }, Convert.ToHexString(file.Content.Span)))
            .ShouldBe(
                written.Attachments.Select(file =>
                    (file with { Content = default }, Convert.ToHexString(file.Content.Span))
                )
            );
        WithoutLists(read).ShouldBe(WithoutLists(written));
    }

    /// <summary>Records compare lists by reference; the rest of a document compares by its contents.</summary>
    private static Invoice WithoutLists(Invoice invoice) =>
        invoice with
        {
            Lines = Array.Empty<InvoiceLine>(),
            Allowances = Array.Empty<DocumentAllowance>(),
            Charges = Array.Empty<DocumentCharge>(),
            VatBreakdowns = Array.Empty<VatBreakdown>(),
            PrecedingInvoices = Array.Empty<PrecedingInvoice>(),
            Notes = Array.Empty<string>(),
            Attachments = Array.Empty<AttachedDocument>(),
        };

    private static (InvoiceLine Line, int Allowances, int Charges) WithoutLists(InvoiceLine line) =>
        (
            line with
            {
                Allowances = Array.Empty<LineAllowance>(),
                Charges = Array.Empty<LineCharge>(),
            },
            line.Allowances.Count,
            line.Charges.Count
        );
}
