using System.Data;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Npgsql;

namespace Budstikke.Tests.Storage;

/// <summary>A statement that fails on PostgreSQL is its caller's trouble, and nobody else's.</summary>
public sealed class FailingStatementsTests
{
    private const int Rounds = 3;
    private const int Seed = 20261130;

    [NeedsPostgres]
    public async Task A_statement_that_fails_takes_no_other_one_with_it()
    {
        var (connection, rounds) = (await (await PostgresCluster.Shared).NewEmptyDatabase(), 0);

        var result = await FailingStatements.Run(connection, Seed, _ => rounds++ < Rounds);

        result.Faults.ShouldBeEmpty();
        result.Good.ShouldBeGreaterThan(1000);
        result.Failed.ShouldBeGreaterThan(500);
    }

    [NeedsPostgres]
    public async Task What_is_asked_again_stays_prepared_and_what_is_asked_once_does_not()
    {
        await using var database = await OneConnection();

        foreach (var text in new[] { "often", "once", "often", "often", "often" })
            await database.Read(session => session.QuerySingle<string>($"SELECT '{text}'::text"));

        (await Prepared(database)).ShouldBe(["SELECT 'often'::text"]);
    }

    [NeedsPostgres]
    public async Task A_setting_of_the_operators_does_not_let_the_driver_prepare_by_itself()
    {
        await using var database = await OneConnection(";Max Auto Prepare=100;Auto Prepare Min Usages=1");

        await database.Read(session => session.QuerySingle<string>("SELECT 'once'::text"));

        (await Prepared(database)).ShouldBeEmpty();
    }

    [NeedsPostgres]
    public async Task A_connection_with_an_error_that_nobody_expected_is_thrown_away_alone()
    {
        await using var database = await OneConnection(pool: 2);
        var before = await Both(database);
        var failed = 0L;

        await Should.ThrowAsync<DataException>(() =>
            database.Read(async session =>
            {
                failed = await Backend(session);
                return await session.Query<long>("SELECT 'no number'");
            })
        );

        var after = await Both(database);
        after.ShouldNotContain(failed);
        after.ShouldContain(before.Single(backend => backend != failed));
    }

    [NeedsPostgres]
    public async Task A_connection_whose_server_refused_a_value_is_used_again()
    {
        await using var database = await OneConnection();
        var first = await database.Read(Backend);

        await Should.ThrowAsync<PostgresException>(() =>
            database.Write(session => session.Execute("SELECT @text::bigint", new { text = "no number" }))
        );

        (await database.Read(Backend)).ShouldBe(first);
    }

    private static async Task<Database> OneConnection(string settings = "", int pool = 1) =>
        new(
            new PostgresDialect(
                $"{await (await PostgresCluster.Shared).NewEmptyDatabase()};Maximum Pool Size={pool}{settings}"
            )
        );

    /// <summary>Of a pool of two.</summary>
    private static Task<long[]> Both(Database database) =>
        database.Read(async session => new[] { await Backend(session), await database.Read(Backend) });

    private static Task<long> Backend(Session session) => session.QuerySingle<long>("SELECT pg_backend_pid()::bigint");

    private static Task<IReadOnlyList<string>> Prepared(Database database) =>
        database.Read(session => session.Query<string>("SELECT statement FROM pg_prepared_statements"));
}
