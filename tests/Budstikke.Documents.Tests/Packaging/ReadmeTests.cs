using Budstikke.Documents.Amounts;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Rules;
using Budstikke.Documents.Ubl;
using Budstikke.Documents.Vat;
using Budstikke.Documents.Wording;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Packaging;

public sealed class ReadmeTests
{
    [Fact]
    public void The_sample_of_the_package_makes_a_lawful_invoice()
    {
        var (violations, _, pdf) = Sample();

        violations.ShouldBeEmpty();
        pdf.PageCount.ShouldBe(1);
    }

    [NeedsPeppolRules]
    public Task The_sample_of_the_package_makes_a_valid_EHF() => PeppolRules.ShouldAccept(Sample().Ehf);

    [Fact]
    public void The_README_shows_the_sample_as_it_is_run()
    {
        var source = File.ReadAllText(
            RepositoryFolder.PathOf("tests", "Budstikke.Documents.Tests", "Packaging", "ReadmeTests.cs")
        );
        var readme = File.ReadAllText(RepositoryFolder.PathOf("src", "Budstikke.Documents", "README.md"));

        Between(readme, "```csharp\n", "```\n")
            .ShouldBe(Between(source, "// csharpier-ignore-start\n", "// csharpier-ignore-end\n"));
    }

    private static (IReadOnlyList<Violation> Violations, byte[] Ehf, PdfDocument Pdf) Sample()
    {
        // csharpier-ignore-start
        var today = new DateOnly(2026, 11, 24);
        var seller = new Seller {
            Name = "Fjordlys AS", OrganizationNumber = OrganizationNumber.Parse("988077917").Value,
            IsVatRegistered = true, IsInForetaksregisteret = true,
            Address = new("Langgata 17", "4306", "Sandnes", "NO") };
        var buyer = new Buyer { Name = "Bølgen AS", LegalRegistrationId = "995525828",
            Endpoint = EndpointId.Parse("0192", "995525828").Value,
            Address = new("Postboks 114", "4001", "Stavanger", "NO") };
        var vat = VatPolicy.Registered.For(25);
        var sums = NetAmounts.FromInclusive(
            [new(Quantity: 2, Price: 2250, false, Discount: 0, Amount: 4500, vat)], [], 4500);
        var line = new InvoiceLine { Id = "1", ItemName = "Varmeovn", InvoicedQuantity = 2, Vat = vat,
            NetPrice = sums.Lines[0].NetPrice, LineNetAmount = sums.Lines[0].LineNetAmount };
        var invoice = new Invoice { Number = "10023", IssueDate = today, DueDate = DueDate.After(today, days: 14),
            BuyerReference = "Per Hansen", Seller = seller, Buyer = buyer,
            Delivery = new(today, "Sandnes"), Lines = [line],
            Payment = new("86011117947", Bic: null, Kid.WithMod10("10023")), VatBreakdowns = sums.VatBreakdowns,
            Totals = sums.Totals };
        var violations = InvoiceRules.Check(invoice); // None; else each names its rule and its field.
        var ehf = UblWriter.ToArray(invoice);
        var pdf = InvoicePdf.Render(invoice, new() { Language = Language.No });
        // csharpier-ignore-end
        return (violations, ehf, pdf);
    }

    /// <summary>Line by line, however far it is indented.</summary>
    private static string[] Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return
        [
            .. text[from..text.IndexOf(end, from, StringComparison.Ordinal)].Split('\n').Select(line => line.Trim()),
        ];
    }
}
