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

    public bool IsTooMany(string address) =>
        _tries.TryGetValue(address, out var tries) && tries.Count >= MaxInWindow && IsOpen(tries.Since);

    public void Note(string address)
    {
        // Full of other addresses: forgetting them all is milder than refusing everybody.
        if (_tries.Count >= MaxAddresses)
            _tries.Clear();
        _tries.AddOrUpdate(
            address,
            _ => (Now, 1),
            (_, tries) => IsOpen(tries.Since) ? (tries.Since, tries.Count + 1) : (Now, 1)
        );
    }

    private bool IsOpen(long since) => Now - since < (long)Window.TotalMilliseconds;
}
