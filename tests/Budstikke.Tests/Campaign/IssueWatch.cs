using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Budstikke.Invoicing;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;

namespace Budstikke.Tests.Campaign;

/// <summary>How long a client's orders that waited to be invoiced when a node was killed wait for the lane's next
/// number.</summary>
internal sealed class IssueWatch
{
    private const string Lanes = $"""
        SELECT n.client_id AS ClientId, n.next AS Next
        FROM number_series n
        WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.client_id = n.client_id AND j.kind = '{IssueInvoices.KindName}')
        """;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private readonly ConcurrentBag<TimeSpan> _waits = [];
    private readonly List<Task> _watching = [];

    private sealed record Lane(string ClientId, long Next);

    /// <summary>At the moment of a kill.</summary>
    public void Begin(Dictionary<string, string?> settings) =>
        _watching.Add(Watch(new(settings), Stopwatch.StartNew()));

    public async Task End()
    {
        await Task.WhenAll(_watching);
        _watching.Clear();
    }

    /// <summary>Milliseconds, by name; no times where no lane waited.</summary>
    public IEnumerable<KeyValuePair<string, int>> Figures()
    {
        int[] waits = [.. _waits.Select(wait => (int)wait.TotalMilliseconds).Order()];
        yield return new("lanesThatWaitedAtAKill", waits.Length);
        if (waits.Length == 0)
            yield break;
        yield return new("msToTheirNextIssueP50", waits[waits.Length / 2]);
        yield return new("msToTheirNextIssueWorst", waits[^1]);
    }

    private async Task Watch(Dictionary<string, string?> settings, Stopwatch since)
    {
        await using var database = InvoicedOnce.Open(settings);
        using var pace = new PeriodicTimer(s_look);
        IReadOnlyList<Lane>? waiting = null;
        do
        {
            if (await Read(database) is not { } now)
                continue;
            foreach (var lane in waiting ?? [])
                if (now.All(one => one.ClientId != lane.ClientId || one.Next != lane.Next))
                    _waits.Add(since.Elapsed);
            // A lane in which nothing waited at the kill is not watched.
            waiting = waiting is null ? now : [.. waiting.Intersect(now)];
        } while (waiting is not { Count: 0 } && since.Elapsed < s_longest && await pace.WaitForNextTickAsync());
        // What is not issued after so long is a finding of the audit, or waits that long here.
        foreach (var _ in waiting ?? [])
            _waits.Add(since.Elapsed);
    }

    /// <summary>Null while the database is away, by another fault.</summary>
    private static async Task<IReadOnlyList<Lane>?> Read(Database database)
    {
        try
        {
            return await database.Read(session => session.Query<Lane>(Lanes));
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            return null;
        }
    }
}
