using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Storage;

/// <summary>The file that holds the installation's key, in base64. It is made once, by an empty store.</summary>
internal static class KeyFile
{
    public const string Setting = "Secrets__KeyFile";
    private const string Name = "budstikke.key";
    private const string DefaultFolder = "data";

    /// <summary>
    /// Where it is looked for when no setting says so: beside an embedded store, and in the folder <c>data</c> of where
    /// the program is started, which was the place of every store's before.
    /// </summary>
    public static IReadOnlyList<string> DefaultsFor(Dialect dialect)
    {
        var before = Path.Combine(DefaultFolder, Name);
        return dialect is SqliteDialect sqlite
            ? [Path.Combine(Path.GetDirectoryName(sqlite.Path)!, Name), before]
            : [before];
    }

    /// <summary>Its text; null where there is no such file.</summary>
    /// <exception cref="StorageRefusedException">It is there, and we may not read it.</exception>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"{Setting}: {Path.GetFullPath(path)} cannot be read: {error.Message}");
        }
    }

    /// <summary>The text of a new one, or of what another start has made meanwhile.</summary>
    /// <exception cref="StorageRefusedException">It cannot be made there.</exception>
    public static string Make(string path, int bytes)
    {
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));
        try
        {
            return TryMake(path, text) ? text : Read(path)!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"{Setting}: {Path.GetFullPath(path)} cannot be made: {error.Message}");
        }
    }

    /// <summary>False: two first starts at once, and this one came second.</summary>
    private static bool TryMake(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
    }
}
