using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <param name="Key">Null where the caller sent none.</param>
/// <param name="Row">See <see cref="KeyedChanges.Once"/>.</param>
internal sealed record Change(HashedKey? Key, string Row, Func<Session, DateTimeOffset, Task<ChangeAnswer>> Work);

/// <param name="Result">By its name, as it stands under the key; null where the key came before with something
/// else.</param>
internal sealed record ChangeAnswer(string? Result, bool IsReplay)
{
    /// <summary>What became true by it; nothing where it is a refusal or a repeat.</summary>
    public IReadOnlyCollection<Fact> Facts { get; init; } = [];
}

/// <summary>Changes that share a transaction. Of twins under one key the first is made, and the row of the key answers
/// the others.</summary>
internal sealed class ChangeBatch(FirstAnswers firstAnswers, FactRegister facts)
{
    /// <summary>One answer for each change, in their order.</summary>
    public async Task<IReadOnlyList<ChangeAnswer>> Run(
        Session session,
        IReadOnlyList<Change> changes,
        DateTimeOffset now
    )
    {
        Change[] leaders =
        [
            .. changes.Where(change => change.Key is null),
            .. changes.Where(change => change.Key is not null).DistinctBy(change => change.Key!.KeyHash),
        ];
        var rows = await TakeKeys(session, leaders);
        var made = new Dictionary<Change, ChangeAnswer>(ReferenceEqualityComparer.Instance);
        foreach (var change in leaders.Where(IsNew).OrderBy(change => change.Row, StringComparer.Ordinal))
            made[change] = await change.Work(session, now);
        await session.CarryOut([
            .. made.Where(one => one.Key.Key is not null)
                .Select(one =>
                    FirstAnswers.Remember(one.Key.Key!, one.Value.Result!, isRefusal: one.Value.Facts.Count == 0)
                ),
            .. facts.Announce([.. made.Values.SelectMany(answer => answer.Facts)], now),
        ]);
        foreach (var (change, answer) in made.Where(one => one.Key.Key is not null))
            rows[change.Key!.KeyHash] = new(change.Key.BodyHash, answer.Result!);
        return [.. changes.Select(change => made.GetValueOrDefault(change) ?? Repeated(change.Key!, rows))];

        bool IsNew(Change change) => change.Key is null || !rows.ContainsKey(change.Key.KeyHash);
    }

    /// <summary>Takes the keys. Returns what the rows say of those that had been taken before, by the keys'
    /// hashes.</summary>
    private async Task<Dictionary<string, FirstAnswer>> TakeKeys(Session session, IEnumerable<Change> leaders)
    {
        var taken = await firstAnswers.Take(
            session,
            [.. leaders.Select(change => change.Key).OfType<HashedKey>().Select(key => (key, ""))]
        );
        return taken.ToDictionary(one => one.Key.KeyHash, one => one.Value, StringComparer.Ordinal);
    }

    private static ChangeAnswer Repeated(HashedKey key, Dictionary<string, FirstAnswer> rows)
    {
        var first = rows[key.KeyHash];
        return first.BodyHash == key.BodyHash ? new(first.Answer, IsReplay: true) : new(null, IsReplay: false);
    }
}
