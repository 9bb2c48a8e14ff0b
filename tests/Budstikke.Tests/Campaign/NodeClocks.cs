using System.Globalization;

namespace Budstikke.Tests.Campaign;

/// <summary>Each node's own clock, which can be set wrong while it runs: libfaketime asks a file once a second how far
/// it is off.</summary>
internal sealed class NodeClocks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("budstikke-clocks-").FullName;

    /// <summary>The library; null where it is not installed (Debian: faketime).</summary>
    private static string? Library =>
        Directory.Exists("/usr/lib")
            ? Directory
                .EnumerateDirectories("/usr/lib", "*-linux-gnu")
                .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
                .FirstOrDefault(File.Exists)
            : null;

    public static bool CanJump => Library is not null;

    /// <summary>What a node must be started with to have the clock of its place.</summary>
    public IReadOnlyDictionary<string, string?> SettingsOf(int slot) =>
        new Dictionary<string, string?>
        {
            ["LD_PRELOAD"] = Library,
            ["FAKETIME_TIMESTAMP_FILE"] = FileOf(slot),
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };

    /// <param name="off">How far it is ahead of the real time from now on.</param>
    public void Set(int slot, TimeSpan off)
    {
        var next = FileOf(slot) + ".next";
        File.WriteAllText(next, off.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(next, FileOf(slot), overwrite: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(int slot) => Path.Combine(_folder, $"clock-{slot}");
}
