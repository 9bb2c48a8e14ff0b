using System.Globalization;
using System.Xml.Linq;
using Budstikke.Documents.Ubl;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Ubl;

public class OfficialExamplesTests
{
    // What the model has no field for, as our issuers do not need it. Anything else that is lost is a defect.
    private static readonly string[] NotInTheModel =
    [
        "/TaxPointDate=",
        "/PayeeParty/",
        "/TaxRepresentativeParty/",
        "/CompanyLegalForm=",
        "/PartyIdentification/ID/@schemeID=",
        "/AccountingCustomerParty/Party/PartyLegalEntity/CompanyID/@schemeID=0183",
        // Documents that are only referred to; an attachment's number is its file name.
        "/ExternalReference/",
        "/AdditionalDocumentReference/DocumentTypeCode=130",
        "/AdditionalDocumentReference/DocumentDescription=Timesheet",
        "/AdditionalDocumentReference/DocumentDescription=Technical specification",
        "/AdditionalDocumentReference/ID",
        // Of the place of delivery: the city and the country.
        "/Delivery/DeliveryParty/",
        "/Delivery/DeliveryLocation/ID",
        "/Delivery/DeliveryLocation/Address/StreetName=",
        "/Delivery/DeliveryLocation/Address/AdditionalStreetName=",
        "/Delivery/DeliveryLocation/Address/PostalZone=",
        "/Delivery/DeliveryLocation/Address/CountrySubentity=",
        "/Delivery/DeliveryLocation/Address/AddressLine/",
        // Always a credit transfer.
        "/PaymentMeans/PaymentMeansCode=31",
        "/PaymentMeans/PaymentMeansCode/@name=",
        "/PaymentMeans/PayeeFinancialAccount/Name=",
        // How an amount came about; a code where words say the same.
        "/AllowanceChargeReasonCode=",
        "/MultiplierFactorNumeric=",
        "/AllowanceCharge/BaseAmount",
        "/Price/AllowanceCharge/",
        "/Price/BaseQuantity",
        "/Price/PriceAmount=200",
        "/TaxExemptionReasonCode=",
        "/ClassifiedTaxCategory/ID/@schemeID=",
        // Of an item: name, description and the seller's number.
        "Line/AccountingCost=",
        "/StandardItemIdentification/",
        "/OriginCountry/",
        "/CommodityClassification/",
        "/AdditionalItemProperty/",
    ];

    public static TheoryData<string> Examples { get; } =
        PeppolFolder.Missing is null
            ?
            [
                .. Directory
                    .GetFiles(PeppolFolder.PathOf("examples"), "*.xml", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(PeppolFolder.PathOf("examples"), file))
                    .Order(StringComparer.Ordinal),
            ]
            : [""];

    [NeedsPeppolRulesTheory]
    [MemberData(nameof(Examples))]
    public void An_example_written_again_loses_nothing_that_the_model_has(string example)
    {
        var original = File.ReadAllBytes(PeppolFolder.PathOf("examples", example));

        var again = UblWriter.ToArray(UblReader.Read(original));

        var left = Leaves(again);
        var lost = Leaves(original).Where(leaf => !left.Remove(leaf)).ToList();
        lost.RemoveAll(leaf => NotInTheModel.Any(leaf.Contains));
        lost.ShouldBeEmpty();
    }

    [NeedsPeppolRulesTheory]
    [MemberData(nameof(Examples))]
    public async Task An_example_written_again_breaks_no_rule_that_it_did_not_break(string example)
    {
        var original = File.ReadAllBytes(PeppolFolder.PathOf("examples", example));
        var broken = (await PeppolRules.Check(original)).Select(rule => rule.Id).ToArray();

        await PeppolRules.ShouldAccept(UblWriter.ToArray(UblReader.Read(original)), broken);
    }

    /// <summary>
    /// Every value by its path below the root; numbers without needless zeros, texts without the space around them.
    /// </summary>
    private static List<string> Leaves(byte[] document)
    {
        using var stream = new MemoryStream(document);
        return [.. XDocument.Load(stream).Root!.Elements().SelectMany(element => Leaves(element, ""))];
    }

    private static IEnumerable<string> Leaves(XElement element, string path)
    {
        path += "/" + element.Name.LocalName;
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            yield return $"{path}/@{attribute.Name.LocalName}={attribute.Value}";
        if (!element.HasElements)
            yield return $"{path}={Plain(element.Value.Trim())}";
        foreach (var leaf in element.Elements().SelectMany(child => Leaves(child, path)))
            yield return leaf;
    }

    private static string Plain(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
        && value.Contains('.')
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : value;
}
