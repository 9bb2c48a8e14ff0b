using System.Collections.Concurrent;
using System.Data;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Budstikke.Tests.Storage;

/// <summary>What a read or a write says when the server goes away in the middle of it: that the database is away, never
/// that we have a defect.</summary>
public sealed class LostServerTests
{
    private const int Readers = 6;
    private const int Cuts = 40;
    private const int Crashes = 3;

    /// <summary>Of two columns that do not come in one packet.</summary>
    private sealed record Large(string First, string Second);

    [NeedsPostgres]
    public async Task However_the_server_goes_away_it_counts_as_away()
    {
        var cluster = await PostgresCluster.Start();
        try
        {
            var connection = await cluster.NewDatabase();
            await using var database = new Database(new PostgresDialect(connection));
            var (away, others) = (0, new ConcurrentQueue<Exception>());
            using var over = new CancellationTokenSource();
            var readers = Enumerable.Range(0, Readers).Select(i => Task.Run(() => Read(i))).ToList();
            try
            {
                for (var i = 0; i < Cuts; i++)
                    await cluster.CutConnections(connection);
                for (var i = 0; i < Crashes; i++)
                    await cluster.Crash();
            }
            finally
            {
                await over.CancelAsync();
                await Task.WhenAll(readers);
            }

            away.ShouldBeGreaterThan(0);
            others.Select(error => error.ToString()).ShouldBeEmpty();

            async Task Read(int reader)
            {
                while (!over.IsCancellationRequested && others.IsEmpty)
                {
                    try
                    {
                        if (reader % 2 == 0)
                            await database.Read(session =>
                                session.Query<Large>(
                                    "SELECT repeat('x', 300000) AS First, repeat('y', 300000) AS Second "
                                        + "FROM generate_series(1, 20)"
                                )
                            );
                        else
                            await database.Write(session =>
                                session.Execute("UPDATE sequences SET next = next + 1 WHERE name = 'none'")
                            );
                    }
                    catch (Exception error) when (database.Dialect.IsUnavailable(error))
                    {
                        Interlocked.Increment(ref away);
                    }
                    catch (Exception error)
                    {
                        others.Enqueue(error);
                    }
                }
            }
        }
        finally
        {
            cluster.Stop();
        }
    }

    /// <summary>As Dapper throws it; what a row holds that cannot be read is a defect, wrapped in the same.</summary>
    [Fact]
    public void A_connection_that_is_lost_in_the_middle_of_a_row_counts_as_away_and_a_value_that_does_not_fit_does_not()
    {
        Dialect sqlite = new SqliteDialect("unused.db");

        sqlite.IsUnavailable(new DataException("column 1", new SqliteException("", raw.SQLITE_IOERR))).ShouldBeTrue();
        sqlite.IsUnavailable(new DataException("column 1", new FormatException())).ShouldBeFalse();
    }

    /// <summary>A password that was changed, a role without login, a database that is gone or closed, a right that was
    /// taken away.</summary>
    [Theory]
    [InlineData("28P01", true)]
    [InlineData("28000", true)]
    [InlineData("3D000", true)]
    [InlineData("55000", true)]
    [InlineData("42501", true)]
    [InlineData("23505", false)]
    [InlineData("22021", false)]
    [InlineData("42P01", false)]
    public async Task A_server_that_does_not_let_us_in_counts_as_away_and_a_statement_that_it_does_not_take_does_not(
        string state,
        bool isAway
    )
    {
        await using var postgres = new PostgresDialect("Host=db.example;Username=budstikke");

        postgres.IsUnavailable(new Npgsql.PostgresException("", "FATAL", "FATAL", state)).ShouldBe(isAway);
    }
}
