using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Budstikke.Storage;

namespace Budstikke.Tests.Support;

/// <summary>
/// A throw-away PostgreSQL of Debian's packages: loopback only, in a temporary folder, every commit on the disk. A
/// shell outside of the test process watches over it; when its input ends, however the tests ended, it stops the server
/// and removes the folder.
/// </summary>
internal sealed class PostgresCluster
{
    private const int MinVersion = 15;
    private const string Versions = "/usr/lib/postgresql";
    private const string Empty = "empty_and_migrated";

    private const string Watch = """
        as=$1 bin=$2 folder=$3 options=$4
        shift 4
        cd "$folder" || exit 1
        exec 2>err
        if $as "$bin/$@" -D "$folder/data" >&2 &&
          $as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "$options" -w -t 120 start >&2
        then
          echo ready
          while read -r mode
          do
            $as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "$options" -m "$mode" -w -t 120 restart \
               >&2 && echo ready
          done
        else
          echo "$(cat err log | tail -n 20 | tr '\n' ' ')"
        fi
        $as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >&2
        cd / && rm -rf "$folder"
        """;

    private static readonly Lazy<Task<PostgresCluster>> s_shared = new(() => Start());
    private readonly Process _watch;
    private readonly Lazy<Task> _template;
    private int _databases;

    private PostgresCluster(Process watch, int port)
    {
        (_watch, Port) = (watch, port);
        _template = new(MakeTemplate);
    }

    /// <summary>The one that the stories use; it starts with the first of them and ends with the test
    /// process.</summary>
    public static Task<PostgresCluster> Shared => s_shared.Value;

    public int Port { get; }

    /// <summary>What is missing for a server of our own; null when nothing is.</summary>
    public static string? Missing =>
        Programs is null ? $"No PostgreSQL {MinVersion} or newer in {Versions} (Debian: postgresql)"
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/sbin/runuser")
            ? "runuser is missing (Debian: util-linux)"
        : null;

    private static string? Programs =>
        !Directory.Exists(Versions)
            ? null
            : Directory
                .GetDirectories(Versions)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")) && VersionOf(folder) >= MinVersion)
                .OrderByDescending(VersionOf)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault();

    private static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;

    /// <param name="settings">As of the server's command line: <c>-c fsync=off</c>.</param>
    public static Task<PostgresCluster> Start(string settings = "") =>
        Start(settings, "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");

    /// <summary>A server that follows this one, may be read, and takes no writes.</summary>
    public Task<PostgresCluster> StartStandby() =>
        Start(
            "",
            "pg_basebackup",
            "-h",
            "127.0.0.1",
            "-p",
            $"{Port}",
            "-U",
            "postgres",
            "-R",
            "-c",
            "fast",
            "--no-sync"
        );

    /// <param name="begin">The program that makes its data folder, with its arguments.</param>
    private static async Task<PostgresCluster> Start(string settings, params string[] begin)
    {
        var folder = Directory.CreateTempSubdirectory("budstikke-postgres-").FullName;
        // The server refuses to run as root.
        var runAs = Environment.IsPrivilegedProcess ? "runuser -u postgres --" : "";
        if (runAs.Length > 0)
            using (var chown = Process.Start("chown", ["postgres", folder]))
                await chown.WaitForExitAsync();
        var port = FreePort();
        var options =
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200 "
            + $"{settings}";
        // In a session of its own, so that whatever kills the tests leaves it alive to clean up.
        var start = new ProcessStartInfo(
            "setsid",
            ["sh", "-c", Watch, "watch", runAs, Programs!, folder, options, .. begin]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var watch = Process.Start(start)!;
        var said = await watch.StandardOutput.ReadLineAsync();
        return said == "ready"
            ? new PostgresCluster(watch, port)
            : throw new InvalidOperationException($"PostgreSQL did not start: {said}");
    }

    /// <summary>Where its superuser connects to <paramref name="database"/>.</summary>
    public string ConnectionTo(string database, string user = "postgres") =>
        $"Host=127.0.0.1;Port={Port};Username={user};Database={database};Maximum Pool Size=20";

    /// <summary>A fresh database of its own with the schema of today; its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        await _template.Value;
        return await Create(Empty);
    }

