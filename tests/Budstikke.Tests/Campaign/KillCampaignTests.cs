using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>A short campaign in every run; a long one is the bench's <c>campaign</c>.</summary>
public sealed class KillCampaignTests
{
    private const int Orders = 120;
    private const int Kills = 4;
    private const int Seed = 1;

    [NeedsPostgres]
    public async Task Killed_and_frozen_nodes_and_a_lost_database_lose_nothing_and_double_nothing() =>
        await ShouldHold(new(Store.Postgres, Nodes: 2, Orders, Kills, Seed));

    [Fact]
    public async Task A_single_node_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing() =>
        await ShouldHold(new(Store.Sqlite, Nodes: 1, Orders, Kills, Seed));

    [Fact]
    public void The_same_seed_makes_the_same_schedule()
    {
        var plan = new CampaignPlan(Store.Postgres, Nodes: 3, Orders: 5000, Kills: 50, Seed)
        {
            FillsDisk = true,
            JumpsClocks = true,
        };
        var faults = Schedule.FaultsOf(plan);

        Schedule.FaultsOf(plan).ShouldBe(faults);
        Schedule.FaultsOf(plan with { Seed = Seed + 1 }).ShouldNotBe(faults);
        Schedule.OrdersOf(plan).ShouldBe(Schedule.OrdersOf(plan));
        faults.Sum(fault => Schedule.KillsOf(fault, plan.Nodes)).ShouldBe(plan.Kills);
        faults.Select(fault => fault.AfterOrders).ShouldBeInOrder();
        faults.Select(fault => fault.Kind).Distinct().Count().ShouldBe(Enum.GetValues<FaultKind>().Length);
    }

    private static async Task ShouldHold(CampaignPlan plan)
    {
        var result = await KillCampaign.Run(plan);

        result.Findings.ShouldBeEmpty(result.ToString());
        (
            result.Counts["orders"] + result.Counts["sentOnceUnanswered"] - result.Counts["sentOnceUnansweredStored"]
        ).ShouldBe(plan.Orders);
        result.Counts["kills"].ShouldBe(plan.Kills);
        (result.Counts["byAccessPoint"] > 0).ShouldBe(plan.HasAccessPoint);
    }
}
