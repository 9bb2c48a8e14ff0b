using Budstikke.Storage;

namespace Budstikke.Tests.Support;

/// <summary>A folder that stands for a whole installation: its keys, and its database or where that is.</summary>
internal static class StoreFolder
{
    private const int MaxTries = 10;

    private const string Postgres = "postgres";

    public static string New() => Directory.CreateTempSubdirectory("budstikke-").FullName;

    /// <summary>What a node needs to know; on PostgreSQL the database is made with the first asking.</summary>
    public static async Task<Dictionary<string, string?>> Settings(Store store, string folder)
    {
        var connection = Path.Combine(folder, Postgres);
        if (store == Store.Postgres && !File.Exists(connection))
            await File.WriteAllTextAsync(connection, await (await PostgresCluster.Shared).NewDatabase());
        return new()
        {
            [OpenStore.SqliteSetting] = Path.Combine(folder, "budstikke.db"),
            [OpenStore.PostgresSetting] = store == Store.Postgres ? await File.ReadAllTextAsync(connection) : "",
            ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
        };
    }

    /// <summary>Puts a database of another making in the place of the one that would be made.</summary>
    public static Task UseDatabase(string folder, string connection) =>
        File.WriteAllTextAsync(Path.Combine(folder, Postgres), connection);

    /// <summary>Another installation with the same content; nobody may use the first meanwhile.</summary>
    public static async Task<string> Copy(string folder)
    {
        var copy = New();
        foreach (var file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var connection = Path.Combine(copy, Postgres);
        if (File.Exists(connection))
            await File.WriteAllTextAsync(
                connection,
                await (await PostgresCluster.Shared).Copy(await File.ReadAllTextAsync(connection))
            );
        return copy;
    }

    public static async Task Delete(string folder)
    {
        var connection = Path.Combine(folder, Postgres);
        if (File.Exists(connection))
            await (await PostgresCluster.Shared).Drop(await File.ReadAllTextAsync(connection));
        for (var tries = 1; Directory.Exists(folder); tries++)
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (tries < MaxTries)
            {
                // A node that a story forgot on purpose has just made a file in it.
            }
    }
}
