using System.IO.Compression;
using System.Text.Json;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Kept;

/// <summary>The store beside this file that an older program wrote, unpacked for one test.</summary>
internal sealed class KeptStore : IAsyncDisposable
{
    /// <summary>A few minutes after the older program was stopped.</summary>
    private static readonly DateTimeOffset s_opened = BudstikkeApp.Monday.AddDays(1).AddMinutes(5);

    private readonly Store _store;
    private readonly string _folder = StoreFolder.New();
    private readonly Told _told;

    private KeptStore(Store store) =>
        (_store, _told) = (
            store,
            JsonSerializer.Deserialize<Told>(File.ReadAllText(PathOf(store, "json")), JsonSerializerOptions.Web)!
        );

    public string Token => _told.Token;

    public string CallbackSecret => _told.CallbackSecret;

    public IReadOnlyDictionary<string, string> Orders => _told.Orders;

    /// <summary>What the older program told its client, and the order that has each role in the story.</summary>
    private sealed record Told(
        string ClientId,
        string Token,
        string CallbackSecret,
        IReadOnlyDictionary<string, string> Orders
    );

    public static async Task<KeptStore> Unpack(Store store)
    {
        var kept = new KeptStore(store);
        File.Copy(PathOf(store, "key"), Path.Combine(kept._folder, "budstikke.key"));
        if (store == Store.Sqlite)
            await File.WriteAllBytesAsync(
                Path.Combine(kept._folder, "budstikke.db"),
                await Unzipped(PathOf(store, "db.gz"))
            );
        else
            await StoreFolder.UseDatabase(kept._folder, await Load(await Unzipped(PathOf(store, "sql.gz"))));
        return kept;
    }

    public Task<BudstikkeApp> Open(IDictionary<string, string?> settings) =>
        BudstikkeApp.Start(_store, _folder, s_opened, settings);

    private static string PathOf(Store store, string ending) =>
        RepositoryFolder.PathOf("tests", "Budstikke.Tests", "Kept", $"{store}.{ending}".ToLowerInvariant());

    private static async Task<byte[]> Unzipped(string path)
    {
        await using var unzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var all = new MemoryStream();
        await unzip.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<string> Load(byte[] sql)
    {
        var cluster = await PostgresCluster.Shared;
        var connection = await cluster.NewEmptyDatabase();
        await cluster.Run(
            System.Text.Encoding.UTF8.GetString(sql),
            new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!
        );
        return connection;
    }

    public ValueTask DisposeAsync() => new(StoreFolder.Delete(_folder));
}
