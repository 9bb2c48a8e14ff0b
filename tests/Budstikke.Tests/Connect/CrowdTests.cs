using Budstikke.Connect;

namespace Budstikke.Tests.Connect;

public sealed class CrowdTests
{
    [Fact]
    public void A_client_has_so_many_places_and_gets_them_back()
    {
        var crowd = new Crowd(perClient: 2, perAddress: 0);

        var first = crowd.TryEnter("a", "1");
        crowd.TryEnter("a", "2").ShouldNotBeNull();
        crowd.TryEnter("a", "3").ShouldBeNull();
        crowd.TryEnter("b", "3").ShouldNotBeNull();
        first!.Dispose();
        first.Dispose();
        crowd.TryEnter("a", "3").ShouldNotBeNull();
        crowd.TryEnter("a", "3").ShouldBeNull();
    }

    [Fact]
    public void An_address_has_so_many_places_whoever_calls_from_it()
    {
        var crowd = new Crowd(perClient: 0, perAddress: 2);

        crowd.TryEnter("a", "1").ShouldNotBeNull();
        var second = crowd.TryEnter(null, "1");
        crowd.TryEnter("b", "1").ShouldBeNull();
        crowd.TryEnter("b", "2").ShouldNotBeNull();
        second!.Dispose();
        crowd.TryEnter(null, "1").ShouldNotBeNull();
    }

    [Fact]
    public void Without_limits_everybody_has_a_place()
    {
        var crowd = new Crowd(0, 0);
        for (var i = 0; i < 10_000; i++)
            crowd.TryEnter("a", "1").ShouldNotBeNull();
    }
}
