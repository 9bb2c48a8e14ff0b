using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Budstikke.Distribution.Post;

/// <summary>The folder of the setting <c>Post__Folder</c>. What is written is whole and on the disk, or not
/// there.</summary>
internal sealed class PrintFolder
{
    private const string Setting = "Post__Folder";

    /// <summary>A manifest is below 4 KiB; more than this is none of ours.</summary>
    private const int MaxReadBytes = 64 * 1024;

    private readonly string _path;

    private PrintFolder(string path) => _path = path;

    /// <summary>The folder, made where it was missing, or why it cannot be used, as a sentence that names the
    /// setting.</summary>
    public static (PrintFolder? Folder, string? Reason) Open(string setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return (null, $"{Setting} must name a folder.");
        try
        {
            var path = Path.GetFullPath(setting);
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                TemporaryName(path, "probe"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Options = FileOptions.DeleteOnClose,
                }
            );
            return (new(path), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"{Setting} must be a folder that we can write to: {error.Message}");
        }
    }

    /// <summary>The bytes of a file; null when there is none.</summary>
    /// <exception cref="IOException">The folder is not there (a share that is not mounted), or its disk
    /// fails.</exception>
    public async Task<byte[]?> Read(string name, CancellationToken cancel)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
            return null;
        return new FileInfo(path).Length <= MaxReadBytes ? await File.ReadAllBytesAsync(path, cancel) : [];
    }

    /// <exception cref="IOException">Nothing was written under this name.</exception>
    public async Task Write(string name, byte[] content, CancellationToken cancel)
    {
        var path = PathOf(name);
        // The name is nobody else's, and begins with a dot so that no printer takes it.
        var temporary = TemporaryName(_path, name);
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(content, cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        KeepNames();
    }

    /// <exception cref="ArgumentException">The name is no plain file name: it would leave the folder.</exception>
    private string PathOf(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && !name.StartsWith('.')
            ? Path.Combine(_path, name)
            : throw new ArgumentException($"Not a file name of a letter: {name}", nameof(name));

    private static string TemporaryName(string folder, string name) =>
        Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.tmp");

    /// <summary>A rename survives a power cut only when the folder itself is on the disk (fsync(2)); the framework
    /// opens no folders.</summary>
    private void KeepNames()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(OpenFolder(_path, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || Synchronize(handle) != 0)
            throw new IOException($"The names in {_path} could not be written to the disk.");
    }

    private const int ReadOnly = 0;

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code allowed in the whole project for these two calls.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(SafeFileHandle handle);
#pragma warning restore SYSLIB1054
}
