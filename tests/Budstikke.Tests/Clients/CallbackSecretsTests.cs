using Budstikke.Clients;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Clients;

public sealed class CallbackSecretsTests
{
    private static readonly DateTimeOffset s_now = BudstikkeApp.Monday;

    [Fact]
    public void A_secret_that_took_nobodys_place_signs_alone() =>
        new CallbackSecrets("new").At(s_now).ShouldBe(["new"]);

    [Theory]
    [InlineData(0, "old new")]
    [InlineData(11, "old new")]
    [InlineData(12, "new old")]
    [InlineData(23, "new old")]
    [InlineData(24, "new")]
    public void In_an_overlap_both_sign_and_the_first_makes_the_checksum(int hours, string signers)
    {
        var overlap = new Rotation(TimeSpan.FromHours(24), s_now.AddHours(12)).From(s_now);

        new CallbackSecrets("new", "old", overlap).At(s_now.AddHours(hours)).ShouldBe(signers.Split(' '));
    }

    [Theory]
    [InlineData(23, "old new")]
    [InlineData(24, "new")]
    public void Unless_it_is_said_the_checksum_changes_when_the_overlap_ends(int hours, string signers)
    {
        var overlap = new Rotation(TimeSpan.FromHours(24), null).From(s_now);

        new CallbackSecrets("new", "old", overlap).At(s_now.AddHours(hours)).ShouldBe(signers.Split(' '));
    }

    [Fact]
    public void Without_an_overlap_the_earlier_one_ends_at_once() =>
        new Rotation(TimeSpan.Zero, null).From(s_now).ShouldBeNull();

    [Theory]
    [InlineData(24, -1, false)]
    [InlineData(24, 0, true)]
    [InlineData(24, 24, true)]
    [InlineData(24, 25, false)]
    [InlineData(0, 1, false)]
    public void The_checksum_changes_within_the_overlap(int overlap, int from, bool isLawful) =>
        (new Rotation(TimeSpan.FromHours(overlap), s_now.AddHours(from)).Fault(s_now) is null).ShouldBe(isLawful);
}
