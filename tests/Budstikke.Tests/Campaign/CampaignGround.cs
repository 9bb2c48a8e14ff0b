using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>What the nodes of a campaign stand on: a store of their own, and who hears of their work.</summary>
internal sealed class CampaignGround : IAsyncDisposable
{
    /// <summary>What an order and all that comes of it takes, with the room that PostgreSQL leaves between vacuums,
    /// twice: a store moves.</summary>
    private const double MegabytesPerOrder = 0.16;
    private static readonly TimeSpan s_longestMove = TimeSpan.FromMinutes(5);
    private const int LeastMegabytes = 192;
    private const string Ballast = "ballast";
    private readonly string _folder;
    private readonly SmallDisk? _disk;
    private readonly PostgresCluster? _server;
    private readonly string? _tablespace;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _readers = [];
    private OwnedDatabase? _owned;

    private CampaignGround(
        string folder,
        SmallDisk? disk,
        Recipients recipients,
        (PostgresCluster? Server, string? Tablespace, OwnedDatabase? Owned) postgres
    )
    {
        (_folder, _disk, Recipients) = (folder, disk, recipients);
        (_server, _tablespace, _owned) = postgres;
        Settings = new(recipients.Settings)
        {
            [OpenStore.SqliteSetting] = Path.Combine(disk?.Folder ?? folder, "budstikke.db"),
            [OpenStore.PostgresSetting] = _owned?.Connection ?? "",
            ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
        };
    }

    /// <summary>Of the store as it is now: a move changes them.</summary>
    public Dictionary<string, string?> Settings { get; }

    public Recipients Recipients { get; }

    /// <summary>The embedded store, or the tables of a server of its own, lie on the small disk where there is
    /// one.</summary>
    public static async Task<CampaignGround> Prepare(CampaignPlan plan)
    {
        var disk = plan.FillsDisk ? new SmallDisk(LeastMegabytes + (int)(plan.Orders * MegabytesPerOrder)) : null;
        var folder = StoreFolder.New();
        // A server of its own: the others' must not go away under them.
        var server = plan.Store == Store.Postgres ? await PostgresCluster.Start() : null;
        var tablespace = server is null || disk is null ? null : await server.NewTablespace(disk.Folder);
        var owned = server is null ? null : await server.NewOwnedEmptyDatabase(tablespace);
        return new(folder, disk, await Recipients.Start(folder, plan.HasAccessPoint), (server, tablespace, owned));
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

    public Task CutConnections() => _server!.CutConnections(_owned!.Connection);

    /// <summary>Nobody new is let in until it is undone, and who is in is thrown out.</summary>
    public async Task RefuseLogins(Func<Task> meanwhile)
    {
        await _server!.Run($"ALTER ROLE {_owned!.Role} NOLOGIN");
        await CutConnections();
        await meanwhile();
        await _server.Run($"ALTER ROLE {_owned.Role} LOGIN");
    }

    /// <summary>As <see cref="RefuseLogins"/>, by the way of an administrator who wants the database for
    /// himself.</summary>
    public async Task Maintain(Func<Task> meanwhile)
    {
        await _server!.Run($"ALTER DATABASE {_owned!.Name} WITH ALLOW_CONNECTIONS false");
        await CutConnections();
        await meanwhile();
        await _server.Run($"ALTER DATABASE {_owned.Name} WITH ALLOW_CONNECTIONS true");
    }

    /// <summary>The server is set to answer before its disk does, and crashes.</summary>
    public async Task CrashCareless(Func<Task> meanwhile)
    {
        await _server!.Set("synchronous_commit", "off");
        await meanwhile();
        await _server.Crash();
        await _server.Set("synchronous_commit", null);
    }

    /// <summary>Somebody reads the store as it is now, for as long as <paramref name="time"/>; this returns when he has
    /// begun.</summary>
    public async Task ReadLong(TimeSpan time)
    {
        var connection = new Npgsql.NpgsqlConnection(_owned!.Connection + ";Pooling=false");
        await connection.OpenAsync();
        var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var first = new Npgsql.NpgsqlCommand("SELECT count(*) FROM jobs", connection))
            await first.ExecuteScalarAsync();
        _readers.Add(Hold());

        async Task Hold()
        {
            using var clock = new PeriodicTimer(time);
            using var over = _over.Token.Register(clock.Dispose);
            await clock.WaitForNextTickAsync();
            // The server may have thrown him out meanwhile.
            await connection.DisposeAsync();
            GC.KeepAlive(snapshot);
        }
    }

    /// <summary>Brings the store to another database of the server. <see cref="Settings"/> lead there from then
    /// on.</summary>
    public async Task Move()
    {
        var target = await _server!.NewOwnedEmptyDatabase(_tablespace);
        var (code, error) = await NodeProcess.RunToEnd(
            s_longestMove,
            Settings,
            ["move", "--from", $"postgres:{_owned!.Connection}", "--to", $"postgres:{target.Connection}"]
        );
        code.ShouldBe(0, error);
        (Left, _owned) = (_owned, target);
        Settings[OpenStore.PostgresSetting] = target.Connection;
    }

    /// <summary>The store that was moved away.</summary>
    public OwnedDatabase? Left { get; private set; }

    /// <summary>How much has been written in the store that was moved away: the highest of what every order, invoice
    /// and job leaves behind.</summary>
    public async Task<string> WrittenInLeft()
    {
        await using var database = new Database(new PostgresDialect(Left!.Connection));
        return await database.Read(session =>
            session.QuerySingle<string>(
                """
                SELECT (SELECT count(*) FROM orders) || ' orders, ' || (SELECT count(*) FROM invoices) || ' invoices, '
                  || (SELECT coalesce(sum(next), 0) FROM number_series) || ' numbers, '
                    || (SELECT coalesce(max(fact_id), 0) FROM facts) || ' facts'
                """
            )
        );
    }

    public async Task DropLeft()
    {
        await _server!.Drop(Left!.Connection);
        Left = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_readers);
        _over.Dispose();
        await Recipients.DisposeAsync();
        _server?.Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        _disk?.Dispose();
    }
}
