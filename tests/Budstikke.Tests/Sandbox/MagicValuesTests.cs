using Budstikke.Distribution;
using Budstikke.Documents.Identifiers;
using Budstikke.Sandbox;
using Budstikke.Support;

namespace Budstikke.Tests.Sandbox;

/// <summary>The table that integrators read, and that the simulated channels act by.</summary>
public sealed class MagicValuesTests
{
    [Fact]
    public void The_organisation_numbers_are_valid_and_nobodys()
    {
        var numbers = MagicValues
            .All.Where(magic => magic.Channel == Channel.Ehf)
            .Select(magic => magic.Value)
            .ToArray();

        numbers.ShouldAllBe(number => OrganizationNumber.Parse(number).IsValid);
        numbers.ShouldAllBe(number => number.StartsWith('1'));
    }

    [Theory]
    [InlineData("15838532192")]
    [InlineData("41816012374")]
    public void The_personal_numbers_of_the_examples_are_valid(string digits) =>
        PersonalNumber.Parse(digits).IsValid.ShouldBeTrue();

    [Fact]
    public void A_value_acts_on_its_channel_alone()
    {
        var found =
            from channel in Enum.GetValues<Channel>()
            from magic in MagicValues.All
            where MagicValues.For(channel, RecipientOf(magic), NameOf(magic), StreetOf(magic)) == magic
            select (channel, magic.Value);

        found.ShouldBe(
            MagicValues.All.Select(magic => (magic.Channel, magic.Value)).OrderBy(pair => pair.Channel),
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData(nameof(Channel.Email), "FULL@example.com", "full")]
    [InlineData(nameof(Channel.Email), "full+1@example.com", "full")]
    [InlineData(nameof(Channel.Email), "fuller@example.com", null)]
    [InlineData(nameof(Channel.Email), "kari.full@example.com", null)]
    [InlineData(nameof(Channel.Ehf), "0192:100000008", "100000008")]
    [InlineData(nameof(Channel.Ehf), "0192:1000000081", null)]
    [InlineData(nameof(Channel.Ehf), "0088:100000008", null)]
    public void A_recipient_is_magic_only_as_a_whole(string channel, string recipient, string? value) =>
        (MagicValues.For(Enum.Parse<Channel>(channel), recipient, "", "")?.Value).ShouldBe(value);

    [Fact]
    public void What_comes_back_later_has_its_evidence()
    {
        MagicValues
            .BouncesLater(Channel.Email, "bounces@example.com")
            .ShouldBe("Simulated: 5.1.1 User unknown (a bounce from the receiving server)");
        MagicValues.BouncesLater(Channel.Ehf, "0192:100000024").ShouldNotBeNull();
        MagicValues.BouncesLater(Channel.Email, "refused@example.com").ShouldBeNull();
        MagicValues.BouncesLater(Channel.Post, "Kari Nordmann, Luramyrveien 65, 4313 Sandnes").ShouldBeNull();
    }

    [Fact]
    public void The_table_in_the_documentation_is_this_one()
    {
        var lines = File.ReadAllLines(RepositoryFolder.PathOf("docs", "sandbox.md"));

        lines
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .ShouldBe(MagicValues.All.Select(Row));
    }

    private static string Row(MagicValue magic)
    {
        var field = magic.Field switch
        {
            MagicField.OrganizationNumber => "organisation number",
            MagicField.Name => "name begins with",
            MagicField.EmailLocalPart => "e-mail before @",
            _ => "street begins with",
        };
        var answer = magic.Answer switch
        {
            MagicAnswer.Refused => "refused",
            MagicAnswer.Deferred => "deferred",
            MagicAnswer.LostThenRefused => "no answer, then refused",
            _ => "accepted, then returned",
        };
        return $"| {magic.Channel} | {field} | `{magic.Value}` | {answer} | {magic.Description} |";
    }

    private static string RecipientOf(MagicValue magic) =>
        magic.Field switch
        {
            MagicField.OrganizationNumber => $"0192:{magic.Value}",
            MagicField.EmailLocalPart => $"{magic.Value}@example.com",
            _ => "",
        };

    private static string NameOf(MagicValue magic) =>
        magic.Field == MagicField.Name ? $"{magic.Value} Kari" : "Kari Nordmann";

    private static string StreetOf(MagicValue magic) =>
        magic.Field == MagicField.Street ? $"{magic.Value} 7" : "Luramyrveien 65";
}
