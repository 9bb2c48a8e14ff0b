using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>What the nodes of a campaign stand on: a store of their own, and who hears of their work.</summary>
internal sealed class CampaignGround : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresCluster? _server;
    private readonly string? _connection;

    private CampaignGround(string folder, Recipients recipients, PostgresCluster? server, string? connection)
    {
        (_folder, Recipients, _server, _connection) = (folder, recipients, server, connection);
        Settings = new(recipients.Settings)
        {
            [OpenStore.SqliteSetting] = Path.Combine(folder, "budstikke.db"),
            [OpenStore.PostgresSetting] = connection ?? "",
            ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
        };
    }

    public Dictionary<string, string?> Settings { get; }

    public Recipients Recipients { get; }

    public static async Task<CampaignGround> Prepare(Store store)
    {
        var folder = StoreFolder.New();
        // A server of its own: the others' must not go away under them.
        var server = store == Store.Postgres ? await PostgresCluster.Start() : null;
        var connection = server is null ? null : await server.NewDatabase();
        return new(folder, await Recipients.Start(folder), server, connection);
    }

    public Task CrashDatabase() => _server!.Crash();

    public Task CutConnections() => _server!.CutConnections(_connection!);

    public async ValueTask DisposeAsync()
    {
        await Recipients.DisposeAsync();
        _server?.Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
