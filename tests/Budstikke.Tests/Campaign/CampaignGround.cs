using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>What the nodes of a campaign stand on: a store of their own, and who hears of their work.</summary>
internal sealed class CampaignGround : IAsyncDisposable
{
    /// <summary>What an order and all that comes of it takes, with the room that PostgreSQL leaves between vacuums.</summary>
    private const double MegabytesPerOrder = 0.08;
    private const int LeastMegabytes = 192;
    private const string Ballast = "ballast";
    private readonly string _folder;
    private readonly SmallDisk? _disk;
    private readonly PostgresCluster? _server;
    private readonly string? _connection;

    private CampaignGround(
        string folder,
        SmallDisk? disk,
        Recipients recipients,
        PostgresCluster? server,
        string? connection
    )
    {
        (_folder, _disk, Recipients, _server, _connection) = (folder, disk, recipients, server, connection);
        Settings = new(recipients.Settings)
        {
            [OpenStore.SqliteSetting] = Path.Combine(disk?.Folder ?? folder, "budstikke.db"),
            [OpenStore.PostgresSetting] = connection ?? "",
            ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
        };
    }

    public Dictionary<string, string?> Settings { get; }

    public Recipients Recipients { get; }

    /// <summary>The embedded store, or the tables of a server of its own, lie on the small disk where there is one.</summary>
    public static async Task<CampaignGround> Prepare(CampaignPlan plan)
    {
        var disk = plan.FillsDisk ? new SmallDisk(LeastMegabytes + (int)(plan.Orders * MegabytesPerOrder)) : null;
        var folder = StoreFolder.New();
        // A server of its own: the others' must not go away under them.
        var server = plan.Store == Store.Postgres ? await PostgresCluster.Start() : null;
        var connection =
            server is null ? null
            : disk is null ? await server.NewDatabase()
            : await server.NewDatabaseOn(disk.Folder);
        return new(folder, disk, await Recipients.Start(folder), server, connection);
    }

    /// <summary>Takes all of the disk that is free, in pieces: the nodes write meanwhile.</summary>
    public void FillDisk()
    {
        using var ballast = File.OpenHandle(Path.Combine(_disk!.Folder, Ballast), FileMode.Create, FileAccess.Write);
        var end = 0L;
        foreach (var bytes in new[] { 1024 * 1024, 4 * 1024 })
        {
            var piece = new byte[bytes];
            try
            {
                for (; ; end += bytes)
                    RandomAccess.Write(ballast, piece, end);
            }
            catch (IOException)
            {
                // It is full for pieces of this size.
            }
        }
    }

    public void FreeDisk() => File.Delete(Path.Combine(_disk!.Folder, Ballast));

    public Task CrashDatabase() => _server!.Crash();

    public Task CutConnections() => _server!.CutConnections(_connection!);

    public async ValueTask DisposeAsync()
    {
        await Recipients.DisposeAsync();
        _server?.Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        _disk?.Dispose();
    }
}
