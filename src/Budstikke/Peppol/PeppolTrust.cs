using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Peppol;

/// <summary>What a certificate of the network is for; the authority that issued it says so by its name.</summary>
internal enum PeppolRole
{
    /// <summary>Takes documents, and signs receipts.</summary>
    AccessPoint,

    /// <summary>Signs where a participant's documents go.</summary>
    MetadataPublisher,
}

/// <summary>
/// Whether a certificate belongs to the network: issued for its role, under the anchors of the settings, at a moment.
/// Nobody is asked for it: what a chain needs is in the anchors or came with it.
/// </summary>
internal sealed class PeppolTrust(PeppolSettings settings)
{
    /// <summary>How many certificates that came with one are looked at.</summary>
    public const int MaxSent = 8;

    private const int MinRsaBits = 2048;
    private const int MaxKept = 1_000;

    /// <summary>When whoever was found to belong to the network does. Nobody is asked whether a certificate was
    /// revoked, so that time alone can change it, and a chain costs more than a signature.</summary>
    private readonly ConcurrentDictionary<(string Certificate, PeppolRole Role), Validity> _found = new();

    private sealed record Validity(DateTimeOffset From, DateTimeOffset Until);

    /// <summary>Null where it belongs to the network.</summary>
    /// <param name="sent">Certificates that came with it; they help to find the chain, and are trusted by
    /// nobody.</param>
    public string? WhyNot(
        X509Certificate2 certificate,
        IEnumerable<X509Certificate2> sent,
        PeppolRole role,
        DateTimeOffset now
    )
    {
        var who = (certificate.GetCertHashString(HashAlgorithmName.SHA256), role);
        if (_found.TryGetValue(who, out var valid) && valid.From <= now && now < valid.Until)
            return null;
        if (settings.Anchors.Count == 0)
            return $"nobody is trusted yet: {settings.AnchorsSetting} is not set";
        using var key = certificate.GetRSAPublicKey();
        if (key is null || key.KeySize < MinRsaBits)
            return $"{Shown(certificate)} has no RSA key of {MinRsaBits} bits or more";
        using var chain = new X509Chain { ChainPolicy = PolicyAt(now) };
        foreach (var anchor in settings.Anchors)
            (IsRoot(anchor) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(anchor);
        chain.ChainPolicy.ExtraStore.AddRange(sent.Take(MaxSent).ToArray());
        if (!chain.Build(certificate))
            return $"{Shown(certificate)} is not trusted: {StatusOf(chain)}";
        var issuer = chain.ChainElements.Count > 1 ? chain.ChainElements[1].Certificate : certificate;
        if (!NameOf(issuer).Contains(WordsOf(role), StringComparison.OrdinalIgnoreCase))
            return $"{Shown(certificate)} is from {NameOf(issuer)}, which is no authority of the role {WordsOf(role)}";
        if (_found.Count >= MaxKept)
            _found.Clear();
        _found[who] = ValidityOf(chain);
        return null;
    }

    private static Validity ValidityOf(X509Chain chain) =>
        new(
            chain.ChainElements.Max(element => new DateTimeOffset(element.Certificate.NotBefore.ToUniversalTime())),
            chain.ChainElements.Min(element => CertificateAlarm.EndOf(element.Certificate))
        );

    /// <summary>Who it is, by the name that the network gave.</summary>
    public static string NameOf(X509Certificate2 certificate) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static string Shown(X509Certificate2 certificate) => $"the certificate of {NameOf(certificate)}";

    /// <summary>In the names of all authorities of that role: of generation 2 and 3, in production and in
    /// test.</summary>
    private static string WordsOf(PeppolRole role) =>
        role == PeppolRole.AccessPoint ? "ACCESS POINT" : "SERVICE METADATA PUBLISHER";

    private static X509ChainPolicy PolicyAt(DateTimeOffset now) =>
        new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string StatusOf(X509Chain chain)
    {
        var met = chain.ChainStatus.Select(status => status.Status).ToHashSet();
        return met.Contains(X509ChainStatusFlags.NotTimeValid)
            ? "it, or the authority that issued it, is not valid at this time"
            : string.Join(", ", met);
    }
}
