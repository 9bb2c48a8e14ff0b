using Budstikke.Commands;
using Budstikke.Commands.Move;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Move;

/// <summary>Both ends of a move in one folder, so that they share the key: a store, embedded unless said, and the other
/// where it goes.</summary>
internal sealed class Moves : IAsyncDisposable
{
    private readonly Store _from;
    private readonly Store _to;

    private Moves(Store from, Store to, string folder, string fromText) =>
        (_from, _to, Folder, From) = (from, to, folder, fromText);

    /// <summary>Of the store that is moved; a <see cref="BudstikkeApp"/> can be started in it.</summary>
    public string Folder { get; }

    /// <summary>Of the store that it goes to.</summary>
    public string TargetFolder => Path.Combine(Folder, "target");

    /// <param name="source">A folder with a store that nobody uses; by default one with an order that has gone its
    /// way.</param>
    public static async Task<Moves> Prepare(Store to = Store.Sqlite, string? source = null, Store from = Store.Sqlite)
    {
        var folder = source ?? await WithOrder(from);
        var moves = new Moves(from, to, folder, await End(from, folder));
        Directory.CreateDirectory(moves.TargetFolder);
        File.Copy(Path.Combine(moves.Folder, "budstikke.key"), Path.Combine(moves.TargetFolder, "budstikke.key"));
        return moves;
    }

    public static async Task<string> WithOrder(Store store = Store.Sqlite)
    {
        var folder = StoreFolder.New();
        await using var app = await BudstikkeApp.Start(store, folder);
        await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        return folder;
    }

    public string From { get; }

    public Task<string> To() => End(_to, TargetFolder);

    private static async Task<string> End(Store store, string folder)
    {
        var settings = await StoreFolder.Settings(store, folder);
        return store == Store.Sqlite
            ? $"sqlite:{settings[OpenStore.SqliteSetting]}"
            : $"postgres:{settings[OpenStore.PostgresSetting]}";
    }

    public async Task<(int Exit, string Output)> Run(bool json = false)
    {
        var output = new StringWriter();
        var exit = await MoveCommand.Run((From, await To()), new TestClock(BudstikkeApp.Monday), json, output);
        return (exit, output.ToString());
    }

    /// <summary>The same with hands on both databases.</summary>
    /// <param name="threaten">May set what makes faults.</param>
    public async Task<MoveReport> Run(Action<Database, Database> threaten, IProgress<MoveProgress>? progress = null)
    {
        await using var source = MoveEnd.Of("--from", From);
        await using var target = MoveEnd.Of("--to", await To());
        threaten(source.Database, target.Database);
        return await new MoveStore(source, target, new TestClock(BudstikkeApp.Monday), progress).Run();
    }

    /// <summary>Why the source may not be used; null when it may.</summary>
    public Task<string?> SourceRefusal() => Refusal(_from, Folder);

    /// <inheritdoc cref="SourceRefusal"/>
    public Task<string?> TargetRefusal() => Refusal(_to, TargetFolder);

    /// <summary>How many clients the target has, as a node that may use it sees it.</summary>
    public async Task<long> ClientsInTarget()
    {
        var (database, _) = await Open(_to, TargetFolder);
        await using var opened = database;
        return await database.Read(session => session.QuerySingle<long>("SELECT count(*) FROM clients"));
    }

    private static async Task<string?> Refusal(Store store, string folder)
    {
        try
        {
            await (await Open(store, folder)).Database.DisposeAsync();
            return null;
        }
        catch (StartRefusedException refused)
        {
            return refused.Message;
        }
    }

    private static async Task<(Database Database, Secrets Secrets)> Open(Store store, string folder) =>
        await OpenStore.Run(
            new ConfigurationBuilder().AddInMemoryCollection(await StoreFolder.Settings(store, folder)).Build(),
            new TestClock(BudstikkeApp.Monday)
        );

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await StoreFolder.Delete(TargetFolder);
        await StoreFolder.Delete(Folder);
    }
}
