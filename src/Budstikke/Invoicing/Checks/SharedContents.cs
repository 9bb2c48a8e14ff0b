using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>A part that many documents share, under the hash it is kept by.</summary>
internal sealed record AuditedPart(string Sha256, byte[] Content);

/// <summary>The parts that documents share. A few are kept in memory: there is one for each release of the prepared
/// fonts.</summary>
internal sealed class SharedContents(Audit audit)
{
    private const int MaxKept = 8;
    private const int PageParts = 4;

    private readonly string _select =
        $"SELECT sha256 AS Sha256, CAST(content AS {audit.Bytes}) AS Content FROM shared_parts";

    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    public Task Check(Tally tally) =>
        audit.Judge(
            new Paged<AuditedPart>($"{_select} WHERE sha256 > @after ORDER BY sha256 LIMIT @rows", row => row.Sha256)
            {
                Rows = PageParts,
            },
            part => tally.Look(part.Sha256, Judge(part)),
            tally
        );

    public static IEnumerable<string> Judge(AuditedPart part) =>
        DocumentChecks.HashOf(part.Content) == part.Sha256
            ? []
            : ["Its bytes do not have the SHA-256 that it is kept under."];

    /// <summary>The bytes under this hash, as they stand; null where there are none.</summary>
    public async Task<byte[]?> Find(string sha256)
    {
        if (_kept.TryGetValue(sha256, out var kept))
            return kept;
        var rows = await audit.Query<AuditedPart>($"{_select} WHERE sha256 = @sha256", new { sha256 });
        if (rows is not [var part])
            return null;
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        return _kept[sha256] = part.Content;
    }
}
