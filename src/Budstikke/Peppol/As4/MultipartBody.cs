using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>
/// A message as the body of a request (SOAP with Attachments), written piece by piece and never in memory as a whole.
/// It knows whether its last byte has been given away: before that, nobody can have taken the message.
/// </summary>
internal sealed class MultipartBody : HttpContent
{
    private const int ChunkBytes = 64 * 1024;
    private readonly byte[] _head;
    private readonly byte[] _end;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly Action _sent;
    private volatile bool _mayHaveArrived;

    /// <param name="sent">Called when the last byte leaves.</param>
    public MultipartBody(As4Message message, Action sent)
    {
        _sent = sent;
        var boundary = message.Ids.Boundary;
        var root = $"envelope-{message.Ids.Instance}@{message.Ids.Host}";
        _head =
        [
            .. Encoding.ASCII.GetBytes(
                $"--{boundary}\r\nContent-Type: {As4Names.SoapType};charset=UTF-8\r\n"
                    + $"Content-Transfer-Encoding: binary\r\nContent-ID: <{root}>\r\n\r\n"
            ),
            .. message.Envelope,
            .. Encoding.ASCII.GetBytes(
                $"\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n"
                    + $"Content-Transfer-Encoding: binary\r\nContent-ID: <{message.Ids.Content}>\r\n\r\n"
            ),
        ];
        _payload = message.Payload.Bytes;
        _end = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = MediaTypeHeaderValue.Parse(
            $"multipart/related; boundary=\"{boundary}\"; type=\"{As4Names.SoapType}\"; start=\"<{root}>\""
        );
        Headers.TryAddWithoutValidation("MIME-Version", "1.0");
    }

    public bool MayHaveArrived => _mayHaveArrived;

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        await stream.WriteAsync(_head, cancellationToken);
        for (var at = 0; at < _payload.Length; at += ChunkBytes)
            await stream.WriteAsync(_payload.Slice(at, Math.Min(ChunkBytes, _payload.Length - at)), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _mayHaveArrived = true;
        await stream.WriteAsync(_end, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _sent();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _payload.Length + _end.Length;
        return true;
    }
}
