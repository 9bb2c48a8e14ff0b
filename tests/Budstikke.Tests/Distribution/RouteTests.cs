using Budstikke.Distribution;
using Budstikke.Tests.Support;
using Route = Budstikke.Distribution.Route;

namespace Budstikke.Tests.Distribution;

/// <summary>The pure decision over a list of channels; the stories of the route tell the rest.</summary>
public sealed class RouteTests
{
    private static readonly RouteBuyer s_company = RouteBuyer.Of(Samples.ToCompany.Customer, digits: null);
    private static readonly Dictionary<string, string> s_nothing = [];

    [Theory]
    [InlineData(nameof(DispatchState.Planned))]
    [InlineData(nameof(DispatchState.Accepted))]
    [InlineData(nameof(DispatchState.Delivered))]
    [InlineData(nameof(DispatchState.InDoubt))]
    public void What_holds_the_route_holds_it_for_channels_that_were_put_before_it_since(string state) =>
        Next(new("Email", Enum.Parse<DispatchState>(state), "")).ShouldBe(new NothingToDo());

    [Theory]
    [InlineData(nameof(DispatchState.Refused))]
    [InlineData(nameof(DispatchState.FailedLate))]
    [InlineData(nameof(DispatchState.Passed))]
    [InlineData(nameof(DispatchState.Superseded))]
    public void What_has_failed_is_followed_by_the_next(string state)
    {
        var step = Next(new("Ehf", Enum.Parse<DispatchState>(state), "")).ShouldBeOfType<SendBy>();

        (step.Channel.Name, step.Recipient).ShouldBe(("Email", "faktura@bedrift.example"));
    }

    [Fact]
    public void At_the_end_each_channel_has_its_reason_in_the_order_of_the_list()
    {
        PastDispatch[] past =
        [
            new("Post", DispatchState.Refused, "no street"),
            new("Ehf", DispatchState.Refused, "unknown"),
        ];
        var absent = new Dictionary<string, string> { ["Email"] = "not here" };

        var end = Route.Next(ChannelList.All, s_company, absent, past).ShouldBeOfType<Exhausted>();

        end.Passed.ShouldBe([new("Email", DispatchState.Passed, "not here")]);
        end.Whole.Select(dispatch => dispatch.Reason).ShouldBe(["unknown", "not here", "no street"]);
    }

    [Fact]
    public void A_list_in_another_order_is_another_route() =>
        Route
            .Ahead([.. ChannelList.All.Reverse()], s_company, s_nothing)
            .OfType<SendBy>()
            .Select(step => step.Channel.Name)
            .ShouldBe(["Post", "Email", "Ehf"]);

    private static RouteStep Next(PastDispatch past) => Route.Next(ChannelList.All, s_company, s_nothing, [past]);
}
