using Budstikke.Storage;

namespace Budstikke.Tests.Support;

/// <summary>An empty embedded store in a folder of its own.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-store-").FullName;

    private TempStore() => Database = Open();

    public TestClock Clock { get; } = new(BudstikkeApp.Monday);

    public Database Database { get; }

    public string Folder => _folder;

    public string KeyFile => Path.Combine(_folder, "budstikke.key");

    /// <summary>Another process' view of the same store; the caller disposes it.</summary>
    public Database Open() => new(new SqliteDialect(Path.Combine(_folder, "budstikke.db")));

    public static async Task<TempStore> Create()
    {
        var store = new TempStore();
        await Migrator.Apply(store.Database, store.Clock);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
