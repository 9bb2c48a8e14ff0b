using System.Collections.Concurrent;

namespace Budstikke.Users;

/// <summary>
/// Slows down who guesses, by the address that the tries come from. Never by name: whoever knows a name could else lock
/// its owner out. A code of the app is needed beside the password, so guessing from many addresses does not pay either.
/// </summary>
internal sealed class FailedTries(TimeProvider time)
{
    public const int MaxInWindow = 20;
    private const int MaxAddresses = 100_000;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (long Since, int Count)> _tries = new(StringComparer.Ordinal);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A try begins, and counts as failed until it is given back: many at once are as many tries.</summary>
    /// <returns>False where there were too many of this address.</returns>
    public bool Take(string address)
    {
        // Full of other addresses: forgetting them all is milder than refusing everybody.
        if (_tries.Count >= MaxAddresses)
            _tries.Clear();
        var tries = _tries.AddOrUpdate(
            address,
            _ => (Now, 1),
            (_, tries) => IsOpen(tries.Since) ? (tries.Since, Math.Min(tries.Count, MaxInWindow) + 1) : (Now, 1)
        );
        return tries.Count <= MaxInWindow;
    }

    /// <summary>It has not failed.</summary>
    public void GiveBack(string address)
    {
        while (_tries.TryGetValue(address, out var tries) && tries.Count > 0)
            if (_tries.TryUpdate(address, (tries.Since, tries.Count - 1), tries))
                return;
    }

    private bool IsOpen(long since) => Now - since < (long)Window.TotalMilliseconds;
}
