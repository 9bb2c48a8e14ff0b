using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Budstikke.Connect;

/// <summary>The bytes of a request's body, or one text that says why they cannot be taken.</summary>
internal sealed record Body(ReadOnlyMemory<byte> Bytes, string? Fault = null)
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>So much of too large a body is read and thrown away, so that its sender sees the answer and no broken pipe.</summary>
    public const int MaxThrownAwayBytes = 16 * 1024 * 1024;

    private const string Json = "application/json";
    private const string JsonSuffix = "json";
    private const string OnlyCharset = "utf-8";
    private const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;

    public static async Task<Body> Read(HttpRequest request, CancellationToken cancellation)
    {
        LiftLimitOfServer(request.HttpContext);
        try
        {
            var body = await ReadAll(request, cancellation);
            return FaultOfHeaders(request.Headers) is { } fault ? new(default, fault) : body;
        }
        catch (BadHttpRequestException broken)
        {
            CloseAfterwards(request);
            return new(default, $"The request body could not be read: {ReasonOf(broken)}.");
        }
    }

    private static async Task<Body> ReadAll(HttpRequest request, CancellationToken cancellation)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > MaxBytes)
                return await ThrowAway(request, read.Buffer, cancellation);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return new(bytes);
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>What is still to come after the last byte that we throw away ends with the connection.</summary>
    private static async Task<Body> ThrowAway(
        HttpRequest request,
        ReadOnlySequence<byte> first,
        CancellationToken cancellation
    )
    {
        var reader = request.BodyReader;
        var thrownAway = first.Length;
        reader.AdvanceTo(first.End);
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellation);
            thrownAway += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
        } while (!read.IsCompleted && thrownAway <= MaxThrownAwayBytes);
        if (thrownAway > MaxThrownAwayBytes)
            CloseAfterwards(request);
        return new(default, $"The request body must not be larger than {MaxBytes} bytes.");
    }

    private static string? FaultOfHeaders(IHeaderDictionary headers)
    {
        if (!MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type) || !IsJson(type))
            return $"The content type must be {Json}.";
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(OnlyCharset, IgnoringCase))
            return $"The charset of the content type must be {OnlyCharset}.";
        return headers.ContentEncoding.Count > 0 && headers.ContentEncoding != "identity"
            ? "The request body must be sent without content encoding."
            : null;
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Json, IgnoringCase)
        || (type.Type.Equals("application", IgnoringCase) && type.Suffix.Equals(JsonSuffix, IgnoringCase));

    private static string ReasonOf(BadHttpRequestException broken) =>
        broken.StatusCode switch
        {
            StatusCodes.Status408RequestTimeout => "it came too slowly",
            _ => "it ended before its length or is wrongly chunked",
        };

    /// <summary>The server's own limit would end the connection before the answer; ours is below.</summary>
    private static void LiftLimitOfServer(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    private static void CloseAfterwards(HttpRequest request) =>
        request.HttpContext.Response.Headers.Connection = "close";
}
