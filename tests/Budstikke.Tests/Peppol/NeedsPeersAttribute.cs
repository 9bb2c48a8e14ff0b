using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>The independent other side: a name server, and a program that signs XML.</summary>
internal static class Peers
{
    /// <summary>It needs no root, but only root has its folder on the path.</summary>
    public const string NameServer = "/usr/sbin/dnsmasq";

    public const string Signer = "xmlsec1";

    /// <summary>What is missing; null when nothing is.</summary>
    public static string? Missing =>
        !File.Exists(NameServer) ? $"{NameServer} is not installed (Debian: dnsmasq-base)"
        : !NeedsProgramAttribute.IsOnPath(Signer) ? $"{Signer} is not installed (Debian: xmlsec1)"
        : null;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPeersAttribute : FactAttribute
{
    public NeedsPeersAttribute() => Skip = Peers.Missing;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPeersTheoryAttribute : TheoryAttribute
{
    public NeedsPeersTheoryAttribute() => Skip = Peers.Missing;
}
