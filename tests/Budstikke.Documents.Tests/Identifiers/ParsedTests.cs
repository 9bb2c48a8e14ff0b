using Budstikke.Documents.Identifiers;

namespace Budstikke.Documents.Tests.Identifiers;

public sealed class ParsedTests
{
    [Fact]
    public void A_refused_text_has_a_reason_and_no_value()
    {
        var parsed = BankAccount.Parse("86011117949");

        parsed.IsValid.ShouldBeFalse();
        parsed.ValueOrNull.ShouldBeNull();
        Should.Throw<FormatException>(() => parsed.Value).Message.ShouldBe("has a wrong check digit");
    }

    [Fact]
    public void An_accepted_text_has_a_value_and_no_reason()
    {
        var parsed = BankAccount.Parse("86011117947");

        parsed.IsValid.ShouldBeTrue();
        parsed.Reason.ShouldBeNull();
        parsed.ValueOrNull.ShouldBe(parsed.Value);
    }
}
