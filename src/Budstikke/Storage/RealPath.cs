namespace Budstikke.Storage;

/// <summary>Where a path leads when every link on its way is followed; what it leads to need not exist.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var left = MaxLinks;
        return Follow(Path.GetFullPath(path), ref left);
    }

    private static string Follow(string path, ref int left)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        folder = Follow(folder, ref left);
        var here = Path.Combine(folder, Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
            return here;
        if (left-- == 0)
            throw new IOException($"More than {MaxLinks} links lead to {path}.");
        return Follow(Path.GetFullPath(target, folder), ref left);
    }
}
