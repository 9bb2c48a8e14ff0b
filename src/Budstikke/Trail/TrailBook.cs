using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Trail;

/// <summary>
/// Writes the trail and reads it. An entry is written in the transaction of the change, so neither is there without the
/// other. A chain has one end: those who write to it wait for each other, and therefore what programs do all day, the
/// taking of orders above all, is not written here; an order's timeline names the token that caused it.
/// </summary>
internal sealed class TrailBook(Secrets secrets)
{
    /// <summary>The most that one reading gives.</summary>
    public const int MaxRead = 1000;

    /// <summary>Among the store's sequences.</summary>
    public const string Series = "trail";

    public async Task Add(Session session, TrailEntry entry, Actor actor, DateTimeOffset at)
    {
        // Taking the number holds back whoever else would write the next row, until this transaction ends.
        var number = await IdSequence.Advance(session, Series, 1);
        var earlier = await session.QueryOne<string>(
            "SELECT hash FROM trail WHERE number = @earlier",
            new { earlier = number - 1 }
        );
        var row = new TrailRow(
            number,
            entry.ClientId,
            at.ToUnixTimeMilliseconds(),
            StorableText.Of(actor.By),
            Storable(actor.Place),
            entry.Action,
            StorableText.Of(entry.About),
            StorableText.Of(JsonOptions.Store(entry.Changes)),
            Storable(actor.Reason),
            ""
        );
        await session.Execute(
            """
            INSERT INTO trail (number, client_id, at, by_whom, place, action, about, changes, reason, hash)
            VALUES (@Number, @ClientId, @At, @ByWhom, @Place, @Action, @About, @Changes, @Reason, @Hash)
            """,
            row with
            {
                Hash = row.HashAfter(earlier ?? "", secrets),
            }
        );
    }

    /// <summary>As it will be read back: the hash is over that.</summary>
    private static string? Storable(string? text) => text is null ? null : StorableText.Of(text);

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<TrailRow>> Read(Session session, TrailQuestion asked) =>
        session.Query<TrailRow>(
            $"""
            SELECT {TrailRow.Columns} FROM trail WHERE number < @before
            {(asked.ClientId is null ? "" : "AND client_id = @clientId")}
            {(asked.About is null ? "" : "AND about = @about")}
            ORDER BY number DESC LIMIT @count
            """,
            new
            {
                before = asked.Before ?? long.MaxValue,
                clientId = asked.ClientId,
                about = asked.About,
                count = (long)Math.Clamp(asked.Count, 1, MaxRead),
            }
        );
}

/// <param name="ClientId">Null: of all.</param>
/// <param name="About">Null: about whatever.</param>
/// <param name="Before">The number of the last row of the page before; null for the first page.</param>
internal sealed record TrailQuestion(
    string? ClientId = null,
    string? About = null,
    long? Before = null,
    int Count = TrailBook.MaxRead
);
