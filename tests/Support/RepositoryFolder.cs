namespace Budstikke.Support;

/// <summary>The clone that the tests were built in.</summary>
internal static class RepositoryFolder
{
    /// <summary>Null where the tests run outside a clone.</summary>
    private static readonly string? s_folder = Find();

    /// <exception cref="InvalidOperationException">The tests run outside a clone of the repository.</exception>
    public static string Root =>
        s_folder ?? throw new InvalidOperationException("The tests run outside a clone of the repository.");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Beside the repository, never in it: null where it, or the clone, is not there.</summary>
    public static string? Shared(params string[] parts)
    {
        if (s_folder is null)
            return null;
        var path = Path.GetFullPath(Path.Combine([s_folder, "..", "shared", .. parts]));
        return File.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Budstikke.slnx")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
