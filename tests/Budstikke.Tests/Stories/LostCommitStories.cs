using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>The connection to the database is lost in the middle of the commit at the door; the client sends no
/// idempotency key.</summary>
public sealed class LostCommitStories
{
    [NeedsPostgres]
    public Task An_order_whose_commit_went_through_unheard_is_answered_as_stored() =>
        AnOrderIsStoredOnce(Cut.BeforeTheAnswer, transactions: 1);

    [NeedsPostgres]
    public Task An_order_whose_commit_never_arrived_is_written_again() =>
        AnOrderIsStoredOnce(Cut.BeforeTheCommit, transactions: 2);

    /// <summary>One that was not on the disk when the server crashed, and whose number it has not come to
    /// again.</summary>
    [NeedsPostgres]
    public async Task A_transaction_that_the_server_does_not_know_of_was_not_committed()
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewDatabase();
        await using (var database = new Database(new PostgresDialect(connection)))
        {
            (await database.Dialect.WasCommitted("4000000000", _ => Task.FromResult(true))).ShouldBeFalse();
            var known = await database.Write(session =>
                session.QuerySingle<string>("SELECT pg_current_xact_id()::text")
            );
            (await database.Dialect.WasCommitted(known, _ => Task.FromResult(true))).ShouldBeTrue();
        }
        await cluster.Drop(connection);
    }

    /// <summary>A transaction that was not on the disk when the server crashed leaves its number to another.</summary>
    [NeedsPostgres]
    public async Task That_another_transaction_with_its_number_was_committed_proves_nothing()
    {
        var cluster = await PostgresCluster.Shared;
        var direct = await cluster.NewDatabase();
        var (cutter, connection) = CommitCutter.Before(direct);
        await using (cutter)
        {
            await using var database = new Database(new PostgresDialect(connection));
            var begun = 0;
            database.Fault = point => begun += point == "begin" ? 1 : 0;

            cutter.Arm(Cut.BeforeTheAnswer);
            await database.Write(
                session => session.Execute("INSERT INTO sequences (name, next) VALUES ('a', 1) ON CONFLICT DO NOTHING"),
                isIntake: true,
                // The server says that a transaction of that number was committed, and what ours wrote is not there.
                wasWritten: _ => Task.FromResult(false)
            );

            (cutter.Cuts, begun).ShouldBe((1, 2));
        }
        await cluster.Drop(direct);
    }

    /// <summary>It may not have heard of the commit yet, and would take it for one that never was.</summary>
    [NeedsPostgres]
    public async Task A_standby_is_not_asked_what_became_of_a_commit_and_is_never_written_to()
    {
        var primary = await PostgresCluster.Start();
        var standby = await primary.StartStandby();
        try
        {
            var connection = await primary.NewEmptyDatabase();
            var both = new Npgsql.NpgsqlConnectionStringBuilder(connection)
            {
                Host = $"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}",
            };
            await using var database = new Database(new PostgresDialect(both.ConnectionString));
            var known = await database.Write(session =>
                session.QuerySingle<string>("SELECT pg_current_xact_id()::text")
            );
            (await database.Dialect.WasCommitted(known, _ => Task.FromResult(true))).ShouldBeTrue();

            var behind = new PostgresDialect(standby.ConnectionTo("postgres"));
            behind.Commits.Patience = TimeSpan.FromMilliseconds(300);
            await using (behind)
                await Should.ThrowAsync<TimeoutException>(() =>
                    behind.WasCommitted("4000000000", _ => Task.FromResult(true))
                );
        }
        finally
        {
            standby.Stop();
            primary.Stop();
        }
    }

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
