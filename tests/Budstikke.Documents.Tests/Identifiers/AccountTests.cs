using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Identifiers;

public sealed class AccountTests
{
    [NeedsVectors]
    public void Every_valid_account_is_accepted() =>
        NorwegianVectors.Disagreeing("bankaccount", "valid", v => BankAccount.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_invalid_account_is_refused() =>
        NorwegianVectors.Disagreeing("bankaccount", "invalid", v => !BankAccount.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void An_account_that_the_sources_dispute_is_refused() =>
        NorwegianVectors.Disagreeing("bankaccount", "disputed", v => !BankAccount.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_valid_IBAN_is_accepted() =>
        NorwegianVectors.Disagreeing("iban", "valid", v => Iban.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_invalid_IBAN_is_refused() =>
        NorwegianVectors.Disagreeing("iban", "invalid", v => !Iban.Parse(v).IsValid).ShouldBeEmpty();

    [NeedsVectors]
    public void Every_valid_account_has_an_IBAN_that_leads_back_to_it() =>
        NorwegianVectors
            .Disagreeing("bankaccount", "valid", v => Iban.Parse(IbanOf(v)).Value.Account?.ToString() == v)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("86011117947")]
    [InlineData("12345678903")]
    [InlineData("99990000006")]
    public void An_account_with_its_MOD11_digit_is_accepted(string text) =>
        BankAccount.Parse(text).Value.ToString().ShouldBe(text);

    [Theory]
    [InlineData("86011117949", "has a wrong check digit")]
    [InlineData("10101010101", "has a wrong check digit")]
    [InlineData("12340012345", "has a wrong check digit")]
    [InlineData("00000000000", "names no bank: it starts with 0000")]
    [InlineData("00000100080", "names no bank: it starts with 0000")]
    [InlineData("1010101010", "must be 11 digits")]
    [InlineData("86011117947\n", "must be 11 digits")]
    [InlineData(null, "must be 11 digits")]
    public void A_text_that_is_no_account_says_why(string? text, string reason) =>
        BankAccount.Parse(text).Reason.ShouldBe(reason);

    [Fact]
    public void An_account_is_read_and_written_with_dots() =>
        BankAccount.Parse("8601.11.17947").Value.Grouped.ShouldBe("8601.11.17947");

    [Theory]
    [InlineData("NO9386011117947", "NO93 8601 1117 947")]
    [InlineData("no93 8601 1117 947", "NO93 8601 1117 947")]
    [InlineData("NO6138361226620", "NO61 3836 1226 620")]
    [InlineData("FI2112345600000785", "FI21 1234 5600 0007 85")]
    public void An_IBAN_is_read_with_spaces_and_small_letters(string text, string grouped) =>
        Iban.Parse(text).Value.Grouped.ShouldBe(grouped);

    [Fact]
    public void A_Norwegian_IBAN_holds_the_account_and_is_made_of_it()
    {
        var account = BankAccount.Parse("86011117947").Value;

        Iban.Of(account).ToString().ShouldBe("NO9386011117947");
        Iban.Parse("NO9386011117947").Value.Account.ShouldBe(account);
        Iban.Parse("FI2112345600000785").Value.Account.ShouldBeNull();
    }

    [Theory]
    [InlineData("NO9286011117947", "has wrong check digits")]
    [InlineData("NO2386011117946", "holds an account that has a wrong check digit")]
    [InlineData("NO4970011111222", "has wrong check digits")]
    [InlineData("9386011117947", "must be 15 to 34 letters and digits")]
    [InlineData("938601111794711", "must start with a country and two check digits")]
    [InlineData("NO93860111179ſ7", "must be 15 to 34 letters and digits")]
    [InlineData("NO9386011117947\n", "must be 15 to 34 letters and digits")]
    [InlineData(null, "must be 15 to 34 letters and digits")]
    public void A_text_that_is_no_IBAN_says_why(string? text, string reason) =>
        Iban.Parse(text).Reason.ShouldBe(reason);

    /// <summary>Check digits are 02 to 98 (ISO 7064): those three would leave the same remainder as 98, 97 and
    /// 02.</summary>
    [Fact]
    public void An_IBAN_with_check_digits_that_no_calculation_gives_is_refused()
    {
        var accounts = Enumerable
            .Range(0, 20_000)
            .Select(i => $"{8601_0000000 + i}")
            .Where(a => BankAccount.Parse(a).IsValid);
        var twins = accounts
            .Select(IbanOf)
            .Select(iban =>
                iban[2..4] switch
                {
                    "98" => $"NO01{iban[4..]}",
                    "97" => $"NO00{iban[4..]}",
                    "02" => $"NO99{iban[4..]}",
                    _ => null,
                }
            )
            .OfType<string>()
            .ToList();

        twins.Select(iban => iban[2..4]).Distinct().Count().ShouldBe(3);
        twins.ShouldAllBe(iban => !Iban.Parse(iban).IsValid);
    }

    private static string IbanOf(string account) => Iban.Of(BankAccount.Parse(account).Value).ToString();
}
