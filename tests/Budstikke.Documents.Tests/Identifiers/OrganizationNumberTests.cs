using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Identifiers;

public sealed class OrganizationNumberTests
{
    [NeedsVectors]
    public void Every_valid_vector_is_accepted() =>
        NorwegianVectors.Disagreeing("orgnr", "valid", v => OrganizationNumber.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_invalid_vector_is_refused() =>
        NorwegianVectors.Disagreeing("orgnr", "invalid", v => !OrganizationNumber.Parse(v).IsValid).ShouldBeEmpty();

    [Theory]
    [InlineData("123456785")]
    [InlineData("987654325")]
    [InlineData("988077917")]
    [InlineData("701730496")]
    public void A_number_with_its_MOD11_digit_is_accepted(string text) =>
        OrganizationNumber.Parse(text).Value.ToString().ShouldBe(text);

    [Theory]
    [InlineData("123456789", "has a wrong check digit")]
    [InlineData("111222333", "has a wrong check digit")]
    [InlineData("000000000", "has a wrong check digit")]
    [InlineData("92345678", "must be 9 digits")]
    [InlineData("9234567830", "must be 9 digits")]
    [InlineData("988 077 917", "must be 9 digits")]
    [InlineData("９８８０７７９１７", "must be 9 digits")]
    [InlineData("988077917\n", "must be 9 digits")]
    [InlineData(null, "must be 9 digits")]
    public void A_text_that_is_no_organisation_number_says_why(string? text, string reason) =>
        OrganizationNumber.Parse(text).Reason.ShouldBe(reason);

    [Fact]
    public void No_last_digit_fits_where_the_rule_asks_for_ten() =>
        Enumerable.Range(0, 10).ShouldAllBe(digit => !OrganizationNumber.Parse($"85000000{digit}").IsValid);

    [Fact]
    public void It_is_written_in_groups_for_people_and_as_a_VAT_id_for_machines()
    {
        var number = OrganizationNumber.Parse("988077917").Value;

        number.Grouped.ShouldBe("988 077 917");
        number.VatId.ShouldBe("NO988077917MVA");
    }

    [Fact]
    public void Its_Peppol_address_has_the_scheme_0192()
    {
        var number = OrganizationNumber.Parse("988077917").Value;

        EndpointId.Of(number).ToString().ShouldBe("0192:988077917");
        EndpointId.Parse("0192", "988077917").Value.ShouldBe(EndpointId.Of(number));
    }

    [Theory]
    [InlineData("0192", "988077918", "has a wrong check digit")]
    [InlineData("192", "988077917", "must have a scheme of 4 digits")]
    [InlineData(null, "988077917", "must have a scheme of 4 digits")]
    [InlineData("0192", " ", "must have a value")]
    [InlineData("0088", null, "must have a value")]
    public void An_address_that_Peppol_would_refuse_says_why(string? scheme, string? value, string reason) =>
        EndpointId.Parse(scheme, value).Reason.ShouldBe(reason);
}
