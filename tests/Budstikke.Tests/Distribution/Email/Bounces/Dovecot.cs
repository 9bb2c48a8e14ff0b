using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>A real IMAP server on loopback with one mailbox, a Maildir.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    public const string Program = "/usr/sbin/dovecot";
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(30);
    private readonly string _root;
    private readonly Process _process;

    private Dovecot(string root, Process process, int port) => (_root, _process, Port) = (root, process, port);

    public int Port { get; }

    public string Mailbox => Path.Combine(_root, "mail");

    public static string? Missing =>
        !File.Exists(Program) ? $"{Program} is not installed (Debian: dovecot-imapd)"
        : !Environment.IsPrivilegedProcess ? "Dovecot must be started by root"
        : null;

    public static async Task<Dovecot> Start()
    {
        var root = Directory.CreateTempSubdirectory("budstikke-dovecot-").FullName;
        foreach (var folder in new[] { "run", "mail/new", "mail/cur", "mail/tmp" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(root, "users"), "bounces:{PLAIN}secret:65534:65534::/nowhere\n");
        await File.WriteAllTextAsync(
            Path.Combine(root, "dovecot.conf"),
            $$"""
            base_dir = {{root}}/run
            state_dir = {{root}}/run
            log_path = {{root}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            default_internal_user = nobody
            default_internal_group = nogroup
            default_login_user = nobody
            first_valid_uid = 1
            mail_location = maildir:{{root}}/mail
            passdb {
              driver = passwd-file
              args = {{root}}/users
            }
            userdb {
              driver = passwd-file
              args = {{root}}/users
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }

            """
        );
        await Own(root);
        var process = Process.Start(
            new ProcessStartInfo(Program, ["-F", "-c", Path.Combine(root, "dovecot.conf")]) { UseShellExecute = false }
        )!;
        var waited = Stopwatch.StartNew();
        while (!await Listens(port))
        {
            if (process.HasExited || waited.Elapsed > s_longestStart)
                throw new InvalidOperationException("Dovecot did not start.");
            await RealTime.Pass(TimeSpan.FromMilliseconds(50));
        }
        return new(root, process, port);
    }

    /// <summary>As a mail server delivers it.</summary>
    public async Task Deliver(string name, byte[] mail)
    {
        var written = Path.Combine(Mailbox, "tmp", name);
        await File.WriteAllBytesAsync(written, mail);
        await Own(written);
        File.Move(written, Path.Combine(Mailbox, "new", name));
    }

    /// <summary>How many mails somebody has seen.</summary>
    public int Seen => Directory.GetFiles(Path.Combine(Mailbox, "cur")).Count(file => file.EndsWith('S'));

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static async Task Own(string path)
    {
        using var chmod = Process.Start("chown", ["-R", "65534:65534", path]);
        await chmod.WaitForExitAsync();
        if (!Directory.Exists(path))
            return;
        using var open = Process.Start("chmod", ["755", path]);
        await open.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsDovecotAttribute : FactAttribute
{
    public NeedsDovecotAttribute() => Skip = Dovecot.Missing;
}
