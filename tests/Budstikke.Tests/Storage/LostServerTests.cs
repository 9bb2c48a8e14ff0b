using System.Collections.Concurrent;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

/// <summary>What a read or a write says when the server goes away in the middle of it: that the database is away, never that we have a defect.</summary>
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
            var errors = new ConcurrentQueue<Exception>();
            var isOver = false;
            var readers = Enumerable.Range(0, Readers).Select(i => Task.Run(() => Read(i))).ToList();

            for (var i = 0; i < Cuts; i++)
                await cluster.CutConnections(connection);
            for (var i = 0; i < Crashes; i++)
                await cluster.Crash();
            Volatile.Write(ref isOver, true);
            await Task.WhenAll(readers);

            errors.ShouldNotBeEmpty();
            errors
                .Where(error => !database.Dialect.IsUnavailable(error))
                .Select(error => error.ToString())
                .ShouldBeEmpty();

            async Task Read(int reader)
            {
                while (!Volatile.Read(ref isOver))
                {
                    try
                    {
                        if (reader % 2 == 0)
                            await database.Read(session =>
                                session.Query<Large>(
                                    "SELECT repeat('x', 300000) AS First, repeat('y', 300000) AS Second FROM generate_series(1, 20)"
                                )
                            );
                        else
                            await database.Write(session =>
                                session.Execute("UPDATE sequences SET next = next + 1 WHERE name = 'none'")
                            );
                    }
                    catch (Exception error)
                    {
                        errors.Enqueue(error);
                    }
                }
            }
        }
        finally
        {
            cluster.Stop();
        }
    }
}
