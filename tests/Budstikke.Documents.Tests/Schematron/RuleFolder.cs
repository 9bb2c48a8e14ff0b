using Budstikke.Documents.Schematron;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Schematron;

/// <summary>The official rule files beside the project, compiled once for all tests.</summary>
internal static class RuleFolder
{
    private static readonly Lazy<Validator> Compiled = new(() => Validator.Compile(Files()));

    public static Validator Validator => Compiled.Value;

    public static Dictionary<string, byte[]> Files() =>
        new[] { "sch", "xsd" }
            .SelectMany(folder => Directory.GetFiles(PeppolFolder.PathOf(folder), "*.*", SearchOption.AllDirectories))
            .ToDictionary(
                file => Path.GetRelativePath(PeppolFolder.PathOf(), file).Replace('\\', '/'),
                File.ReadAllBytes,
                StringComparer.Ordinal
            );

    public static IEnumerable<byte[]> Examples() =>
        Directory
            .GetFiles(PeppolFolder.PathOf("examples"), "*.xml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);
}
