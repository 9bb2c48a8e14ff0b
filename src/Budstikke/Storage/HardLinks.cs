using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Budstikke.Storage;

/// <summary>
/// Under how many names a file stands. Asked by its name: whoever opens an embedded database's file beside SQLite and
/// closes it again drops the locks that SQLite has on it (POSIX gives them to the process, not to the one who opened).
/// </summary>
internal static class HardLinks
{
    private const int AtWorkingFolder = -100;
    private const uint AskForLinks = 0x4;
    private const int AnswerBytes = 256;
    private const int LinksAt = 16;

    /// <summary>The number of names; 1 also where there is no such file, and where the system cannot say.</summary>
    public static uint To(string path)
    {
        if (!OperatingSystem.IsLinux())
            return 1;
        var answer = new byte[AnswerBytes];
        try
        {
            return Ask(AtWorkingFolder, path, 0, AskForLinks, answer) == 0
                ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(LinksAt))
                : 1;
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is older than this call. A store on such a system was always accepted, and still is.
            return 1;
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code allowed in the whole project for this call.
    /// <summary>statx(2): its answer is laid out alike on every processor, and stx_nlink is its fourth
    /// number.</summary>
    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ask(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        byte[] answer
    );
#pragma warning restore SYSLIB1054
}
