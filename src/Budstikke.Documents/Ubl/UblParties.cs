using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>Writes seller and buyer (BG-4, BG-7) as UBL.</summary>
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
        WriteEndpoint(xml, EndpointOf(seller));
        WriteIdentifier(xml, seller.Identifier);
        WriteTradingName(xml, seller.TradingName);
        WriteAddress(xml, seller.Address);
        WriteTaxScheme(xml, VatIdOf(seller), "VAT"u8);
        if (seller.IsInForetaksregisteret)
            WriteTaxScheme(xml, Foretaksregisteret, "TAX"u8);
        if (seller.RegisteredAbroad is { } abroad)
            WriteLegalEntity(xml, seller.Name, abroad.LegalRegistrationId, scheme: null);
        else
            WriteLegalEntity(xml, seller.Name, seller.OrganizationNumber.ToString(), NorwegianScheme);
        WriteContact(xml, seller.ContactName, seller.Phone, seller.Email);
        xml.Close("cac:Party"u8);
        xml.Close("cac:AccountingSupplierParty"u8);
    }

    public static void Write(XmlOutput xml, Buyer buyer)
    {
        xml.Open("cac:AccountingCustomerParty"u8);
        xml.Open("cac:Party"u8);
        WriteEndpoint(xml, buyer.Endpoint);
        WriteIdentifier(xml, buyer.CustomerNumber);
        WriteTradingName(xml, buyer.TradingName);
        WriteAddress(xml, buyer.Address);
        WriteTaxScheme(xml, buyer.VatId, "VAT"u8);
        WriteLegalEntity(xml, buyer.Name, buyer.LegalRegistrationId, SchemeOf(buyer));
        WriteContact(xml, buyer.ContactName, buyer.Phone, buyer.Email);
        xml.Close("cac:Party"u8);
        xml.Close("cac:AccountingCustomerParty"u8);
    }

    public static void WriteCountry(XmlOutput xml, string country)
    {
        xml.Open("cac:Country"u8);
        xml.Element("cbc:IdentificationCode"u8, country);
        xml.Close("cac:Country"u8);
    }

    /// <summary>
    /// A number under 0192 must have a right check digit (PEPPOL-COMMON-R041); any other stands without a scheme.
    /// </summary>
    private static string? SchemeOf(Buyer buyer) =>
        buyer.Address.Country == "NO" && OrganizationNumber.Parse(buyer.LegalRegistrationId).IsValid
            ? NorwegianScheme
            : null;

    private static EndpointId? EndpointOf(Seller seller) =>
        seller.RegisteredAbroad is { } abroad ? abroad.Endpoint : EndpointId.Of(seller.OrganizationNumber);

    private static string? VatIdOf(Seller seller)
    {
        if (seller.RegisteredAbroad is { } abroad)
            return abroad.VatId;
        return seller.IsVatRegistered ? seller.OrganizationNumber.VatId : null;
    }

    private static void WriteEndpoint(XmlOutput xml, EndpointId? endpoint) =>
        xml.Element("cbc:EndpointID"u8, endpoint?.Value, "schemeID"u8, endpoint?.Scheme);

    private static void WriteIdentifier(XmlOutput xml, string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
            return;
        xml.Open("cac:PartyIdentification"u8);
        xml.Element("cbc:ID"u8, id);
        xml.Close("cac:PartyIdentification"u8);
    }

    private static void WriteTradingName(XmlOutput xml, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return;
        xml.Open("cac:PartyName"u8);
        xml.Element("cbc:Name"u8, name);
        xml.Close("cac:PartyName"u8);
    }

    private static void WriteAddress(XmlOutput xml, PostalAddress address)
    {
        xml.Open("cac:PostalAddress"u8);
        xml.Element("cbc:StreetName"u8, address.Street);
        xml.Element("cbc:AdditionalStreetName"u8, address.AdditionalStreet);
        xml.Element("cbc:CityName"u8, address.City);
        xml.Element("cbc:PostalZone"u8, address.PostCode);
        xml.Element("cbc:CountrySubentity"u8, address.Subdivision);
        WriteCountry(xml, address.Country);
        xml.Close("cac:PostalAddress"u8);
    }

    private static void WriteTaxScheme(XmlOutput xml, string? id, ReadOnlySpan<byte> scheme)
    {
        if (string.IsNullOrWhiteSpace(id))
            return;
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

    private static void WriteContact(XmlOutput xml, string? name, string? phone, string? email)
    {
        if (string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(phone) && string.IsNullOrWhiteSpace(email))
            return;
        xml.Open("cac:Contact"u8);
        xml.Element("cbc:Name"u8, name);
        xml.Element("cbc:Telephone"u8, phone);
        xml.Element("cbc:ElectronicMail"u8, email);
        xml.Close("cac:Contact"u8);
    }
}
