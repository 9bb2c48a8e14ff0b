using System.Data.Common;
using Budstikke.Storage;

namespace Budstikke.Health;

/// <summary>
/// Whether the database would take an order now, for all who ask this node: it is asked once in 10 s at most, however
/// many ask, since none of them has a token.
/// </summary>
internal sealed class ReadyProbe(Database database, TimeProvider time)
{
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private Task<Readiness>? _latest;
    private DateTimeOffset _askedAt;

    /// <param name="whyNot">What the node itself knows against it.</param>
    public async Task<Readiness> Of(string? whyNot, CancellationToken cancel)
    {
        if (whyNot is not null)
            return new(whyNot);
        try
        {
            return await Latest().WaitAsync(s_limit, cancel);
        }
        catch (TimeoutException)
        {
            return new($"The database did not answer within {s_limit.TotalSeconds} s.");
        }
    }

    private Task<Readiness> Latest()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            // Also where the clock was set back. One that hangs is not joined by a second.
            if (_latest is null || (_latest.IsCompleted && (now - _askedAt).Duration() >= s_life))
                (_latest, _askedAt) = (Task.Run(Ask), now);
            return _latest;
        }
    }

    private async Task<Readiness> Ask()
    {
        var read = await Readiness.Of(database, CancellationToken.None);
        if (read.Reason is not null)
            return read;
        try
        {
            await WriteProbe.Run(database);
            return new(Reason: null);
        }
        catch (Exception error) when (Seal.IsMet(error))
        {
            return new("The store was moved to another database.");
        }
        catch (Exception error) when (error is DbException || database.Dialect.IsUnavailable(error))
        {
            // Not the driver's words, as with a read.
            return new("The database takes no writes.");
        }
    }
}
