using System.Collections.Concurrent;
using Budstikke.Jobs;

namespace Budstikke.Peppol;

/// <summary>
/// Where participants take their documents, asked once and kept for as long as the answer is good: an access point for
/// a day at most, and not beyond the SMP's own dates; that there is none for minutes. That nobody could say is not
/// kept. Who asks while the same is being asked waits for that answer.
/// </summary>
internal sealed class PeppolDirectory(LookUp lookUp, KeepAnswers keep, TimeProvider time)
{
    /// <summary>A buyer who registers is found soon.</summary>
    public static readonly TimeSpan NotRegisteredFor = TimeSpan.FromMinutes(5);

    /// <summary>Of one look-up, all steps together.</summary>
    private static readonly TimeSpan s_whole = TimeSpan.FromSeconds(30);

    /// <summary>Some 100 MB at most; whoever sends to more asks again.</summary>
    private const int MaxKept = 20_000;

    private readonly ConcurrentDictionary<Key, Lazy<Task<Finding>>> _asking = new();
    private readonly ConcurrentDictionary<Key, Kept> _kept = new();

    private readonly record struct Key(string Participant, string DocumentId);

    private sealed record Kept(Finding Finding, DateTimeOffset At, DateTimeOffset Until);

    /// <param name="participant">As <c>0192:991825827</c>, in lower case.</param>
    public Task<Finding> Find(string participant, PeppolDocument document, CancellationToken cancel)
    {
        var key = new Key(participant, document.Id);
        if (_kept.TryGetValue(key, out var kept) && kept.Until > time.GetUtcNow())
            return Task.FromResult(Again(kept));
        var asking = _asking.GetOrAdd(key, one => new(() => Ask(one, document)));
        return asking.Value.WaitAsync(cancel);
    }

    /// <summary>An access point that says that it does not serve this participant any more: the next look-up
    /// asks.</summary>
    public void Forget(PeppolEndpoint endpoint) =>
        _kept.TryRemove(new(endpoint.Participant, endpoint.Document.Id), out _);

    private async Task<Finding> Ask(Key key, PeppolDocument document)
    {
        // Not the first caller's patience: the others who wait for the answer have their own.
        using var limit = new CancellationTokenSource(s_whole);
        try
        {
            var finding = await WithoutAnswers(await lookUp.Run(key.Participant, document, limit.Token));
            Keep(key, finding);
            return finding;
        }
        catch (OperationCanceledException)
        {
            return new CouldNotFindOut(
                $"{key.Participant} was not found within {s_whole.TotalSeconds} s.",
                ForEverybody: false,
                []
            );
        }
        finally
        {
            _asking.TryRemove(key, out _);
        }
    }

    /// <summary>The store has them then, and the memory their hashes.</summary>
    private async Task<Finding> WithoutAnswers(Finding finding) =>
        finding is Found found
            ? found with
            {
                Endpoint = found.Endpoint with { LookedUp = await keep(found.Answers) },
                Answers = [],
            }
            : finding;

    private void Keep(Key key, Finding finding)
    {
        var now = time.GetUtcNow();
        var until = finding switch
        {
            Found found => found.Until,
            NotRegistered => now + NotRegisteredFor,
            _ => now,
        };
        if (until <= now)
            return;
        if (_kept.Count >= MaxKept)
            foreach (var (old, _) in _kept.Where(one => one.Value.Until <= now).ToList())
                _kept.TryRemove(old, out _);
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[key] = new(finding, now, until);
    }

    /// <summary>The same, with a word that nobody was asked for it again.</summary>
    private static Finding Again(Kept kept) =>
        kept.Finding with
        {
            Steps = [.. kept.Finding.Steps, new("Kept", $"found out at {Moments.Text(kept.At)}", TimeSpan.Zero)],
        };
}
