namespace Budstikke.Tests.Support;

/// <summary>A fact about a file beside the repository; skipped with its name where it does not lie.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSharedAttribute : FactAttribute
{
    public NeedsSharedAttribute(string file) =>
        Skip = File.Exists(SharedFolder.PathOf(file)) ? null : $"../shared/{file} is missing";
}

/// <summary>The folder of this repository.</summary>
internal static class RepositoryFolder
{
    private static readonly string s_folder = Find();

    public static string PathOf(params string[] parts) => Path.Combine([s_folder, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Budstikke.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}

/// <summary>Beside the repository, never in it: the published pages and recorded answers.</summary>
internal static class SharedFolder
{
    public static string PathOf(string file) => Path.GetFullPath(RepositoryFolder.PathOf("..", "shared", file));
}
