using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Budstikke.Tests.Support;

/// <summary>
/// A Postfix of the tests' own in a temporary folder: loopback only, without any transport that could leave the
/// machine. A few people have mailboxes at budstikke.test; mail to moved@ is taken and comes back to the envelope
/// sender as a DSN.
/// </summary>
public sealed class PostfixServer : IAsyncLifetime
{
    public const string Domain = "budstikke.test";

    /// <summary>Local parts that have a mailbox; full, huge and grey… behave as <see cref="PostfixPolicy"/>
    /// says.</summary>
    private static readonly string[] Names = ["kari", "blåbær", "full", "huge", "grey1", "grey2", "bounce", "faktura"];

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly string _root = Directory.CreateTempSubdirectory("budstikke-postfix-").FullName;
    private PostfixPolicy? _policy;

    /// <summary>STARTTLS offered and not required.</summary>
    public int Port { get; private set; }

    /// <summary>Implicit TLS.</summary>
    public int TlsPort { get; private set; }

    /// <summary>Self-signed for localhost and 127.0.0.1.</summary>
    public X509Certificate2 Certificate { get; } = MakeCertificate();

    public async Task InitializeAsync()
    {
        // A fixture is made even where all its tests are skipped.
        if (NeedsPostfixAttribute.Missing is not null)
            return;
        _policy = new();
        (Port, TlsPort) = FreePorts();
        await Run("chmod", "755", _root);
        foreach (var folder in new[] { "etc", "data", "queue", "mail" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        foreach (var name in Names)
        foreach (var folder in new[] { "new", "cur", "tmp" })
            Directory.CreateDirectory(Path.Combine(_root, "mail", name, folder));
        await Run("chown", "-R", "65534:65534", Path.Combine(_root, "mail"));
        await Run("chown", "postfix", Path.Combine(_root, "data"));
        await File.WriteAllTextAsync(Path.Combine(_root, "etc", "main.cf"), MainConfiguration());
        await File.WriteAllTextAsync(Path.Combine(_root, "etc", "master.cf"), MasterConfiguration());
        await File.WriteAllTextAsync(Path.Combine(_root, "etc", "tls.pem"), Pem());
        await Run("postfix", "-c", Path.Combine(_root, "etc"), "start");
    }

    public async Task DisposeAsync()
    {
        if (_policy is not null)
        {
            await Run("postfix", "-c", Path.Combine(_root, "etc"), "stop");
            await _policy.DisposeAsync();
        }
        Directory.Delete(_root, recursive: true);
        Certificate.Dispose();
    }

    /// <summary>The file of the next message in a mailbox that has this text; it is taken out of the mailbox.</summary>
    public async Task<byte[]> Receive(string name, string marker)
    {
        var folder = Path.Combine(_root, "mail", name, "new");
        using var watcher = new FileSystemWatcher(folder);
        var arrived = new SemaphoreSlim(0);
        watcher.Renamed += (_, _) => arrived.Release();
        watcher.Created += (_, _) => arrived.Release();
        watcher.EnableRaisingEvents = true;
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                var bytes = await File.ReadAllBytesAsync(file);
                if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) < 0)
                    continue;
                File.Delete(file);
                return bytes;
            }
            if (deadline.Elapsed > MaxWait || !await arrived.WaitAsync(MaxWait))
                throw new TimeoutException($"No mail with {marker} for {name}. Postfix said:\n{Log()}");
        }
    }

    /// <summary>Where a mailbox lies, as a Maildir.</summary>
    public string Mailbox(string name) => Path.Combine(_root, "mail", name);

    /// <summary>How many messages wait in a mailbox.</summary>
    public int Count(string name) => Directory.GetFiles(Path.Combine(_root, "mail", name, "new")).Length;

    /// <summary>Waits until Postfix has logged a text.</summary>
    public async Task WaitForLog(string text)
    {
        using var watcher = new FileSystemWatcher(_root, "mail.log");
        var changed = new SemaphoreSlim(0);
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!Log().Contains(text, StringComparison.Ordinal))
            if (!await changed.WaitAsync(MaxWait))
                throw new TimeoutException($"Postfix never logged {text}, but:\n{Log()}");
    }

    /// <summary>What Postfix logged.</summary>
    public string Log() => File.ReadAllText(Path.Combine(_root, "mail.log"));

    private string MainConfiguration() =>
        $$"""
            compatibility_level = 3.6
            queue_directory = {{_root}}/queue
            data_directory = {{_root}}/data
            maillog_file = {{_root}}/mail.log
            maillog_file_prefixes = {{_root}}
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            myhostname = mail.{{Domain}}
            mydestination =
            relayhost =
            default_transport = error:5.1.2 not here
            mynetworks =
            alias_maps =
            alias_database =
            message_size_limit = 5000000
            recipient_delimiter = +
            virtual_mailbox_domains = {{Domain}}
            virtual_mailbox_base = {{_root}}/mail
            virtual_mailbox_maps = inline:{ {{string.Join(", ", Names.Select(name => $"{name}@{Domain}={name}/"))}} }
            virtual_alias_maps = inline:{ moved@{{Domain}}=moved@nowhere.test }
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            smtpd_relay_restrictions = reject_unauth_destination
            smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{{_policy!.Port}}
            smtpd_tls_security_level = may
            smtpd_tls_chain_files = {{_root}}/etc/tls.pem
            smtpd_tls_received_header = yes

            """;

    /// <summary>Only what receives and keeps mail: there is no smtp client service, so nothing can be sent
    /// on.</summary>
    private string MasterConfiguration() =>
        $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            127.0.0.1:{TlsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            postlog unix-dgram n - n - 1 postlogd

            """;

    private static (int, int) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private string Pem() =>
        $"{Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n{Certificate.ExportCertificatePem()}\n";

    /// <summary>A certificate that only a test that is told so will trust.</summary>
    /// <param name="address">Whose it is, beside localhost; by default the loopback's.</param>
    /// <param name="daysLeft">Negative: it has ended.</param>
    internal static X509Certificate2 MakeCertificate(IPAddress? address = null, int daysLeft = 1)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(address ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var ephemeral = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(daysLeft));
        return X509CertificateLoader.LoadPkcs12(
            ephemeral.Export(X509ContentType.Pfx),
            null,
            X509KeyStorageFlags.Exportable
        );
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(MaxWait);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {await errors}{await output}"
            );
    }
}

/// <summary>Tests that share one Postfix.</summary>
[CollectionDefinition(nameof(PostfixCollection))]
public sealed class PostfixCollection : ICollectionFixture<PostfixServer>;
