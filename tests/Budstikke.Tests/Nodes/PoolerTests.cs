using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Nodes;

/// <summary>A pool of connections before PostgreSQL is refused where nodes would share sessions behind it.</summary>
public sealed class PoolerTests : IDisposable
{
    private const string TakesOurOptions = "ignore_startup_parameters = options";
    private readonly string _folder = StoreFolder.New();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsPgBouncer]
    public async Task A_pool_that_lends_a_session_for_a_transaction_is_refused_by_name_with_what_to_do()
    {
        await using var pool = await Pool("pool_mode = transaction", TakesOurOptions);

        var refused = await Refusal(pool.Connection);

        refused.ShouldStartWith("Storage__Postgres: a connection pool in transaction mode answers at 127.0.0.1:");
        refused.ShouldContain("pool_mode=session");
    }

    [NeedsPgBouncer]
    public async Task One_with_a_single_session_too()
    {
        await using var pool = await Pool("pool_mode = transaction", "default_pool_size = 1", TakesOurOptions);

        (await Refusal(pool.Connection)).ShouldContain("pool in transaction mode");
    }

    [NeedsPgBouncer]
    public async Task One_that_takes_turns_too()
    {
        await using var pool = await Pool("pool_mode = transaction", "server_round_robin = 1", TakesOurOptions);
        // As other nodes would have used it: more sessions than one lie there.
        await using (var other = new PostgresDialect(pool.Connection))
        {
            await using var one = await other.Open(default);
            await using var two = await other.Open(default);
            await using var held = await one.BeginTransactionAsync();
            await using var heldToo = await two.BeginTransactionAsync();
        }

        (await Refusal(pool.Connection)).ShouldContain("pool in transaction mode");
    }

    [NeedsPgBouncer]
    public async Task One_that_does_not_pass_on_what_our_sessions_ask_for_is_refused_with_what_to_do()
    {
        await using var pool = await Pool("pool_mode = session");

        var refused = await Refusal(pool.Connection);

        refused.ShouldStartWith("Storage__Postgres: a connection pool answers at 127.0.0.1:");
        refused.ShouldContain("ignore_startup_parameters=options");
    }

    [NeedsPgBouncer]
    public async Task One_that_lends_whole_sessions_is_taken()
    {
        await using var pool = await Pool("pool_mode = session", TakesOurOptions);

        await using var database = (await Open(pool.Connection)).Database;

        (await database.Read(Migrator.VersionOf)).ShouldBe(Migrator.Known[^1].Version);
    }

    private static async Task<PgBouncer> Pool(params string[] settings) =>
        await PgBouncer.Before(await (await PostgresCluster.Shared).NewEmptyDatabase(), settings);

    private async Task<string> Refusal(string connection) =>
        (await Should.ThrowAsync<StorageRefusedException>(() => Open(connection))).Message;

    private Task<(Database Database, Secrets Secrets)> Open(string connection) =>
        OpenStore.Run(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        [OpenStore.PostgresSetting] = connection,
                        ["Secrets:KeyFile"] = Path.Combine(_folder, "budstikke.key"),
                    }
                )
                .Build(),
            new TestClock(BudstikkeApp.Monday)
        );
}
