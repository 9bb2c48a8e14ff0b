using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>A real name server on loopback, which answers for one zone.</summary>
internal sealed class Dnsmasq : IAsyncDisposable
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private Dnsmasq(Process process, IPEndPoint address) => (_process, Address) = (process, address);

    public IPEndPoint Address { get; }

    /// <param name="records">Options of its own, like <c>--naptr-record=…</c>.</param>
    public static async Task<Dnsmasq> For(int port, string zone, IEnumerable<string> records)
    {
        var address = new IPEndPoint(IPAddress.Loopback, port);
        string[] options =
        [
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--pid-file=",
            "--log-facility=/dev/null",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            $"--user={Environment.UserName}",
            $"--port={address.Port.ToString(CultureInfo.InvariantCulture)}",
            "--auth-server=ns.example,127.0.0.1",
            $"--auth-zone={zone}",
            .. records,
        ];
        var process = Process.Start(new ProcessStartInfo(Peers.NameServer, options) { UseShellExecute = false })!;
        var waited = Stopwatch.StartNew();
        while (!await Listens(address))
        {
            if (process.HasExited || waited.Elapsed > s_longestStart)
                throw new InvalidOperationException("dnsmasq did not start.");
            await RealTime.Pass(TimeSpan.FromMilliseconds(20));
        }
        return new(process, address);
    }

    public async ValueTask DisposeAsync()
    {
        // It answers each TCP connection in a process of its own, which would go on.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> Listens(IPEndPoint address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
