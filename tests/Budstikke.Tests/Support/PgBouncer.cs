using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Budstikke.Tests.Support;

/// <summary>A PgBouncer of our own in front of a real PostgreSQL, on loopback.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string PathOfIt = "/usr/sbin/pgbouncer";
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connection) =>
        (_process, _folder, Connection) = (process, folder, connection);

    /// <summary>What is missing for one; null when nothing is.</summary>
    public static string? Missing =>
        PostgresCluster.Missing ?? (File.Exists(PathOfIt) ? null : "No PgBouncer (Debian: pgbouncer)");

    /// <summary>The connection string that leads through it.</summary>
    public string Connection { get; }

    /// <param name="connection">Of the database behind it.</param>
    /// <param name="settings">Of its section <c>pgbouncer</c>.</param>
    public static async Task<PgBouncer> Before(string connection, params string[] settings)
    {
        var behind = new NpgsqlConnectionStringBuilder(connection);
        var folder = Directory.CreateTempSubdirectory("budstikke-pgbouncer-").FullName;
        var port = FreePort();
        var file = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllLinesAsync(
            file,
            [
                "[databases]",
                $"* = host=127.0.0.1 port={behind.Port}",
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                $"listen_port = {port.ToString(CultureInfo.InvariantCulture)}",
                "unix_socket_dir =",
                "auth_type = any",
                .. settings,
            ]
        );
        // With auth_type=any everybody is the user that the database is forced to.
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(
            file,
            text.Replace($"port={behind.Port}", $"port={behind.Port} user={behind.Username}", StringComparison.Ordinal)
        );
        // It refuses to run as root.
        string[] command = Environment.IsPrivilegedProcess
            ? ["runuser", "-u", "postgres", "--", PathOfIt, "-q", file]
            : [PathOfIt, "-q", file];
        if (Environment.IsPrivilegedProcess)
            using (var chown = Process.Start("chown", ["-R", "postgres", folder]))
                await chown.WaitForExitAsync();
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!;
        await UntilListening(port);
        behind.Port = port;
        return new(process, folder, behind.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task UntilListening(int port)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var client = new TcpClient();
            if (await Record.ExceptionAsync(() => client.ConnectAsync(IPAddress.Loopback, port)) is null)
                return;
            waited.Elapsed.ShouldBeLessThan(s_longestStart);
            await pace.WaitForNextTickAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A story with a PgBouncer; skipped with the reason where none can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPgBouncerAttribute : FactAttribute
{
    public NeedsPgBouncerAttribute() => Skip = PgBouncer.Missing;
}
