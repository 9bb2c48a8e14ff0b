using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <param name="Key">As sent; stored as a keyed hash.</param>
/// <param name="Body">The request's bytes; stored as a keyed hash, since they may hold a personal number.</param>
/// <param name="Call">What is asked and of which order: the same body means something else elsewhere.</param>
internal sealed record IdempotencyKey(string Key, ReadOnlyMemory<byte> Body, string Call = "");

internal sealed record HashedKey(string ClientId, string KeyHash, string BodyHash);

/// <summary>What a key's row says.</summary>
/// <param name="Answer">An order's id, or the name of a result.</param>
internal sealed record FirstAnswer(string BodyHash, string Answer);

/// <summary>
/// The first answer to each idempotency key, kept for a day. The key's row, the effect and the answer are one
/// transaction: a twin on another node waits at the row for its commit and replays it, and after a lost answer the
/// repeat finds it.
/// </summary>
internal sealed class FirstAnswers(Secrets secrets, SharedClock shared)
{
    private const long Created = 201;
    private const long Done = 202;
    private const long RefusedByState = 400;
    private const int MaxTakes = 3;

    private static readonly Table s_idempotency = new(
        "idempotency",
        [
            ("client_id", ColumnType.Text),
            ("key_hash", ColumnType.Text),
            ("body_hash", ColumnType.Text),
            ("status", ColumnType.Bigint),
            ("answer", ColumnType.Text),
            ("created_at", ColumnType.Bigint),
        ],
        "client_id, key_hash"
    );

    /// <summary>The stored answer to this key and body, as it stands in the key's row; null where there is none.
    /// Nothing is taken.</summary>
    public async Task<string?> Given(Session session, Caller caller, IdempotencyKey key)
    {
        var hashed = Hash(caller, key)!;
        var first = await Young(session, hashed, Oldest(await shared.Read(session)));
        return first?.BodyHash == hashed.BodyHash ? first.Answer : null;
    }

    public HashedKey? Hash(Caller caller, IdempotencyKey? key) =>
        key is null
            ? null
            : new(
                caller.Client.ClientId,
                secrets.Hash($"idempotency-key:{caller.Client.ClientId}", key.Key),
                secrets.Hash($"idempotency-body{key.Call}", key.Body.Span)
            );

    /// <summary>
    /// Takes the keys in key order, so that two batches cannot wait for each other. Returned are those that had been
    /// taken, with the first answer.
    /// </summary>
    /// <param name="keys">Each with the answer that it gets if it is new.</param>
    public async Task<IReadOnlyDictionary<HashedKey, FirstAnswer>> Take(
        Session session,
        IReadOnlyCollection<(HashedKey Key, string Answer)> keys
    )
    {
        if (keys.Count == 0)
            return new Dictionary<HashedKey, FirstAnswer>();
        // The shared clock is asked, because a node's own may be wrong, and a key that seems too old is free for a
        // second order.
        var now = await shared.Read(session);
        var ordered = keys.OrderBy(one => one.Key.KeyHash, StringComparer.Ordinal).ToList();
        var isNew = await session.Insert(s_idempotency, [.. ordered.Select(one => Row(one.Key, one.Answer, now))]);
        var taken = new Dictionary<HashedKey, FirstAnswer>();
        foreach (var (one, _) in ordered.Zip(isNew).Where(pair => !pair.Second))
            if (await TakeOld(session, one.Key, one.Answer, now) is { } first)
                taken[one.Key] = first;
        return taken;
    }

    /// <summary>The first answer, where it is not too old for repeats. Null: it was, or is gone, and the key is taken
    /// now.</summary>
    private static async Task<FirstAnswer?> TakeOld(Session session, HashedKey key, string answer, DateTimeOffset now)
    {
        var before = Oldest(now);
        for (var tries = 0; tries < MaxTakes; tries++)
        {
            if (await Young(session, key, before) is { } first)
                return first;
            await session.Execute(
                "DELETE FROM idempotency WHERE client_id = @ClientId AND key_hash = @KeyHash AND created_at < @before",
                new
                {
                    key.ClientId,
                    key.KeyHash,
                    before,
                }
            );
            // Another may have been faster: then its answer is read.
            if ((await session.Insert(s_idempotency, [Row(key, answer, now)]))[0])
                return null;
        }
        throw new InvalidOperationException("An idempotency key's row came and went too often.");
    }

    private static long Oldest(DateTimeOffset now) => (now - ForgetKeys.KeysLive).ToUnixTimeMilliseconds();

    /// <summary>Null where there is none, or it is too old for repeats.</summary>
    private static Task<FirstAnswer?> Young(Session session, HashedKey key, long before) =>
        session.QueryOne<FirstAnswer>(
            """
            SELECT body_hash AS BodyHash, answer AS Answer FROM idempotency
            WHERE client_id = @ClientId AND key_hash = @KeyHash AND created_at >= @before
            """,
            new
            {
                key.ClientId,
                key.KeyHash,
                before,
            }
        );

    /// <summary>The answer to a key that was taken in this transaction without one.</summary>
    /// <param name="isRefusal">It changed nothing.</param>
    public static Statement Remember(HashedKey key, string answer, bool isRefusal) =>
        new(
            "UPDATE idempotency SET status = @status, answer = @answer WHERE client_id = @ClientId "
                + "AND key_hash = @KeyHash",
            new
            {
                key.ClientId,
                key.KeyHash,
                status = isRefusal ? RefusedByState : Done,
                answer,
            },
            1
        );

    private static object?[] Row(HashedKey key, string answer, DateTimeOffset now) =>
        [key.ClientId, key.KeyHash, key.BodyHash, Created, answer, now.ToUnixTimeMilliseconds()];
}
