using Budstikke.Documents.Identifiers;
using Budstikke.Orders;

namespace Budstikke.Distribution;

/// <summary>What a channel may know of the buyer to say how it reaches him; never the personal number itself.</summary>
internal sealed record RouteBuyer
{
    /// <summary>One of the two, never both.</summary>
    public required Buyers Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>A company's, digits as given.</summary>
    public string? OrganizationNumber { get; init; }

    public required bool GavePersonalNumber { get; init; }

    /// <summary>One with right check digits: only that can have an e-invoice address.</summary>
    public required bool HasPersonalNumber { get; init; }

    public required string Email { get; init; }

    /// <summary>Of the telephone number, as given, with its plus: <c>+47</c>.</summary>
    public required string CountryCode { get; init; }

    /// <summary>The telephone number.</summary>
    public required string Msisdn { get; init; }

    public required string Street { get; init; }

    public required string PostCode { get; init; }

    public required string City { get; init; }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public required string Country { get; init; }

    /// <param name="digits">As given; only a private customer's count.</param>
    public static RouteBuyer Of(Customer customer, PersonalDigits? digits) =>
        new()
        {
            Kind = customer.Type == CustomerType.Corporate ? Buyers.Companies : Buyers.Persons,
            Name = customer.Name,
            OrganizationNumber = customer.OrganizationNumber,
            GavePersonalNumber = digits is not null,
            HasPersonalNumber = PersonalNumber.Parse(digits?.Reveal()).IsValid,
            Email = customer.Email,
            CountryCode = customer.CountryCode,
            Msisdn = customer.Msisdn,
            Street = customer.Address.Street,
            PostCode = customer.Address.PostCode,
            City = customer.Address.City,
            Country = customer.Address.Country,
        };
}
