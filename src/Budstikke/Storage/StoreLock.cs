namespace Budstikke.Storage;

/// <summary>
/// One serving process for an embedded store: a lock on <c>FILE.lock</c>, held until the process ends, however it ends.
/// By the file's real path, so that a second node cannot come to the same file through a link; and by the path as
/// given, which releases before this one lock.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    /// <summary>EAGAIN of Linux and of the BSDs, and Windows' two for a file that another has open or locked.</summary>
    private static readonly int[] s_isTaken = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private readonly List<FileStream> _files = [];

    private StoreLock() { }

    /// <exception cref="StorageRefusedException">Another process serves this store, or the lock cannot be
    /// made.</exception>
    public static StoreLock Take(Database database)
    {
        var taken = new StoreLock();
        try
        {
            if (database.Dialect is SqliteDialect sqlite)
                foreach (var path in LocksOf(sqlite))
                    taken._files.Add(Open(sqlite, path));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Through a link to the folder both are the same file, which is locked once.</summary>
    private static IEnumerable<string> LocksOf(SqliteDialect sqlite) =>
        new[] { sqlite.Path, sqlite.GivenPath }
            .Select(path => RealPath.Of($"{path}.lock"))
            .Distinct(StringComparer.Ordinal);

    private static FileStream Open(SqliteDialect sqlite, string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (s_isTaken.Contains(error.HResult))
        {
            throw new StorageRefusedException(
                $"Another process serves {sqlite.Path} (it holds {path}). Use PostgreSQL for several nodes."
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"{sqlite.Setting}: {path} cannot be locked: {error.Message}");
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }
}
