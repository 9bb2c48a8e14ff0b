namespace Budstikke.Documents.Pdf;

/// <summary>A PDF in two parts, so that a store can keep what all documents share only once. The file is one after the
/// other.</summary>
public sealed class PdfDocument
{
    internal PdfDocument(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body) => (Head, Body) = (head, body);

    /// <summary>
    /// The header and the prepared fonts: the same bytes in every document of this version on this runtime. Its length
    /// is a multiple of 3, so that its Base64 too is the same in every EHF that embeds the file, and a store can share
    /// that as well.
    /// </summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>All that is this document's own, with the cross-reference table over both parts.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How many pages it has.</summary>
    public required int PageCount { get; init; }

    /// <summary>The whole file.</summary>
    public byte[] ToArray()
    {
        var file = new byte[Head.Length + Body.Length];
        Head.CopyTo(file);
        Body.CopyTo(file.AsMemory(Head.Length));
        return file;
    }
}
