using System.Data.Common;
using Budstikke.Relays;

namespace Budstikke.Health;

/// <summary>Whether mail goes out, for all who ask this node: it is read once in 10 s at most, since none of them has a
/// token.</summary>
internal sealed class MailProbe(IServiceProvider services, TimeProvider time)
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private Task<string?>? _latest;
    private DateTimeOffset _readAt;

    /// <summary>Null where it does, where no relay is set up, and where the database cannot say.</summary>
    public Task<string?> Warning()
    {
        if (services.GetService<RelayList>() is null)
            return Task.FromResult<string?>(null);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_latest is null || (_latest.IsCompleted && (now - _readAt).Duration() >= s_life))
                (_latest, _readAt) = (Read(services.GetRequiredService<MailRelays>()), now);
            return _latest;
        }
    }

    private static async Task<string?> Read(MailRelays relays)
    {
        try
        {
            return await relays.Warning();
        }
        catch (DbException)
        {
            return null;
        }
    }
}
