using System.Diagnostics;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Npgsql;

namespace Budstikke.Tests.Storage;

/// <summary>What is answered survives a power cut, whatever the server is set to and whenever.</summary>
public sealed class DurabilityTests
{
    [NeedsPostgresTheory]
    [InlineData("off", "on")]
    [InlineData("local", "on")]
    [InlineData("remote_write", "on")]
    [InlineData("on", "on")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task A_session_waits_for_the_disk_unless_the_server_waits_for_more(string set, string asked)
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewEmptyDatabase();
        await cluster.Run($"ALTER DATABASE {Name(connection)} SET synchronous_commit = {set}");
        await using (var database = new Database(new PostgresDialect(connection)))
        {
            var inTransaction = await database.Write(session => session.QuerySingle<string>("SHOW synchronous_commit"));

            inTransaction.ShouldBe(asked);
        }
        await cluster.Drop(connection);
    }

    /// <summary>On a server of its own: what is set concerns all of it.</summary>
    [NeedsPostgres]
    public async Task What_is_switched_off_in_the_middle_is_asked_for_or_met_by_no_new_connection()
    {
        var cluster = await PostgresCluster.Start();
        try
        {
            await using var database = new Database(new PostgresDialect(await cluster.NewEmptyDatabase()));
            await database.Read(session => session.QuerySingle<long>("SELECT 1::bigint"));

            await Set(cluster, "synchronous_commit", "off");
            (await database.Read(session => session.QuerySingle<string>("SHOW synchronous_commit"))).ShouldBe("on");

            await Set(cluster, "full_page_writes", "off");
            NpgsqlConnection.ClearAllPools();
            ((PostgresDialect)database.Dialect).Source.Clear();
            var refused = await Should.ThrowAsync<UnsafeServerException>(() =>
                database.Read(session => session.QuerySingle<long>("SELECT 1::bigint"))
            );
            refused.Message.ShouldContain("full_page_writes=off");
            database.Dialect.IsUnavailable(refused).ShouldBeTrue();

            await Set(cluster, "full_page_writes", "on");
            (await database.Read(session => session.QuerySingle<long>("SELECT 1::bigint"))).ShouldBe(1);
        }
        finally
        {
            cluster.Stop();
        }
    }

    /// <summary>Returns when the server has heard of it.</summary>
    private static async Task Set(PostgresCluster cluster, string setting, string value)
    {
        await using var plain = new NpgsqlConnection(cluster.ConnectionTo("postgres") + ";Pooling=false");
        await plain.OpenAsync();
        await Execute($"ALTER SYSTEM SET {setting} = {value}");
        await Execute("SELECT pg_reload_conf()");
        var waited = Stopwatch.StartNew();
        while (await Execute($"SHOW {setting}") is not string now || now != value)
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));

        async Task<object?> Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, plain);
            return await command.ExecuteScalarAsync();
        }
    }

    private static string Name(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;
}
