using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>The connection to the database is lost in the middle of the commit at the door; the client sends no idempotency key.</summary>
public sealed class LostCommitStories
{
    [NeedsPostgres]
    public Task An_order_whose_commit_went_through_unheard_is_answered_as_stored() =>
        AnOrderIsStoredOnce(Cut.BeforeTheAnswer, transactions: 1);

    [NeedsPostgres]
    public Task An_order_whose_commit_never_arrived_is_written_again() =>
        AnOrderIsStoredOnce(Cut.BeforeTheCommit, transactions: 2);

    private static async Task AnOrderIsStoredOnce(Cut cut, int transactions)
    {
        var cluster = await PostgresCluster.Shared;
        var direct = await cluster.NewDatabase();
        var (cutter, connection) = CommitCutter.Before(direct);
        await using (cutter)
        {
            var settings = new Dictionary<string, string?> { [OpenStore.PostgresSetting] = connection };
            await using (var app = await BudstikkeApp.Start(settings: settings))
            {
                // Takes the ids of the next orders too, so that the next commit is the order's.
                await app.Submit(Samples.ToPerson);
                var begun = 0;
                app.Database.Fault = point => begun += point == "begin" ? 1 : 0;

                cutter.Arm(cut);
                var orderId = await app.Submit(Samples.ToPerson);

                (cutter.Cuts, begun).ShouldBe((1, transactions));
                (await app.StateOf(orderId)).ShouldBe("SENT");
                (await app.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"))).ShouldBe(
                    2
                );
            }
        }
        await cluster.Drop(direct);
    }
}
