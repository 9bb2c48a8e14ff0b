using System.Xml.Linq;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>BG-4 and BG-7 in UBL.</summary>
internal static class UblParties
{
    /// <summary>The scheme of Norwegian organisation numbers, both in the ICD and in the EAS code list.</summary>
    internal const string NorwegianScheme = "0192";

    /// <summary>What a limited company must show; NO-R-002 wants it as a tax registration.</summary>
    internal const string Foretaksregisteret = "Foretaksregisteret";

    public static void Write(XmlOutput xml, Seller seller)
    {
        xml.Open("cac:AccountingSupplierParty"u8);
        xml.Open("cac:Party"u8);
        xml.Element("cbc:EndpointID"u8, seller.OrganizationNumber.ToString(), "schemeID"u8, NorwegianScheme);
        WriteAddress(xml, seller.Address);
        if (seller.IsVatRegistered)
            WriteTaxScheme(xml, seller.OrganizationNumber.VatId, "VAT"u8);
        if (seller.IsInForetaksregisteret)
            WriteTaxScheme(xml, Foretaksregisteret, "TAX"u8);
        WriteLegalEntity(xml, seller.Name, seller.OrganizationNumber.ToString(), NorwegianScheme);
        WriteContact(xml, seller.Phone, seller.Email);
        xml.Close("cac:Party"u8);
        xml.Close("cac:AccountingSupplierParty"u8);
    }

    public static void Write(XmlOutput xml, Buyer buyer)
    {
        xml.Open("cac:AccountingCustomerParty"u8);
        xml.Open("cac:Party"u8);
        if (buyer.Endpoint is { } endpoint)
            xml.Element("cbc:EndpointID"u8, endpoint.Value, "schemeID"u8, endpoint.Scheme);
        if (!string.IsNullOrWhiteSpace(buyer.CustomerNumber))
        {
            xml.Open("cac:PartyIdentification"u8);
            xml.Element("cbc:ID"u8, buyer.CustomerNumber);
            xml.Close("cac:PartyIdentification"u8);
        }
        WriteAddress(xml, buyer.Address);
        WriteLegalEntity(xml, buyer.Name, buyer.LegalRegistrationId, SchemeOf(buyer));
        WriteContact(xml, phone: null, buyer.Email);
        xml.Close("cac:Party"u8);
        xml.Close("cac:AccountingCustomerParty"u8);
    }

    public static Seller ReadSeller(XElement party)
    {
        var entity = party.RequiredPart("PartyLegalEntity");
        return new()
        {
            Name = entity.RequiredText("RegistrationName"),
            OrganizationNumber = OrganizationNumber.Parse(entity.Code("CompanyID")).ValueOrNull ?? default,
            IsVatRegistered = TaxId(party, "VAT") is not null,
            IsInForetaksregisteret = TaxId(party, "TAX") == Foretaksregisteret,
            Address = ReadAddress(party),
            Email = party.Part("Contact").Text("ElectronicMail"),
            Phone = party.Part("Contact").Text("Telephone"),
        };
    }

    public static Buyer ReadBuyer(XElement party)
    {
        var entity = party.RequiredPart("PartyLegalEntity");
        var endpoint = party.Basic("EndpointID");
        return new()
        {
            Name = entity.RequiredText("RegistrationName"),
            CustomerNumber = party.Part("PartyIdentification").Text("ID"),
            LegalRegistrationId = entity.Text("CompanyID"),
            Endpoint = EndpointId.Parse(endpoint?.Attribute("schemeID")?.Value, endpoint?.Value).ValueOrNull,
            Address = ReadAddress(party),
            Email = party.Part("Contact").Text("ElectronicMail"),
        };
    }

    public static void WriteCountry(XmlOutput xml, string country)
    {
        xml.Open("cac:Country"u8);
        xml.Element("cbc:IdentificationCode"u8, country);
        xml.Close("cac:Country"u8);
    }

    /// <summary>A number under 0192 must have a right check digit (PEPPOL-COMMON-R041); any other stands without a scheme.</summary>
    private static string? SchemeOf(Buyer buyer) =>
        buyer.Address.Country == "NO" && OrganizationNumber.Parse(buyer.LegalRegistrationId).IsValid
            ? NorwegianScheme
            : null;

    private static void WriteAddress(XmlOutput xml, PostalAddress address)
    {
        xml.Open("cac:PostalAddress"u8);
        xml.Element("cbc:StreetName"u8, address.Street);
        xml.Element("cbc:CityName"u8, address.City);
        xml.Element("cbc:PostalZone"u8, address.PostCode);
        WriteCountry(xml, address.Country);
        xml.Close("cac:PostalAddress"u8);
    }

    private static void WriteTaxScheme(XmlOutput xml, string id, ReadOnlySpan<byte> scheme)
    {
        xml.Open("cac:PartyTaxScheme"u8);
        xml.Element("cbc:CompanyID"u8, id);
        xml.Open("cac:TaxScheme"u8);
        xml.Element("cbc:ID"u8, scheme);
        xml.Close("cac:TaxScheme"u8);
        xml.Close("cac:PartyTaxScheme"u8);
    }

    private static void WriteLegalEntity(XmlOutput xml, string name, string? id, string? scheme)
    {
        xml.Open("cac:PartyLegalEntity"u8);
        xml.Element("cbc:RegistrationName"u8, name);
        xml.Element("cbc:CompanyID"u8, id, "schemeID"u8, scheme);
        xml.Close("cac:PartyLegalEntity"u8);
    }

    private static void WriteContact(XmlOutput xml, string? phone, string? email)
    {
        if (string.IsNullOrWhiteSpace(phone) && string.IsNullOrWhiteSpace(email))
            return;
        xml.Open("cac:Contact"u8);
        xml.Element("cbc:Telephone"u8, phone);
        xml.Element("cbc:ElectronicMail"u8, email);
        xml.Close("cac:Contact"u8);
    }

    private static PostalAddress ReadAddress(XElement party)
    {
        var address = party.RequiredPart("PostalAddress");
        return new(
            address.Text("StreetName"),
            address.Text("PostalZone"),
            address.Text("CityName"),
            address.RequiredPart("Country").RequiredCode("IdentificationCode")
        );
    }

    private static string? TaxId(XElement party, string scheme) =>
        party
            .Parts("PartyTaxScheme")
            .FirstOrDefault(tax => tax.Part("TaxScheme").Code("ID") == scheme)
            .Code("CompanyID");
}
