using Budstikke.Peppol;

namespace Budstikke.Tests.Peppol;

public sealed class SmlNameTests
{
    private const string Zone = "participant.sml.prod.tech.peppol.org";

    [Fact]
    public void A_participants_name_is_the_networks_own_example() =>
        SmlName
            .Of("9915:test", Zone)
            .ShouldBe($"eh5boavaktmbgzyh2a63dz4qov33fvp5nsdvqklucfraayoodw6a.iso6523-actorid-upis.{Zone}");

    [Fact]
    public void Case_makes_no_difference() => SmlName.Of("9915:TEST", Zone).ShouldBe(SmlName.Of("9915:test", Zone));

    [Theory]
    [InlineData("0192:991825827", "0192:991825827")]
    [InlineData(" 0192:AB ", "0192:ab")]
    [InlineData("192:991825827", null)]
    [InlineData("0192:", null)]
    [InlineData("0192:99 1825827", null)]
    [InlineData("0192:991825827\n0192:1", null)]
    [InlineData("iso6523-actorid-upis::0192:991825827", null)]
    public void A_participant_is_a_scheme_and_a_number(string text, string? expected) =>
        Participant.Parse(text).ShouldBe(expected);
}
