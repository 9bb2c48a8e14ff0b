using System.Text;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Nodes;

/// <summary>Several nodes on one PostgreSQL, each a whole service with connections of its own.</summary>
public sealed class EqualNodesTests
{
    private const int Issuers = 8;
    private const int Orders = 40;

    [NeedsPostgres]
    public async Task Eight_issuers_and_random_rollbacks_leave_no_gap_in_the_numbers()
    {
        await using var nodes = await Several.Start(Issuers);
        for (var i = 0; i < Orders; i++)
            await nodes[0].Submit(Samples.ToPerson);
        // One claim, so that the lane keeps no two issuers apart: only the series itself does.
        var (jobs, token) = await nodes[0].ClaimIssuing(Orders);
        jobs.Count.ShouldBe(Orders);
        foreach (var node in nodes)
            node.Database.Fault = point => RollBackSometimes(point);

        await Task.WhenAll(
            nodes.Select(
                (node, i) => Task.Run(() => Issue(node, [.. jobs.Where(job => job.JobId % Issuers == i)], token))
            )
        );

        foreach (var node in nodes)
            node.Database.Fault = null;
        await ShouldBeNumbered(nodes[0], Orders);
        await nodes[0].RunJobs();
        nodes[0].Email.Sent.Count.ShouldBe(Orders);
        (await Audits.Of(nodes[0])).Findings.ShouldBeEmpty();
    }

    [NeedsPostgres]
    public async Task Nodes_that_work_at_the_same_time_do_everything_once()
    {
        await using var nodes = await Several.Start(4);
        await Task.WhenAll(Enumerable.Range(0, Orders).Select(i => nodes[i % 4].Submit(Samples.ToCompany)));

        await Task.WhenAll(nodes.Select(node => Task.Run(node.RunJobs)));
        await nodes[0].RunJobs();

        await ShouldBeNumbered(nodes[0], Orders);
        var sent = nodes.SelectMany(node => node.AllSent).ToList();
        sent.Count.ShouldBe(Orders);
        sent.Select(dispatch => dispatch.Key).ShouldBeUnique();
        (await nodes[0].JobCount()).ShouldBe(0);
    }

    [NeedsPostgres]
    public async Task A_clients_lane_has_one_claim_whoever_asks()
    {
        await using var nodes = await Several.Start(2);
        for (var i = 0; i < Orders; i++)
            await nodes[0].Submit(Samples.ToPerson);

        var claims = await Task.WhenAll(
            nodes.SelectMany(node =>
                Enumerable.Range(0, 4).Select(_ => node.Queue.Claim(node.Issuer.Kind, 5, JobQueue.NewToken()))
            )
        );

        claims.Where(jobs => jobs.Count > 0).ShouldHaveSingleItem().Count.ShouldBe(5);
    }

    [NeedsPostgres]
    public async Task A_claim_that_ran_out_cannot_settle()
    {
        var folder = StoreFolder.New();
        await using (var frozen = await BudstikkeApp.Start(Store.Postgres, folder))
        await using (var other = await BudstikkeApp.Start(Store.Postgres, folder, BudstikkeApp.Monday.AddMinutes(2)))
        {
            var order = await frozen.Submit(Samples.ToPerson);
            var (jobs, token) = await frozen.ClaimIssuing(1);
            var settlement = await frozen.Issuer.Handle(jobs, CancellationToken.None);

            await other.RunJobs();

            await Should.ThrowAsync<ConflictException>(() => frozen.Settle(jobs, token, settlement));
            (await other.InvoiceOf(order)).Number.ShouldBe(10001);
            other.Email.Sent.ShouldHaveSingleItem();
            frozen.AllSent.ShouldBeEmpty();
        }
        await StoreFolder.Delete(folder);
    }

    [NeedsPostgres]
    public async Task Twins_on_two_nodes_at_the_same_moment_store_one_order()
    {
        await using var nodes = await Several.Start(2);
        for (var round = 0; round < 10; round++)
        {
            var key = new IdempotencyKey($"order {round}", Encoding.UTF8.GetBytes("body"));

            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(i => nodes[i % 2].Accept(new(nodes[i % 2].Caller, Samples.ToPerson, null, [], key)))
            );

            var stored = answers.Select(answer => answer.ShouldBeOfType<OrderStored>()).ToList();
            stored.Select(answer => answer.OrderId).Distinct().ShouldHaveSingleItem();
            stored.Select(answer => answer.CustomerId).Distinct().ShouldHaveSingleItem();
            stored.Count(answer => !answer.IsReplay).ShouldBe(1);
        }
        (await nodes[0].JobCount()).ShouldBe(10);
    }

    [NeedsPostgres]
    public async Task A_server_whose_transactions_are_stricter_by_default_serves_twins_too()
    {
        var folder = StoreFolder.New();
        var cluster = await PostgresCluster.Shared;
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(settings[OpenStore.PostgresSetting]).Database;
        await cluster.Run($"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'");
        await using (var one = await BudstikkeApp.Start(Store.Postgres, folder))
        await using (var two = await BudstikkeApp.Start(Store.Postgres, folder))
        {
            var key = new IdempotencyKey("k", Encoding.UTF8.GetBytes("body"));
            BudstikkeApp[] nodes = [one, two];

            var answers = await Task.WhenAll(
                nodes.Select(node => node.Accept(new(node.Caller, Samples.ToPerson, null, [], key)))
            );

            answers.Select(answer => answer.ShouldBeOfType<OrderStored>().OrderId).Distinct().ShouldHaveSingleItem();
        }
        await StoreFolder.Delete(folder);
    }

    private static async Task Issue(BudstikkeApp app, IReadOnlyList<Job> jobs, string token)
    {
        const int MaxTries = 500;
        foreach (var job in jobs)
            for (var tries = 1; ; tries++)
            {
                try
                {
                    var settlement = await app.Issuer.Handle([job], CancellationToken.None);
                    await app.Settle([job], token, settlement);
                    break;
                }
                catch (Exception error) when (error is ConflictException or CrashException && tries < MaxTries)
                {
                    // Rolled back: nothing of it may be left.
                }
            }
    }

    private static void RollBackSometimes(string point)
    {
        if (point == "commit" && Random.Shared.Next(4) == 0)
            throw new CrashException();
    }

    private static async Task ShouldBeNumbered(BudstikkeApp app, int orders)
    {
        var numbers = await app.Database.Read(session =>
            session.Query<long>("SELECT number FROM invoices ORDER BY number")
        );
        numbers.ShouldBe(Enumerable.Range(10001, orders).Select(number => (long)number));
    }

    /// <summary>Nodes of one installation.</summary>
    private sealed class Several : List<BudstikkeApp>, IAsyncDisposable
    {
        private readonly string _folder = StoreFolder.New();

        public static async Task<Several> Start(int count)
        {
            var several = new Several();
            for (var i = 0; i < count; i++)
                several.Add(await BudstikkeApp.Start(Store.Postgres, several._folder));
            return several;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in this)
                await node.DisposeAsync();
            await StoreFolder.Delete(_folder);
        }
    }
}
