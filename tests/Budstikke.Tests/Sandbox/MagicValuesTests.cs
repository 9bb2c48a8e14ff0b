using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Documents.Identifiers;
using Budstikke.Jobs;
using Budstikke.Sandbox;
using Budstikke.Support;

namespace Budstikke.Tests.Sandbox;

/// <summary>The table that integrators read, and that the simulated channels act by.</summary>
public sealed class MagicValuesTests
{
    [Fact]
    public void The_organisation_numbers_are_valid_and_nobodys()
    {
        var numbers = EhfDescription.Channel.Magic.Values.Select(magic => magic.Value).ToArray();

        numbers.ShouldNotBeEmpty();
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
            from channel in ChannelList.All
            from row in MagicRows.All
            where MagicValues.For(channel, MagicRows.PlaceOf(row.Channel, row.Magic)) == row.Magic
            select (channel.Name, row.Magic.Value);

        found.ShouldBe(MagicRows.All.Select(row => (row.Channel.Name, row.Magic.Value)), ignoreOrder: true);
    }

    [Theory]
    [InlineData("Email", "FULL@example.com", "full")]
    [InlineData("Email", "full+1@example.com", "full")]
    [InlineData("Email", "fuller@example.com", null)]
    [InlineData("Email", "kari.full@example.com", null)]
    [InlineData("Ehf", "0192:100000008", "100000008")]
    [InlineData("Ehf", "0192:1000000081", null)]
    [InlineData("Ehf", "0088:100000008", null)]
    public void A_recipient_is_magic_only_as_a_whole(string channel, string recipient, string? value) =>
        (MagicValues.For(MagicRows.Named(channel), new(recipient))?.Value).ShouldBe(value);

    [Theory]
    [InlineData(
        "Email",
        "bounces@example.com",
        "report-late-failure",
        "Simulated: 5.1.1 User unknown (a bounce from the receiving server)"
    )]
    [InlineData(
        "Ehf",
        "0192:100000024",
        "report-late-failure",
        "Simulated: Message level response RE (rejected) from the receiver."
    )]
    [InlineData(
        "Ehf",
        "0192:100000032",
        "report-delivery",
        "Simulated: Message level response AP (accepted) from the receiver."
    )]
    public void What_is_told_later_has_its_evidence(string channel, string recipient, string kind, string evidence)
    {
        var job = ReportOf(channel, recipient, isSimulated: true).ShouldNotBeNull();

        job.Kind.ShouldBe(kind);
        job.Content.ShouldBe($$"""{"evidence":"{{evidence}}"}""");
        ReportOf(channel, recipient, isSimulated: false).ShouldBeNull();
    }

    [Theory]
    [InlineData("Email", "refused@example.com")]
    [InlineData("Post", "Kari Nordmann, Luramyrveien 65, 4313 Sandnes")]
    public void Of_others_nothing_is_told_later(string channel, string recipient) =>
        ReportOf(channel, recipient, isSimulated: true).ShouldBeNull();

    [Fact]
    public void A_delivery_is_simulated_only_where_the_channel_tells_of_it() =>
        MagicRows
            .All.Where(row => row.Magic.Answer == MagicAnswer.AcceptedThenDelivered)
            .ShouldAllBe(row => row.Channel.TellsOfDelivery);

    [Fact]
    public void The_table_in_the_documentation_is_this_one()
    {
        var lines = File.ReadAllLines(RepositoryFolder.PathOf("docs", "sandbox.md"));

        lines
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .ShouldBe(MagicRows.All.Select(row => Row(row.Channel, row.Magic)));
    }

    private static string Row(Channel channel, MagicValue magic)
    {
        var answer = magic.Answer switch
        {
            MagicAnswer.Refused => "refused",
            MagicAnswer.NotReachable => "not reachable",
            MagicAnswer.Deferred => "deferred",
            MagicAnswer.LostThenRefused => "no answer, then refused",
            MagicAnswer.AcceptedThenDelivered => "accepted, then delivered",
            _ => "accepted, then returned",
        };
        return $"| {channel.Name} | {channel.Magic.Where} | `{magic.Value}` | {answer} | {magic.Description} |";
    }

    private static NewJob? ReportOf(string channel, string recipient, bool isSimulated) =>
        Budstikke.Sandbox.Registration.ReportOf(
            new DispatchAccepted
            {
                ClientId = "C1",
                OrderIds = ["ODR1"],
                Key = "INV1-x",
                InvoiceId = "INV1",
                Channel = channel,
                Recipient = recipient,
                Attempt = 1,
                Evidence = "taken",
                IsSimulated = isSimulated,
            },
            ChannelList.All.ToDictionary(one => one.Name)
        );
}
