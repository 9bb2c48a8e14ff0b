using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Budstikke.Tests.House;

/// <summary>How long the methods of an assembly are in the source, by the line numbers that its symbols keep for the
/// debugger.</summary>
internal static class Methods
{
    /// <summary>From the first line with code to the last; constructors are left out, since theirs begin at the first
    /// field with a value.</summary>
    public static IEnumerable<(MethodBase Method, int Lines)> Lengths(Assembly assembly)
    {
        using var file = File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb"));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(file);
        var symbols = provider.GetMetadataReader();
        foreach (var handle in symbols.MethodDebugInformation)
        {
            var method = assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle.ToDefinitionHandle()))!;
            var lines = Lines(symbols, symbols.GetMethodDebugInformation(handle));
            if (method is MethodInfo && lines > 0)
                yield return (method, lines);
        }
    }

    private static int Lines(MetadataReader symbols, MethodDebugInformation method)
    {
        if (method.Document.IsNil || IsGenerated(symbols.GetString(symbols.GetDocument(method.Document).Name)))
            return 0;
        var points = method.GetSequencePoints().Where(point => !point.IsHidden).ToArray();
        return points.Length == 0 ? 0 : points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1;
    }

    private static bool IsGenerated(string path) =>
        path.EndsWith(".g.cs", StringComparison.Ordinal) || path.Contains("/obj/", StringComparison.Ordinal);
}
