using Budstikke.Mail;

namespace Budstikke.Tests.Mail;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("kari@example.no", "kari@example.no")]
    [InlineData("Kari.Nordmann+faktura@Example.NO", "Kari.Nordmann+faktura@example.no")]
    [InlineData("\"kari nordmann\"@example.no", "\"kari nordmann\"@example.no")]
    [InlineData("\"a@b\"@example.no", "\"a@b\"@example.no")]
    [InlineData("kari@blåbær.no", "kari@xn--blbr-roah.no")]
    [InlineData("kari@BLÅBÆR.NO", "kari@xn--blbr-roah.no")]
    [InlineData("kari@bücher.example", "kari@xn--bcher-kva.example")]
    [InlineData("kari@例え.jp", "kari@xn--r8jz45g.jp")]
    [InlineData("kari@ｅｘａｍｐｌｅ．no", "kari@example.no")]
    [InlineData("o'hara!#$%&*/=?^_`{|}~-@a_b.no", "o'hara!#$%&*/=?^_`{|}~-@a_b.no")]
    [InlineData("root@localhost", "root@localhost")]
    public void An_address_is_read_with_its_domain_in_ASCII(string text, string expected)
    {
        var address = EmailAddress.Parse(text).Address.ShouldNotBeNull();

        address.ToString().ShouldBe(expected);
        address.NeedsSmtpUtf8.ShouldBeFalse();
    }

    [Fact]
    public void A_name_beyond_ASCII_needs_SMTPUTF8() =>
        EmailAddress.Parse("blåbær@example.no").Address.ShouldNotBeNull().NeedsSmtpUtf8.ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("kari")]
    [InlineData("@example.no")]
    [InlineData("kari@")]
    [InlineData("kari@example..no")]
    [InlineData("kari@.no")]
    [InlineData("kari@-example.no")]
    [InlineData("kari@exa mple.no")]
    [InlineData("kari@[127.0.0.1]")]
    [InlineData("kari@a\u030A.no")]
    [InlineData("kari nordmann@example.no")]
    [InlineData("kari@nordmann@example.no")]
    [InlineData(".kari@example.no")]
    [InlineData("kari.@example.no")]
    [InlineData("ka..ri@example.no")]
    [InlineData("kari\r\nBcc: ola@example.no")]
    [InlineData("kari\n@example.no")]
    [InlineData("kari@example.no\r\n")]
    [InlineData("kari@example.no>\r\nRCPT TO:<ola@example.no")]
    [InlineData("\"kari\r\n\"@example.no")]
    [InlineData("\"ka\"ri\"@example.no")]
    [InlineData("\"kari\\\"@example.no")]
    [InlineData("kari\0@example.no")]
    [InlineData("\ud800@example.no")]
    [InlineData("<kari@example.no>")]
    public void What_cannot_stand_in_an_envelope_is_no_address(string? text)
    {
        var (address, reason) = EmailAddress.Parse(text);

        address.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Lengths_have_limits()
    {
        EmailAddress.Parse(new string('a', 64) + "@example.no").Reason.ShouldBeNull();
        EmailAddress.Parse(new string('a', 65) + "@example.no").Reason.ShouldNotBeNull();
        EmailAddress.Parse("a@" + new string('b', 64) + ".no").Reason.ShouldNotBeNull();
        EmailAddress.Parse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5))).Reason.ShouldNotBeNull();
    }
}
