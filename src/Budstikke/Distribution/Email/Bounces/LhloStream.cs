namespace Budstikke.Distribution.Email.Bounces;

/// <summary>Lets a client of LMTP begin as one of SMTP does: its LHLO becomes an EHLO (RFC 2033 § 4.1).</summary>
internal sealed class LhloStream(Stream inner) : Stream
{
    private bool _hasBegun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (!_hasBegun && read > 0)
        {
            _hasBegun = true;
            // The two differ in their first letter alone, and no other command begins with it.
            if (buffer.Span[0] is (byte)'L' or (byte)'l')
                buffer.Span[0] = (byte)'E';
        }
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
