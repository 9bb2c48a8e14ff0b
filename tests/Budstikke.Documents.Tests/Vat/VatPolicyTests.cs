using Budstikke.Documents.Vat;

namespace Budstikke.Documents.Tests.Vat;

public sealed class VatPolicyTests
{
    [Theory]
    [InlineData(25)]
    [InlineData(15)]
    [InlineData(12)]
    public void A_registered_seller_charges_its_rates_in_category_S(int rate) =>
        VatPolicy.Registered.For(rate).ShouldBe(new(VatCategory.S, rate));

    [Fact]
    public void The_rate_of_raw_fish_can_be_configured() =>
        (VatPolicy.Registered with { AllowedRates = [25, 11.11m] }).For(11.110m).ShouldBe(new(VatCategory.S, 11.11m));

    [Fact]
    public void Nothing_said_zero_percent_is_zero_rated_without_a_reason() =>
        VatPolicy.Registered.For(0).ShouldBe(new(VatCategory.Z, 0));

    [Fact]
    public void A_seller_outside_the_register_has_category_O_with_its_reason_and_no_rate()
    {
        VatPolicy.Check(VatPolicy.Unregistered).ShouldBeEmpty();
        VatPolicy.Unregistered.For(0).ShouldBe(new(VatCategory.O, 0, "Selger er ikke registrert for merverdiavgift"));
    }

    [Theory]
    [InlineData(VatCategory.E, "Unntatt, mval. § 3-2", "Unntatt, mval. § 3-2")]
    [InlineData(VatCategory.AE, null, "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet")]
    [InlineData(
        VatCategory.AE,
        "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet",
        "Omvendt avgiftsplikt – Merverdiavgift ikke beregnet"
    )]
    [InlineData(VatCategory.G, null, "Utførsel, mval. § 6-21")]
    [InlineData(VatCategory.G, " Utførsel til Svalbard, mval. § 6-21 ", "Utførsel til Svalbard, mval. § 6-21")]
    [InlineData(VatCategory.Z, " ", null)]
    public void Zero_percent_is_what_the_seller_says_it_is(VatCategory category, string? given, string? printed) =>
        Zero(category, given).For(0).ShouldBe(new(category, 0, printed));

    [Theory]
    [InlineData(VatCategory.O, null, "Category O is for sellers outside the VAT register")]
    [InlineData(VatCategory.S, null, "Category S is for rates above 0")]
    [InlineData(VatCategory.E, null, "Category E needs a reason")]
    [InlineData(VatCategory.E, " ", "Category E needs a reason")]
    [InlineData(VatCategory.Z, "because", "Category Z must have no reason")]
    [InlineData(VatCategory.AE, "Reverse charge", "The reason for category AE is the law's own sentence")]
    public void A_registered_sellers_policy_is_refused_with_a_reason(VatCategory category, string? given, string reason)
    {
        VatPolicy.Check(Zero(category, given)).ShouldHaveSingleItem().Text.ShouldStartWith(reason);
    }

    [Theory]
    [InlineData(VatCategory.Z, "BR-Z-02")]
    [InlineData(VatCategory.E, "BR-E-02")]
    [InlineData(VatCategory.AE, "BR-AE-02")]
    [InlineData(VatCategory.G, "BR-G-02")]
    public void A_seller_outside_the_register_has_no_category_but_O(VatCategory category, string rule) =>
        VatPolicy
            .Check(VatPolicy.Unregistered with { ZeroRateCategory = category })
            .ShouldContain(fault => fault.Text.Contains(rule));

    [Fact]
    public void A_seller_outside_the_register_may_not_charge_VAT() =>
        VatPolicy
            .Check(VatPolicy.Unregistered with { AllowedRates = [0, 25] })
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                fault => fault.Field.ShouldBe(nameof(VatPolicy.AllowedRates)),
                fault => fault.Text.ShouldContain("may not charge VAT")
            );

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        VatPolicy
            .Check(VatPolicy.Unregistered with { AllowedRates = [0, 0, 25], ZeroRateCategory = VatCategory.E })
            .Count.ShouldBe(4);

    [Fact]
    public void Rates_are_a_few_different_percentages()
    {
        decimal[][] refused =
        [
            [],
            [-1],
            [100],
            [11.111m],
            [25, 25.0m],
            [.. Enumerable.Range(0, 21)],
        ];

        foreach (var rates in refused)
            VatPolicy.Check(VatPolicy.Registered with { AllowedRates = rates }).ShouldHaveSingleItem();
    }

    [Fact]
    public void Twenty_rates_are_not_too_many() =>
        VatPolicy.Check(VatPolicy.Registered with { AllowedRates = [.. Enumerable.Range(0, 20)] }).ShouldBeEmpty();

    [Fact]
    public void A_reason_has_an_end()
    {
        VatPolicy.Check(Zero(VatCategory.E, new('x', 256))).ShouldHaveSingleItem();
        VatPolicy.Check(Zero(VatCategory.E, new('x', 255))).ShouldBeEmpty();
    }

    [Fact]
    public void A_rate_that_is_not_allowed_is_no_line()
    {
        VatPolicy.Registered.Allows(25.00m).ShouldBeTrue();
        VatPolicy.Registered.Allows(24).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => VatPolicy.Registered.For(24));
    }

    [Fact]
    public void A_refused_policy_taxes_nothing() =>
        Should.Throw<InvalidOperationException>(() => Zero(VatCategory.O, null).For(25));

    private static VatPolicy Zero(VatCategory category, string? reason) =>
        VatPolicy.Registered with
        {
            ZeroRateCategory = category,
            ZeroRateReason = reason,
        };
}
