using System.IO.Compression;

namespace Budstikke.Documents.Pdf.Objects;

/// <summary>
/// Writes numbered objects one after the other and remembers where each begins (ISO 32000-1, 7.3.10 and 7.5). A
/// document is written by two of them: one for the head, which is the same in all documents, and one that goes on after
/// it.
/// </summary>
internal sealed class ObjectWriter : IDisposable
{
    private readonly List<int> _offsets;
    private readonly int _start;

    /// <summary>Begins a file.</summary>
    public ObjectWriter() => _offsets = [];

    /// <summary>Goes on after bytes that others keep.</summary>
    /// <param name="start">How many bytes stand before.</param>
    /// <param name="offsets">Where the objects in them begin, from object 1 on.</param>
    public ObjectWriter(int start, IReadOnlyList<int> offsets) => (_start, _offsets) = (start, [.. offsets]);

    public ByteBuffer Bytes { get; } = new();

    public IReadOnlyList<int> Offsets => _offsets;

    /// <summary>Gives a number to an object that is written later or never (its place is then free).</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count;
    }

    public ByteBuffer Begin(int number)
    {
        _offsets[number - 1] = _start + Bytes.Length;
        return Bytes.Add(number).Add(" 0 obj\n"u8);
    }

    public void End() => Bytes.Add("\nendobj\n"u8);

    /// <summary>A compressed stream object (7.4.4).</summary>
    /// <param name="entries">Further entries of its dictionary.</param>
    public void AddStream(
        int number,
        ReadOnlySpan<byte> content,
        CompressionLevel level,
        ReadOnlySpan<byte> entries = default
    )
    {
        using var compressed = new BufferStream();
        using (var zlib = new ZLibStream(compressed, level, leaveOpen: true))
            zlib.Write(content);
        Begin(number).Add("<</Length "u8).Add(compressed.Buffer.Length).Add("/Filter/FlateDecode"u8).Add(entries);
        Bytes.Add(">>stream\n"u8).Add(compressed.Buffer.Written).Add("\nendstream"u8);
        End();
    }

    /// <summary>The cross-reference table over all objects, and the trailer (7.5.4, 7.5.5).</summary>
    public void AddTrailer(int catalog, int info, ReadOnlySpan<byte> id)
    {
        var table = _start + Bytes.Length;
        Bytes.Add("xref\n0 "u8).Add(_offsets.Count + 1).Add("\n0000000000 65535 f \n"u8);
        foreach (var offset in _offsets)
            AddTableRow(offset);
        Bytes
            .Add("trailer\n<</Size "u8)
            .Add(_offsets.Count + 1)
            .Add("/Root "u8)
            .Add(catalog)
            .Add(" 0 R/Info "u8)
            .Add(info);
        Bytes.Add(" 0 R/ID["u8);
        AddId(id);
        AddId(id);
        Bytes.Add("]>>\nstartxref\n"u8).Add(table).Add("\n%%EOF\n"u8);
    }

    public void Dispose() => Bytes.Dispose();

    private void AddTableRow(int offset)
    {
        Span<byte> row = stackalloc byte[20];
        "0000000000 00000 n \n"u8.CopyTo(row);
        for (var at = 9; offset > 0; at--, offset /= 10)
            row[at] = (byte)('0' + offset % 10);
        Bytes.Add(row);
    }

    private void AddId(ReadOnlySpan<byte> id)
    {
        Bytes.Add((byte)'<');
        for (var i = 0; i < id.Length; i += 2)
            Bytes.AddHex((ushort)((id[i] << 8) | id[i + 1]));
        Bytes.Add((byte)'>');
    }

    /// <summary>A stream into a borrowed buffer.</summary>
    private sealed class BufferStream : Stream
    {
        public ByteBuffer Buffer { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Buffer.Length;

        public override long Position
        {
            get => Buffer.Length;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Buffer.Add(buffer);

        public override void Write(byte[] buffer, int offset, int count) => Buffer.Add(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Buffer.Dispose();
            base.Dispose(disposing);
        }
    }
}