    /// <summary>A database like <see cref="NewDatabase"/> that a role of its own has, which is no superuser and can be
    /// shut out.</summary>
    public async Task<OwnedDatabase> NewOwnedDatabase()
    {
        await _template.Value;
        var owned = await Own($"test_{Interlocked.Increment(ref _databases)}", $"TEMPLATE {Empty}");
        foreach (var kind in new[] { "TABLES", "SEQUENCES" })
            await Run($"GRANT ALL ON ALL {kind} IN SCHEMA public TO {owned.Role}", owned.Name);
        return owned;
    }

    /// <summary>An empty one without a schema.</summary>
    /// <param name="tablespace">Where its tables lie; null: with the server's.</param>
    public Task<OwnedDatabase> NewOwnedEmptyDatabase(string? tablespace = null) =>
        Own($"test_{Interlocked.Increment(ref _databases)}", tablespace is null ? "" : $"TABLESPACE {tablespace}");

    /// <summary>A tablespace in a folder of its own; its name.</summary>
    public async Task<string> NewTablespace(string folder)
    {
        if (Environment.IsPrivilegedProcess)
            using (var chown = Process.Start("chown", ["postgres", folder]))
                await chown.WaitForExitAsync();
        await Run($"CREATE TABLESPACE elsewhere LOCATION '{folder}'");
        return "elsewhere";
    }

    private async Task<OwnedDatabase> Own(string name, string how)
    {
        var owned = new OwnedDatabase(name, $"owner_of_{name}", ConnectionTo(name, $"owner_of_{name}"));
        await Run($"CREATE ROLE {owned.Role} LOGIN");
        await Run($"CREATE DATABASE {name} OWNER {owned.Role} {how}");
        await Run($"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC");
        return owned;
    }

    /// <summary>An empty database without a schema.</summary>
    public Task<string> NewEmptyDatabase() => Create("template1");

    /// <summary>A copy of a database that nobody is connected to.</summary>
    public Task<string> Copy(string connection) => Create(NameOf(connection));

    public Task Drop(string connection) => Run($"DROP DATABASE {NameOf(connection)} WITH (FORCE)");

    /// <summary>As a crash: no connection is ended in order, and what was committed comes back from the log.</summary>
    public async Task Crash()
    {
        await _watch.StandardInput.WriteLineAsync("immediate");
        await _watch.StandardInput.FlushAsync();
        (await _watch.StandardOutput.ReadLineAsync()).ShouldBe("ready");
    }

    /// <summary>Cuts every connection to a database but the one that does it.</summary>
    public Task CutConnections(string connection) =>
        Run(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NameOf(connection)}' "
                + "AND pid <> pg_backend_pid()"
        );

    /// <summary>For the whole server, from its next reading of its settings on; null: as it was.</summary>
    public async Task Set(string setting, string? value)
    {
        await Run(value is null ? $"ALTER SYSTEM RESET {setting}" : $"ALTER SYSTEM SET {setting} = {value}");
        await Run("SELECT pg_reload_conf()");
    }

    /// <summary>Ends it now.</summary>
    public void Stop() => _watch.StandardInput.Close();

    /// <summary>As the superuser, outside of every transaction.</summary>
    public async Task Run(string sql, string database = "postgres")
    {
        await using var dialect = new PostgresDialect(ConnectionTo(database));
        await using var connection = await dialect.Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task MakeTemplate()
    {
        await Run($"CREATE DATABASE {Empty}");
        await using var database = new Database(new PostgresDialect(ConnectionTo(Empty)));
        await Migrator.Apply(database, new TestClock(BudstikkeApp.Monday));
    }

    private async Task<string> Create(string template)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await Run($"CREATE DATABASE {name} TEMPLATE {template}");
        return ConnectionTo(name);
    }

    private static string NameOf(string connection) => new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A database and the role that has it.</summary>
internal sealed record OwnedDatabase(string Name, string Role, string Connection);
