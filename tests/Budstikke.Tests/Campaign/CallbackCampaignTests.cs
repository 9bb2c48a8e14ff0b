using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>A short campaign in every run; a long one is the bench's <c>callback-campaign</c>.</summary>
public sealed class CallbackCampaignTests
{
    private const int Clients = 20;
    private const int Orders = 200;
    private const int Kills = 3;
    private const int Seed = 5;

    [NeedsPostgres]
    public Task Three_killed_workers_tell_each_living_server_each_state_of_each_order_in_order() =>
        ShouldHold(new(Store.Postgres, Workers: 3, Clients, Orders, Kills, Seed));

    [Fact]
    public Task A_single_killed_worker_tells_each_living_server_each_state_of_each_order_in_order() =>
        ShouldHold(new(Store.Sqlite, Workers: 1, Clients, Orders, Kills, Seed));

    private static async Task ShouldHold(CallbackPlan plan)
    {
        var result = await CallbackCampaign.Run(plan);

        result.Findings.ShouldBeEmpty(result.ToString());
        result.Counts["ofLiving"].ShouldBe(Orders * 8 / 10);
        result.Counts["kills"].ShouldBe(Kills);
    }
}
