using System.Xml.Linq;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;

namespace Budstikke.Documents.Ubl;

/// <summary>Reads seller and buyer (BG-4, BG-7) from UBL.</summary>
internal static class UblPartyReader
{
    public static Seller ReadSeller(XElement party)
    {
        var entity = party.RequiredPart("PartyLegalEntity");
        var address = ReadAddress(party);
        var number = NorwegianNumber(entity, address);
        return new()
        {
            Name = entity.RequiredText("RegistrationName"),
            TradingName = party.Part("PartyName").Text("Name"),
            Identifier = party.Part("PartyIdentification").Text("ID"),
            OrganizationNumber = number ?? default,
            RegisteredAbroad = number is null
                ? new(ReadEndpoint(party), entity.Text("CompanyID"), TaxId(party, "VAT"))
                : null,
            IsVatRegistered = TaxId(party, "VAT") is not null,
            IsInForetaksregisteret = TaxId(party, "TAX") == UblParties.Foretaksregisteret,
            Address = address,
            ContactName = party.Part("Contact").Text("Name"),
            Email = party.Part("Contact").Text("ElectronicMail"),
            Phone = party.Part("Contact").Text("Telephone"),
        };
    }

    public static Buyer ReadBuyer(XElement party)
    {
        var entity = party.RequiredPart("PartyLegalEntity");
        return new()
        {
            Name = entity.RequiredText("RegistrationName"),
            TradingName = party.Part("PartyName").Text("Name"),
            CustomerNumber = party.Part("PartyIdentification").Text("ID"),
            LegalRegistrationId = entity.Text("CompanyID"),
            VatId = TaxId(party, "VAT"),
            Endpoint = ReadEndpoint(party),
            Address = ReadAddress(party),
            ContactName = party.Part("Contact").Text("Name"),
            Phone = party.Part("Contact").Text("Telephone"),
            Email = party.Part("Contact").Text("ElectronicMail"),
        };
    }

    /// <summary>
    /// Other countries have numbers of nine digits too: the scheme or the address must say that it is Norway's.
    /// </summary>
    private static OrganizationNumber? NorwegianNumber(XElement entity, PostalAddress address)
    {
        var isNorwegian =
            address.Country == "NO"
            || entity.Basic("CompanyID")?.Attribute("schemeID")?.Value == UblParties.NorwegianScheme;
        return isNorwegian ? OrganizationNumber.Parse(entity.Code("CompanyID")).ValueOrNull : null;
    }

    private static EndpointId? ReadEndpoint(XElement party)
    {
        var endpoint = party.Basic("EndpointID");
        return EndpointId.Parse(endpoint?.Attribute("schemeID")?.Value, endpoint?.Value).ValueOrNull;
    }

    private static PostalAddress ReadAddress(XElement party)
    {
        var address = party.RequiredPart("PostalAddress");
        return new(
            address.Text("StreetName"),
            address.Text("PostalZone"),
            address.Text("CityName"),
            address.RequiredPart("Country").RequiredCode("IdentificationCode")
        )
        {
            AdditionalStreet = address.Text("AdditionalStreetName"),
            Subdivision = address.Text("CountrySubentity"),
        };
    }

    private static string? TaxId(XElement party, string scheme) =>
        party
            .Parts("PartyTaxScheme")
            .FirstOrDefault(tax => tax.Part("TaxScheme").Code("ID") == scheme)
            .Code("CompanyID");
}
