using System.Net;
using System.Text;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>
/// The answer to the door's commit is lost, and the server does not let in whoever asks what became of it. The clients
/// send no idempotency keys, so whatever is written again is invoiced twice.
/// </summary>
public sealed class UnknownOutcomeStories
{
    private const int Orders = 12;

    /// <summary>How a server keeps a node out, and how it lets it in again; {0} is the database, {1} the node's
    /// role.</summary>
    public static TheoryData<string, string, string> Refusals =>
        new()
        {
            { "28000: the role may not log in", "ALTER ROLE {1} NOLOGIN", "ALTER ROLE {1} LOGIN" },
            {
                "55000: maintenance",
                "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS false",
                "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS true"
            },
            {
                "42501: no right to connect",
                "REVOKE CONNECT ON DATABASE {0} FROM {1}",
                "GRANT CONNECT ON DATABASE {0} TO {1}"
            },
        };

    [NeedsPostgresTheory]
    [MemberData(nameof(Refusals))]
    public async Task Orders_whose_commit_is_asked_after_in_vain_at_first_are_answered_as_stored_and_stored_once(
        string refusal,
        string shut,
        string open
    )
    {
        await using var story = await Story.Begin(shut);
        // The first who asks is refused; the second, a moment later, is let in.
        story.Cutter.Connecting = attempt => attempt == 2 ? story.Run(open) : Task.CompletedTask;

        var answers = await story.SubmitTogether(Orders);

        answers.ShouldAllBe(answer => answer.Error == null, refusal);
        answers.Select(answer => answer.OrderId).ShouldBeUnique();
        (await story.StoredOrders()).ShouldBe(Orders);
    }

    [NeedsPostgresTheory]
    [MemberData(nameof(Refusals))]
    public async Task Orders_whose_outcome_cannot_be_learnt_are_never_written_again(
        string refusal,
        string shut,
        string open
    )
    {
        await using var story = await Story.Begin(shut);
        story.Patience = TimeSpan.FromMilliseconds(300);

        var answers = await story.SubmitTogether(Orders);

        await story.Run(open);
        var unknown = answers.Where(answer => answer.Error is not null).ToList();
        // They were committed: only nobody could be asked.
        unknown.ShouldNotBeEmpty(refusal);
        unknown.ShouldAllBe(answer => story.App.Database.Dialect.IsUnavailable(answer.Error!));
        (await story.StoredOrders()).ShouldBe(Orders);
    }

    [NeedsPostgres]
    public async Task While_logins_are_refused_an_order_is_answered_with_500_and_taken_afterwards()
    {
        await using var story = await Story.Begin("ALTER ROLE {1} NOLOGIN");
        using var http = await story.App.Http();
        await story.Run("ALTER ROLE {1} NOLOGIN");
        await story.CutConnections();

        using var refused = await http.PostAsync("/api/v1/connect/orders/invoice/create", Body());
        await story.Run("ALTER ROLE {1} LOGIN");
        using var taken = await http.PostAsync("/api/v1/connect/orders/invoice/create", Body());

        refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("internalErrorOccurredPleaseTryAgainLater");
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await story.StoredOrders()).ShouldBe(1);

        static StringContent Body() => new(PublishedOrder.Json, Encoding.UTF8, "application/json");
    }

    private sealed class Story : IAsyncDisposable
    {
        /// <summary>Two batches are written side by side; the rest shares the next.</summary>
        private const int Writers = 2;
        private readonly PostgresCluster _cluster;
        private readonly OwnedDatabase _owned;

        private Story(PostgresCluster cluster, OwnedDatabase owned, CommitCutter cutter, BudstikkeApp app) =>
            (_cluster, _owned, Cutter, App) = (cluster, owned, cutter, app);

        public CommitCutter Cutter { get; }

        public BudstikkeApp App { get; }

        public TimeSpan Patience
        {
            set => ((PostgresDialect)App.Database.Dialect).Commits.Patience = value;
        }

        /// <param name="shut">Keeps the node's role out, from the moment of the cut on.</param>
        public static async Task<Story> Begin(string shut)
        {
            var cluster = await PostgresCluster.Shared;
            var owned = await cluster.NewOwnedDatabase();
            var (cutter, connection) = CommitCutter.Before(owned.Connection);
            var app = await BudstikkeApp.Start(
                settings: new Dictionary<string, string?> { [OpenStore.PostgresSetting] = connection }
            );
            var story = new Story(cluster, owned, cutter, app);
            cutter.Cutting = async () =>
            {
                await story.Run(shut);
                // A connection that is open already would need no login.
                await cluster.Run(
                    $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{owned.Name}' "
                        + "AND state = 'idle'"
                );
            };
            return story;
        }

        /// <summary>Two orders keep both writers busy until the others stand in line, so that these share a batch; its
        /// commit is cut off.</summary>
        public async Task<(string? OrderId, Exception? Error)[]> SubmitTogether(int orders)
        {
            // The ids are taken, so that the next commits are the orders'.
            var ids = App.Services.GetRequiredService<OrderIds>();
            await Task.WhenAll(ids.Orders.Take(1), ids.Customers.Take(1));
            var (begun, committed) = (0, 0);
            using var bothBegun = new CountdownEvent(Writers);
            using var allInLine = new ManualResetEventSlim();
            using var bothCommitted = new CountdownEvent(Writers);
            App.Database.Fault = point =>
            {
                if (point == "begin" && Interlocked.Increment(ref begun) is var number and <= Writers + 1)
                {
                    if (number <= Writers)
                    {
                        bothBegun.Signal();
                        allInLine.Wait();
                    }
                    else
                    {
                        bothCommitted.Wait();
                        Cutter.Arm(Cut.BeforeTheAnswer);
                    }
                }
                if (point == "committed" && Interlocked.Increment(ref committed) <= Writers)
                    bothCommitted.Signal();
            };
            var answers = new List<Task<(string?, Exception?)>>();
            for (var i = 0; i < Writers; i++)
            {
                answers.Add(TrySubmit());
                while (bothBegun.CurrentCount > Writers - 1 - i)
                    await Task.Yield();
            }
            answers.AddRange(Enumerable.Range(0, orders - Writers).Select(_ => TrySubmit()));
            allInLine.Set();
            return await Task.WhenAll(answers);
        }

        private async Task<(string? OrderId, Exception? Error)> TrySubmit()
        {
            try
            {
                return (await App.Submit(Samples.ToPerson), null);
            }
            catch (Exception error)
            {
                return (null, error);
            }
        }

        public Task Run(string sql) => _cluster.Run(string.Format(null, sql, _owned.Name, _owned.Role));

        public Task CutConnections() => _cluster.CutConnections(_owned.Connection);

        public Task<long> StoredOrders() =>
            App.Database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM orders"));

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Cutter.DisposeAsync();
            await _cluster.Drop(_owned.Connection);
            await _cluster.Run($"DROP ROLE {_owned.Role}");
        }
    }
}
