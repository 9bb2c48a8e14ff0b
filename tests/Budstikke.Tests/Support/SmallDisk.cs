using System.Globalization;
using Budstikke.Support;

namespace Budstikke.Tests.Support;

/// <summary>A disk of a few megabytes in memory, for what happens when it is full. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<string?> s_missing = new(() =>
    {
        if (!Environment.IsPrivilegedProcess || !Tool.Exists("mount"))
            return "A full disk is made with a tmpfs, which needs root and mount (Debian: mount).";
        try
        {
            using var trial = new SmallDisk(megabytes: 1);
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return refused.Message;
        }
    });

    public SmallDisk(int megabytes)
    {
        Folder = Directory.CreateTempSubdirectory("budstikke-disk-").FullName;
        var size = megabytes.ToString(CultureInfo.InvariantCulture);
        var (exit, said) = Tool.Run("mount", "-t", "tmpfs", "-o", $"size={size}m", "tmpfs", Folder);
        if (exit == 0)
            return;
        Directory.Delete(Folder);
        throw new InvalidOperationException($"No tmpfs can be mounted here: {said.Trim()}");
    }

    /// <summary>What is missing for one; null when nothing is.</summary>
    public static string? Missing => s_missing.Value;

    public string Folder { get; }

    public void Dispose()
    {
        Tool.Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }
}

/// <summary>A story on a PostgreSQL whose tables lie on a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPostgresAndSmallDiskAttribute : FactAttribute
{
    public NeedsPostgresAndSmallDiskAttribute() => Skip = PostgresCluster.Missing ?? SmallDisk.Missing;
}

/// <summary>A story on a disk of our own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSmallDiskAttribute : FactAttribute
{
    public NeedsSmallDiskAttribute() => Skip = SmallDisk.Missing;
}
