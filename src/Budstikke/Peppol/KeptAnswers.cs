using System.Security.Cryptography;
using Budstikke.Storage;

namespace Budstikke.Peppol;

/// <summary>Keeps the signed answers that a look-up came by.</summary>
/// <returns>How they are found again: the SHA-256 of each, in lower-case hex.</returns>
internal delegate Task<IReadOnlyList<string>> KeepAnswers(IReadOnlyList<byte[]> answers);

/// <summary>
/// The signed answers of SMPs, byte by byte, each once however often it comes: they prove where a document was to go
/// when it was sent.
/// </summary>
internal sealed class KeptAnswers(Database database, TimeProvider time)
{
    private static readonly Table s_answers = new(
        "peppol_answers",
        [("answer_hash", ColumnType.Text), ("content", ColumnType.Bytes), ("received_at", ColumnType.Bigint)],
        "answer_hash"
    );

    /// <inheritdoc cref="KeepAnswers"/>
    public async Task<IReadOnlyList<string>> Keep(IReadOnlyList<byte[]> answers)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<string> hashes = [.. answers.Select(HashOf)];
        await database.Write(async session =>
        {
            await session.Insert(
                s_answers,
                [.. answers.Zip(hashes, object?[] (content, hash) => [hash, content, now])]
            );
            return true;
        });
        return hashes;
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
