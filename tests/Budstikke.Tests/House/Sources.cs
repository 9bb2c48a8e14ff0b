using System.Text.RegularExpressions;
using Budstikke.Support;

namespace Budstikke.Tests.House;

/// <summary>The repository's files as text, and the rules that only the text can tell.</summary>
internal static partial class Sources
{
    private static readonly string[] s_notOurs =
    [
        "bin",
        "obj",
        ".git",
        ".vs",
        "TestResults",
        "artifacts",
        "data",
        "node_modules",
    ];

    private static readonly string[] s_textFiles =
    [
        ".cs",
        ".css",
        ".csproj",
        ".html",
        ".http",
        ".js",
        ".json",
        ".md",
        ".php",
        ".props",
        ".py",
        ".razor",
        ".sh",
        ".slnx",
        ".sql",
        ".yml",
    ];

    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot => RepositoryFolder.Root;

    /// <summary>A file of the repository: its path from the root, with forward slashes, and its lines.</summary>
    internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines)
    {
        public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    /// <summary>Every text file that we wrote, or only those with one ending.</summary>
    public static IEnumerable<SourceFile> All(string? ending = null) =>
        from path in Walk(RepositoryRoot)
        where ending is null ? IsText(path) : path.EndsWith(ending, StringComparison.Ordinal)
        select new SourceFile(Path.GetRelativePath(RepositoryRoot, path).Replace('\\', '/'), File.ReadAllLines(path));

    /// <summary>One line for each place where a pattern stands: file, line number and the text found.</summary>
    public static IEnumerable<string> Places(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.Lines.Index()
        from Match match in pattern.Matches(line.Item)
        select $"{file.Path}:{line.Index + 1}: {match.Value}";

    /// <summary>One line for each string literal in which a pattern stands.</summary>
    public static IEnumerable<string> LiteralPlaces(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.Lines.Index()
        from Match literal in Literal().Matches(line.Item)
        where pattern.IsMatch(literal.Value)
        select $"{file.Path}:{line.Index + 1}: {literal.Value}";

    /// <summary>The namespace that a file declares; null where it declares none.</summary>
    public static string? NamespaceOf(SourceFile file) =>
        file
            .Lines.Select(line => NamespaceDeclaration().Match(line))
            .FirstOrDefault(match => match.Success)
            ?.Groups["name"]
            .Value;

    /// <summary>The namespace that a file's folder asks for: <c>src/A/B/C.cs</c> is in <c>A.B</c>.</summary>
    public static string NamespaceFor(SourceFile file)
    {
        var folders = file.Path.Split('/')[1..^1];
        return string.Join('.', folders);
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(child => !s_notOurs.Contains(Path.GetFileName(child)))
                    .SelectMany(Walk)
            );

    private static bool IsText(string path) =>
        s_textFiles.Contains(Path.GetExtension(path)) || path.EndsWith("/.ci/run", StringComparison.Ordinal);

    [GeneratedRegex(""" "(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)")]
    private static partial Regex NamespaceDeclaration();
}
