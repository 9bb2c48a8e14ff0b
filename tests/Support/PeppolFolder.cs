namespace Budstikke.Support;

/// <summary>Where the official rules, schemas and examples lie: beside the project, never in it.</summary>
internal static class PeppolFolder
{
    private static readonly string? Folder = Find();

    /// <summary>What keeps the rules from running, as a reason to skip; null when nothing does.</summary>
    public static string? Missing { get; } = WhatIsMissing();

    /// <summary>A file or folder in it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder!, .. parts]);

    private static string? WhatIsMissing()
    {
        if (Folder is null)
            return "the folder ../shared/peppol is missing";
        foreach (var (tool, package) in new[] { ("javac", "default-jdk-headless"), ("xmllint", "libxml2-utils") })
            if (!IsOnPath(tool))
                return $"{tool} is missing: apt-get install {package}";
        return File.Exists("/usr/share/java/Saxon-HE.jar")
            ? null
            : "/usr/share/java/Saxon-HE.jar is missing: apt-get install libsaxonhe-java";
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static string? Find() => Path.GetDirectoryName(RepositoryFolder.Shared("peppol", "validate"));
}
