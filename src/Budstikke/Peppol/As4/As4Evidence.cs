using System.Globalization;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>A piece of what went or came, byte by byte.</summary>
internal sealed record KeptPiece(string Name, byte[] Content);

/// <summary>Reads what is kept of a document: what one would show to somebody who doubts that it was sent.</summary>
internal sealed class As4Evidence(Database database)
{
    private const StringSplitOptions NoEmpty = StringSplitOptions.RemoveEmptyEntries;
    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    /// <summary>What the SMPs said, the envelopes as they were signed, without what was encrypted, and the answers;
    /// then what was said later.</summary>
    /// <param name="key">The dispatch's.</param>
    public Task<IReadOnlyList<KeptPiece>> Of(string key) =>
        database.Read<IReadOnlyList<KeptPiece>>(async session =>
        {
            var tries = await session.Query<TriedRow>(
                "SELECT try AS Try, envelope AS Envelope, answer AS Answer, looked_up AS LookedUp FROM peppol_tries "
                    + "WHERE message_key = @key ORDER BY try",
                new { key }
            );
            var statuses = await session.Query<SaidRow>(
                "SELECT kind AS Kind, envelope AS Envelope, document AS Document FROM peppol_statuses "
                    + "WHERE message_key = @key ORDER BY received_at, status_id",
                new { key }
            );
            return
            [
                .. await AnswersOf(session, tries),
                .. tries.SelectMany(PiecesOf),
                .. statuses.SelectMany(PiecesOf),
            ];
        });

    /// <summary>What the SMPs said of the receiver, each answer once.</summary>
    private static async Task<IEnumerable<KeptPiece>> AnswersOf(Session session, IReadOnlyList<TriedRow> tries)
    {
        var hashes = tries.SelectMany(row => (row.LookedUp ?? "").Split(' ', NoEmpty)).Distinct().ToList();
        var answers = new List<byte[]>();
        foreach (var hash in hashes)
            if (
                await session.QueryOne<byte[]>(
                    "SELECT content FROM peppol_answers WHERE answer_hash = @hash",
                    new { hash }
                ) is
                { } content
            )
                answers.Add(content);
        return answers.Select(
            (content, index) => new KeptPiece(string.Create(s_plain, $"smp-answer-{index + 1}.xml"), content)
        );
    }

    private static IEnumerable<KeptPiece> PiecesOf(TriedRow row)
    {
        var name = string.Create(s_plain, $"as4-try-{row.Try}");
        yield return new($"{name}-envelope.xml", row.Envelope);
        if (row.Answer is { Length: > 0 } answer)
            yield return new($"{name}-answer.xml", answer);
    }

    private static IEnumerable<KeptPiece> PiecesOf(SaidRow row, int index)
    {
        var name = string.Create(s_plain, $"as4-said-{index + 1}-{row.Kind}");
        yield return new($"{name}-envelope.xml", row.Envelope);
        yield return new($"{name}.xml", row.Document);
    }

    private sealed record TriedRow(long Try, byte[] Envelope, byte[]? Answer, string? LookedUp);

    private sealed record SaidRow(string Kind, byte[] Envelope, byte[] Document);
}
