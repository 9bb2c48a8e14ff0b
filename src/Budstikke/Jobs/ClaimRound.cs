namespace Budstikke.Jobs;

/// <summary>A client, and since when the first of its due jobs has been due.</summary>
internal sealed record DueClient(string ClientId, long DueAt);

/// <summary>The clients that had due jobs of a kind at one moment, each asked once, in turn: a round begins behind the
/// client that was asked last.</summary>
internal sealed class ClaimRound
{
    private readonly Lock _lock = new();
    private List<string> _left = [];
    private string? _last;
    private long _begun;

    public TimeSpan Passed(TimeProvider time)
    {
        lock (_lock)
            return time.GetElapsedTime(_begun);
    }

    public void Begin(IEnumerable<DueClient> clients, TimeProvider time)
    {
        lock (_lock)
        {
            // A node that has asked nobody yet begins with whoever has waited longest: where nodes die soon after their
            // start, again and again, the first of the alphabet would have all of their time.
            var inTurn = clients
                .GroupBy(client => client.ClientId, StringComparer.Ordinal)
                .OrderBy(client => _last is null ? client.Min(one => one.DueAt) : 0)
                .ThenBy(client => string.CompareOrdinal(client.Key, _last) <= 0)
                .ThenBy(client => client.Key, StringComparer.Ordinal);
            _left = [.. inTurn.Select(client => client.Key)];
            _begun = time.GetTimestamp();
        }
    }

    /// <summary>The first of those that were not asked yet; they stay until they are.</summary>
    public string[] Next(int count)
    {
        lock (_lock)
            return [.. _left.Take(count)];
    }

    public void Asked(string client)
    {
        lock (_lock)
        {
            _last = client;
            _left.Remove(client);
        }
    }
}
