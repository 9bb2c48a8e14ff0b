using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Peppol.As4;

/// <summary>Whether a certificate is vouched for by those whom Peppol's network goes by.</summary>
internal static class Trust
{
    /// <summary>Why not; null where it is.</summary>
    /// <param name="anchors">Roots and those between: each is believed by itself.</param>
    public static string? ReasonAgainst(
        X509Certificate2 certificate,
        X509Certificate2Collection anchors,
        DateTimeOffset now
    )
    {
        if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime())
            return $"the certificate of {certificate.Subject} is not valid at {now:O}";
        if (IsAnchor(certificate, anchors))
            return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
        chain.ChainPolicy.ExtraStore.AddRange(anchors);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        // An anchor between us and the root ends the chain as well as the root does.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        if (chain.Build(certificate) && chain.ChainElements.Skip(1).Any(link => IsAnchor(link.Certificate, anchors)))
            return null;
        var faults = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        return $"nobody whom we trust vouches for the certificate of {certificate.Subject} ({faults})";
    }

    /// <summary>The same access point: its certificate, or another that Peppol has given to the same name.</summary>
    public static bool IsSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span)
        || one.SubjectName.RawData.AsSpan().SequenceEqual(other.SubjectName.RawData);

    public static bool IsSame(X509Certificate2 one, byte[] other)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(other);
        return IsSame(one, certificate);
    }

    /// <summary>The access point's id, as Peppol has written it into the certificate.</summary>
    public static string SeatOf(X509Certificate2 certificate) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static bool IsAnchor(X509Certificate2 certificate, X509Certificate2Collection anchors) =>
        anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));
}
