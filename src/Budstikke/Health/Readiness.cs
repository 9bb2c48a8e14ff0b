using System.Data.Common;
using Budstikke.Storage;

namespace Budstikke.Health;

/// <summary>Can this node keep its promise now?</summary>
/// <param name="Reason">Null: it can.</param>
internal sealed record Readiness(string? Reason)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public const string Stopping = "The node is stopping.";

    /// <summary>Asks the database, and gives up after 2 s. A schema newer than the program is fine: that is how nodes
    /// are replaced.</summary>
    public static async Task<Readiness> Of(Database database, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_limit);
        try
        {
            var reading = database.Read(
                session => session.QuerySingle<long>("SELECT coalesce(max(version), 0) FROM schema_versions"),
                limit.Token
            );
            var version = await reading.WaitAsync(limit.Token);
            var known = Migrator.Known[^1].Version;
            return new(version < known ? $"The schema is {version}, this program needs {known}." : null);
        }
        catch (OperationCanceledException)
        {
            return new($"The database did not answer within {s_limit.TotalSeconds} s.");
        }
        catch (Exception error) when (error is DbException || database.Dialect.IsUnavailable(error))
        {
            // Not the driver's words: they name hosts and users, and whoever asks has no token.
            return new("The database cannot be read.");
        }
    }
}
