using Budstikke.Documents.Pdf.Fonts;

namespace Budstikke.Documents.Pdf.Objects;

/// <summary>
/// The beginning that all documents share: the file's header and both fonts with the common characters. Made once in a
/// process; the same program makes the same bytes each time, so that a store may keep them once.
/// </summary>
internal sealed class Head
{
    private const string CommonTag = "BUDSTI";

    /// <summary>So many bytes become four characters of Base64 that do not depend on what follows.</summary>
    private const int Base64GroupBytes = 3;

    public static readonly Head Shared = new();

    private Head()
    {
        using var writer = new ObjectWriter();
        // The comment of bytes above 127 tells transfer programs that the file is binary (ISO 32000-1, 7.5.2).
        writer.Bytes.Add("%PDF-1.7\n%"u8).Add([0xE6, 0xF8, 0xE5, 0xD0]).Add((byte)'\n');
        RegularFont = FontObjects.Add(writer, Typeface.Regular, Typeface.Regular.Common, CommonTag);
        BoldFont = FontObjects.Add(writer, Typeface.Bold, Typeface.Bold.Common, CommonTag);
        while (writer.Bytes.Length % Base64GroupBytes != 0)
            writer.Bytes.Add((byte)'\n');
        Bytes = writer.Bytes.Written.ToArray();
        Offsets = [.. writer.Offsets];
    }

    public byte[] Bytes { get; }

    /// <summary>Where the objects begin, from object 1 on.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>The object number of the regular font.</summary>
    public int RegularFont { get; }

    /// <summary>The object number of the bold font.</summary>
    public int BoldFont { get; }
}
