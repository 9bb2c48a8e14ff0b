using System.Globalization;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>A piece of what went or came, byte by byte.</summary>
internal sealed record KeptPiece(string Name, byte[] Content);

/// <summary>Reads what is kept of a document: what one would show to somebody who doubts that it was sent.</summary>
internal sealed class As4Evidence(Database database)
{
    /// <summary>The envelopes as they were signed, without what was encrypted, and the answers; then what was said
    /// later.</summary>
    /// <param name="key">The dispatch's.</param>
    public Task<IReadOnlyList<KeptPiece>> Of(string key) =>
        database.Read<IReadOnlyList<KeptPiece>>(async session =>
        {
            var tries = await session.Query<TriedRow>(
                "SELECT try AS Try, envelope AS Envelope, answer AS Answer FROM peppol_tries "
                    + "WHERE message_key = @key ORDER BY try",
                new { key }
            );
            var statuses = await session.Query<SaidRow>(
                "SELECT kind AS Kind, envelope AS Envelope, document AS Document FROM peppol_statuses "
                    + "WHERE message_key = @key ORDER BY received_at, status_id",
                new { key }
            );
            return [.. tries.SelectMany(PiecesOf), .. statuses.SelectMany(PiecesOf)];
        });

    private static IEnumerable<KeptPiece> PiecesOf(TriedRow row)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"as4-try-{row.Try}");
        yield return new($"{name}-envelope.xml", row.Envelope);
        if (row.Answer is { Length: > 0 } answer)
            yield return new($"{name}-answer.xml", answer);
    }

    private static IEnumerable<KeptPiece> PiecesOf(SaidRow row, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"as4-said-{index + 1}-{row.Kind}");
        yield return new($"{name}-envelope.xml", row.Envelope);
        yield return new($"{name}.xml", row.Document);
    }

    private sealed record TriedRow(long Try, byte[] Envelope, byte[]? Answer);

    private sealed record SaidRow(string Kind, byte[] Envelope, byte[] Document);
}
