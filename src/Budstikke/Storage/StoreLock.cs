namespace Budstikke.Storage;

/// <summary>One serving process for an embedded store: a lock on <c>FILE.lock</c>, held until the process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream? _file;

    private StoreLock(FileStream? file) => _file = file;

    /// <exception cref="StorageRefusedException">Another process serves this store.</exception>
    public static StoreLock Take(Database database)
    {
        if (database.Dialect is not SqliteDialect sqlite)
            return new(null);
        var path = sqlite.Path + ".lock";
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new StorageRefusedException(
                $"Another process serves {sqlite.Path} (it holds {path}). Use PostgreSQL for several nodes."
            );
        }
    }

    public void Dispose() => _file?.Dispose();
}
