using Budstikke.Jobs.Checks;
using Budstikke.Storage;
using Microsoft.Data.Sqlite;

namespace Budstikke.Verify;

/// <summary>
/// Whether SQLite finds its own file whole. It comes first: on a damaged page the other checks find what is not so, or
/// nothing, since an index leads past what is lost.
/// </summary>
internal static class FileCheck
{
    /// <summary>Null for a database that is no file: a server checks its own (pg_amcheck).</summary>
    public static async Task<Tally?> Run(
        IConfiguration settings,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancel
    )
    {
        if (await OpenStore.FileToRead(settings) is not { } sqlite)
            return null;
        var tally = new Tally("file");
        progress?.Report(tally.Progress);
        tally.Look(sqlite.GivenPath, await Damages(sqlite, cancel));
        return tally;
    }

    private static async Task<IReadOnlyList<string>> Damages(SqliteDialect sqlite, CancellationToken cancel)
    {
        var damages = new List<string>();
        try
        {
            await using var connection = (SqliteConnection)await sqlite.Open(cancel);
            // The driver's calls are not asynchronous, and the check of a large file takes minutes.
            await using var interrupt = cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA integrity_check({Tally.MaxListedFindings})";
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                if (reader.GetString(0) is not "ok" and var damage)
                    damages.Add(damage.ReplaceLineEndings(" "));
        }
        catch (SqliteException error)
        {
            cancel.ThrowIfCancellationRequested();
            damages.Add($"It cannot be read to its end: {error.Message}");
        }
        return damages;
    }
}
