using System.Text.Json;
using Budstikke.Jobs;

namespace Budstikke.Commands;

/// <summary>
/// An order's facts as they come, each once. A page is read again until there is a next one: on several nodes a fact
/// may become visible in front of one that was seen.
/// </summary>
internal sealed class RemoteTimeline(RemoteOrders service, string order)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _lastOfPageBefore;

    public async Task<IReadOnlyList<JsonElement>> Unseen(CancellationToken cancel)
    {
        var (facts, hasNext) = await service.Timeline(order, _lastOfPageBefore, cancel);
        var unseen = facts.Where(fact => _seen.Add(IdOf(fact))).ToList();
        if (hasNext)
            _lastOfPageBefore = IdOf(facts[^1]);
        return unseen;
    }

    /// <summary>Null where it is of a kind that this program does not know: the service may be newer.</summary>
    public static Fact? Read(JsonElement fact) =>
        FactKinds.Read(fact.GetProperty("kind").GetString()!, fact.GetProperty("content").GetRawText());

    private static string IdOf(JsonElement fact) => fact.GetProperty("id").GetString()!;
}
