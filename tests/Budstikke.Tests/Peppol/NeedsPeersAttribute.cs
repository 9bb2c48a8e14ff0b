using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>The independent other side: a name server, and a program that signs XML.</summary>
internal static class Peers
{
    private static readonly (string Program, string Package)[] s_needed =
    [
        ("dnsmasq", "dnsmasq-base"),
        ("xmlsec1", "xmlsec1"),
    ];

    /// <summary>What is missing; null when nothing is.</summary>
    public static string? Missing =>
        s_needed.FirstOrDefault(one => !NeedsProgramAttribute.IsOnPath(one.Program)) is { Program: { } program } missing
            ? $"{program} is not installed (Debian: {missing.Package})"
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
