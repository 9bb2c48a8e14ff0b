using System.Security.Cryptography.X509Certificates;
using Budstikke.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>
/// An access point that is not ours: another's XML security, mail and TLS libraries, started once in a test run. It
/// decrypts, verifies and answers a signed receipt; what it could not take it answers with HTTP 500.
/// </summary>
internal static class As4Peer
{
    public const string Seat = "PNO000002";

    private static readonly string[] s_jars =
    [
        "xmlsec",
        "commons-codec",
        "slf4j-api",
        "slf4j-nop",
        "javax.mail",
        "javax.activation",
    ];

    private static readonly Lazy<Task<Uri>> s_address = new(Start);

    public static X509Certificate2 Certificate { get; } = PeppolPki.Seat(Seat);

    /// <summary>Who has a message for it.</summary>
    public static SemaphoreSlim Turn { get; } = new(1);

    private static string Folder { get; } = Directory.CreateTempSubdirectory("budstikke-as4-").FullName;

    /// <summary>What keeps it from running, as a reason to skip; null when nothing does.</summary>
    public static string? Missing { get; } = WhatIsMissing();

    /// <summary>The file of what it has unpacked last.</summary>
    public static string Unpacked => Path.Combine(Folder, "last.payload.xml");

    public static Task<Uri> Address => s_address.Value;

    private static string? Source => RepositoryFolder.Shared("peppol", "As4Receiver.java");

    private static string? WhatIsMissing()
    {
        if (Source is null)
            return "../shared/peppol/As4Receiver.java is missing";
        if (!Tool.Exists("javac"))
            return "javac is missing: apt-get install default-jdk-headless";
        if (!Tool.Exists("openssl"))
            return "openssl is missing: apt-get install openssl";
        var missing = s_jars.FirstOrDefault(jar => !File.Exists(Jar(jar)));
        return missing is null
            ? null
            : $"{Jar(missing)} is missing: apt-get install libxml-security-java libmail-java libslf4j-java";
    }

    private static async Task<Uri> Start()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
        var (store, authority) = (Path.Combine(Folder, "ap.p12"), Path.Combine(Folder, "authority.pem"));
        await File.WriteAllTextAsync($"{store}.pem", $"{PeppolPki.PemOf(Certificate)}\n{KeyPem()}\n");
        var (code, said) = Tool.Run(
            "openssl",
            ["pkcs12", "-export", "-in", $"{store}.pem", "-name", "ap", "-passout", "pass:test", "-out", store]
        );
        code.ShouldBe(0, said);
        await File.WriteAllTextAsync(authority, PeppolPki.PemOf(PeppolPki.AccessPoints));
        var jars = string.Join(':', s_jars.Select(Jar));
        // Run from its source: compiled once, in memory.
        var port = await ChildServer.Start(port => ["java", "-cp", jars, Source!, store, authority, $"{port}", Folder]);
        return new($"http://127.0.0.1:{port}/as4");
    }

    private static string KeyPem()
    {
        using var key = Certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Jar(string name) => $"/usr/share/java/{name}.jar";
}

/// <summary>A test against <see cref="As4Peer"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAs4PeerAttribute : FactAttribute
{
    public NeedsAs4PeerAttribute() => Skip = As4Peer.Missing;
}

/// <inheritdoc cref="NeedsAs4PeerAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAs4PeerTheoryAttribute : TheoryAttribute
{
    public NeedsAs4PeerTheoryAttribute() => Skip = As4Peer.Missing;
}
