using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>Bytes that are the same in many documents; for one the prepared fonts at a PDF's head.</summary>
internal sealed record SharedPart(string Sha256, ReadOnlyMemory<byte> Content)
{
    private static readonly ConcurrentDictionary<ReadOnlyMemory<byte>, SharedPart> s_known = new();
    private static readonly ConcurrentDictionary<ReadOnlyMemory<byte>, SharedPart> s_knownBase64 = new();

    /// <summary>Hashed once for each memory that is handed in again and again.</summary>
    public static SharedPart Of(ReadOnlyMemory<byte> content) => s_known.GetOrAdd(content, New);

    /// <summary>As a document of text carries them; a length that is no multiple of three would end in padding, which
    /// nothing can follow.</summary>
    public static SharedPart Base64Of(ReadOnlyMemory<byte> content) =>
        s_knownBase64.GetOrAdd(
            content,
            static bytes => New(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes.Span)))
        );

    private static SharedPart New(ReadOnlyMemory<byte> content) =>
        new(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content);
}

/// <summary>Keeps each shared part once, under its hash; those that were read are kept in memory, since nearly every
/// document has the same.</summary>
internal sealed class SharedParts(Database database)
{
    private static readonly Table s_table = new(
        "shared_parts",
        [("sha256", ColumnType.Text), ("content", ColumnType.Bytes)],
        "sha256"
    );

    private const int MaxKept = 64;
    private readonly ConcurrentDictionary<string, bool> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _read = new(StringComparer.Ordinal);

    /// <summary>Stores the part, if it is not there, before a document refers to it; a part that nothing refers to yet
    /// does no harm.</summary>
    public async Task Ensure(SharedPart part)
    {
        if (_stored.ContainsKey(part.Sha256))
            return;
        await database.Write([new NewRow(s_table, part.Sha256, part.Content.ToArray())]);
        _stored[part.Sha256] = true;
    }

    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public async Task<ReadOnlyMemory<byte>> Get(string sha256)
    {
        if (_read.TryGetValue(sha256, out var kept))
            return kept;
        var content =
            await database.Read(session =>
                session.QueryOne<byte[]>("SELECT content FROM shared_parts WHERE sha256 = @sha256", new { sha256 })
            ) ?? throw new InvalidOperationException($"The part {sha256} that documents share is missing.");
        if (_read.Count >= MaxKept)
            _read.Clear();
        return _read[sha256] = content;
    }
}
