using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Budstikke.Peppol.As4;

/// <summary>The two parts of a message with one document.</summary>
internal sealed record MimeParts(byte[] Envelope, string ContentId, byte[] Payload)
{
    private const int MaxHeaders = 16;
    private const int MaxHeaderBytes = 8 * 1024;
    private const string MultipartRelated = "multipart/related";

    /// <exception cref="As4Fault">It is no such message.</exception>
    public static async Task<MimeParts> Read(string? contentType, byte[] body, CancellationToken cancel)
    {
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || type.MediaType != MultipartRelated
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary
        )
            throw As4Fault.Mime("The body is not multipart/related.");
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body, writable: false))
            {
                HeadersCountLimit = MaxHeaders,
                HeadersLengthLimit = MaxHeaderBytes,
                BodyLengthLimit = body.Length,
            };
            var envelope = await Part(reader, cancel);
            var payload = await Part(reader, cancel);
            if (await reader.ReadNextSectionAsync(cancel) is not null)
                throw As4Fault.Mime("There are more than two parts.");
            return new(envelope.Bytes, payload.ContentId, payload.Bytes);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw As4Fault.Mime("The body does not fall into parts.");
        }
    }

    private static async Task<(string ContentId, byte[] Bytes)> Part(MultipartReader reader, CancellationToken cancel)
    {
        var section = await reader.ReadNextSectionAsync(cancel) ?? throw As4Fault.Mime("A part is missing.");
        using var bytes = new MemoryStream();
        await section.Body.CopyToAsync(bytes, cancel);
        var id = section.Headers?.TryGetValue("Content-ID", out var value) == true ? value.ToString() : "";
        return (id.Trim().TrimStart('<').TrimEnd('>'), bytes.ToArray());
    }
}
