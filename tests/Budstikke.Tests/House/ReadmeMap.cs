using System.Text.RegularExpressions;

namespace Budstikke.Tests.House;

/// <summary>The map of the README: the folders that it names, and those that there are.</summary>
internal static partial class ReadmeMap
{
    private const string Documents = "src/Budstikke.Documents/";
    private const string Service = "src/Budstikke/";

    /// <summary>A folder below it is a channel, and stands in the map too.</summary>
    private const string OfChannels = "Distribution";

    /// <summary>As paths from the root: those in the first column are in the folder that the text before their table
    /// names.</summary>
    public static IReadOnlySet<string> Named(IEnumerable<string> readme)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var parent = "";
        foreach (var line in readme.SkipWhile(line => line != "## The map").Skip(1))
        {
            if (line.StartsWith('|'))
                named.UnionWith(Folder().Matches(line.Split('|')[1]).Select(found => parent + found.Groups[1].Value));
            foreach (Match heading in Heading().Matches(line))
                named.Add(parent = heading.Groups[1].Value);
        }
        return named;
    }

    /// <summary>The rooms and channels, the library's folders, and where all else stands.</summary>
    public static IReadOnlySet<string> Existing(IEnumerable<Sources.SourceFile> files)
    {
        var paths = files.Select(file => file.Path).ToArray();
        var first = paths
            .Where(path =>
                path.Contains('/') && !path.StartsWith('.') && !path.StartsWith("src/", StringComparison.Ordinal)
            )
            .Select(path => path[..(path.IndexOf('/') + 1)]);
        var below = paths
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => FoldersIn(path, Documents).Concat(FoldersIn(path, Service)))
            .Concat(paths.SelectMany(path => FoldersIn(path, $"{Service}{OfChannels}/")));
        return first.Concat(below).Append(Documents).Append(Service).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> FoldersIn(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal)
        && path[parent.Length..].Split('/') is var steps
        && steps.Length > 1
            ? [$"{parent}{steps[0]}/"]
            : [];

    [GeneratedRegex(@"`([\w./]+/)`")]
    private static partial Regex Folder();

    [GeneratedRegex(@"\*\*`([\w./]+/)`\*\*")]
    private static partial Regex Heading();
}
