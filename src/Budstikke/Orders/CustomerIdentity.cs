using Budstikke.Documents.Identifiers;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Which customer of a client it is, as a keyed hash: a company by organisation number and country; a person by the
/// personal number, or where that cannot be one by telephone number and name. A number that two people share, or that a
/// shop makes up, makes no one customer of them.
/// </summary>
/// <param name="Hash">Covers the client: two clients' customers have nothing in common.</param>
internal sealed record CustomerIdentity(string ClientId, string Hash)
{
    /// <summary>Between the parts: no text of an order can hold it.</summary>
    private const char Border = '\0';

    public static CustomerIdentity Of(string clientId, Customer customer, PersonalDigits? digits, Secrets secrets) =>
        new(clientId, HashOf(clientId, Parts(customer, digits), secrets));

    /// <summary>By which a person is found in <c>customers.key_hash</c>; null where the number cannot be one, and names
    /// nobody.</summary>
    public static string? HashOfPerson(string clientId, PersonalDigits digits, Secrets secrets) =>
        PersonalNumber.Parse(digits.Reveal()).IsValid ? HashOf(clientId, PartsOf(digits), secrets) : null;

    /// <summary>The same of a company.</summary>
    public static string HashOfCompany(string clientId, string country, string number, Secrets secrets) =>
        HashOf(clientId, PartsOf(country, number), secrets);

    private static string HashOf(string clientId, string[] parts, Secrets secrets) =>
        secrets.Hash($"customer:{clientId}", string.Join(Border, parts));

    private static string[] PartsOf(PersonalDigits digits) => ["person", digits.Reveal()];

    private static string[] PartsOf(string country, string number) => ["corporate", country, number];

    /// <summary>
    /// As releases before migration 0015 made it. They knew a person without a personal number by the telephone number
    /// alone, took every number for right, and a company's for one in all countries.
    /// </summary>
    public static string EarlierHash(Customer customer, PersonalDigits? digits, Secrets secrets) =>
        customer switch
        {
            { Type: CustomerType.Corporate } => secrets.Hash("customer-corporate", customer.OrganizationNumber!),
            _ when digits is not null => secrets.Hash("customer-person", digits.Reveal()),
            _ => secrets.Hash("customer-telephone", customer.CountryCode + customer.Msisdn),
        };

    private static string[] Parts(Customer customer, PersonalDigits? digits) =>
        customer switch
        {
            { Type: CustomerType.Corporate } => PartsOf(customer.Address.Country, customer.OrganizationNumber!),
            _ when digits is not null && PersonalNumber.Parse(digits.Reveal()).IsValid => PartsOf(digits),
            _ => ["telephone", customer.CountryCode, customer.Msisdn, Folded(customer.Name)],
        };

    /// <summary>The same name however its letters are composed, its blanks set and its capitals written.</summary>
    public static string Folded(string name) =>
        string.Join(' ', DecomposedText.Of(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToUpperInvariant();
}
