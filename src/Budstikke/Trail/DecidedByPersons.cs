using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Trail;

/// <summary>A fact that a person caused is on the trail too, with its first timeline; what it says in detail stands
/// there.</summary>
internal static class DecidedByPersons
{
    public static IEnumerable<Write> Of(TrailBook book, IReadOnlyCollection<Fact> facts, DateTimeOffset now)
    {
        Fact[] decided = [.. facts.Where(fact => Actor.IsPerson(fact.CausedBy))];
        if (decided.Length > 0)
            yield return new LastWrite(session => Add(session, book, decided, now));
    }

    private static async Task Add(Session session, TrailBook book, Fact[] decided, DateTimeOffset now)
    {
        foreach (var fact in decided)
            await book.Add(
                session,
                new(fact.ClientId, fact.Kind, fact.Timelines.Count > 0 ? fact.Timelines[0] : fact.ClientId),
                fact.CausedBy == Actor.AtTerminal.By ? Actor.AtTerminal : new(fact.CausedBy),
                now
            );
    }
}
