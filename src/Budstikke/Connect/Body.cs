using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Budstikke.Connect;

/// <summary>The bytes of a request's body, or one text that says why they cannot be taken.</summary>
/// <param name="IsOneTooMany">Its sender has as many bodies open as it may have; this one was not waited for.</param>
internal sealed record Body(ReadOnlyMemory<byte> Bytes, string? Fault = null, bool IsOneTooMany = false)
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Of a document that is only checked: it may carry files.</summary>
    public const int MaxXmlBytes = 10 * 1024 * 1024;

    /// <summary>So much of too large a body is read and thrown away, so that its sender sees the answer and no broken
    /// pipe.</summary>
    public const int MaxThrownAwayBytes = 16 * 1024 * 1024;

    /// <summary>By then one of the sender's other bodies may have come whole.</summary>
    private const int RetryAfterSeconds = 1;

    private const string TooSlow = "it came too slowly";
    private const string Json = "application/json";
    private const string JsonSuffix = "json";
    private const string Xml = "application/xml";
    private const string OnlyCharset = "utf-8";
    private const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;

    private static readonly Format s_json = new(Json, MaxBytes, IsJson);
    private static readonly Format s_xml = new(Xml, MaxXmlBytes, IsXml);

    /// <summary>What to answer where the bytes cannot be taken; null where they can.</summary>
    public Answer? Refusal =>
        IsOneTooMany ? Envelope.TooManyRequests(RetryAfterSeconds)
        : Fault is { } fault ? Envelope.Invalid([fault])
        : null;

    public static Task<Body> Read(HttpRequest request, CancellationToken cancellation) =>
        Read(request, s_json, cancellation);

    public static Task<Body> ReadXml(HttpRequest request, CancellationToken cancellation) =>
        Read(request, s_xml, cancellation);

    private static async Task<Body> Read(HttpRequest request, Format format, CancellationToken cancellation)
    {
        LiftLimitOfServer(request.HttpContext);
        try
        {
            var body = await ReadAll(request, format, cancellation);
            return !body.IsOneTooMany && FaultOfHeaders(request.Headers, format) is { } fault
                ? new(default, fault)
                : body;
        }
        catch (BadHttpRequestException broken)
        {
            CloseAfterwards(request);
            return new(default, Unread(ReasonOf(broken)));
        }
    }

    /// <summary>Most bodies have come with their headers; only one that has not is waited for, and counts as
    /// open.</summary>
    private static async Task<Body> ReadAll(HttpRequest request, Format format, CancellationToken cancellation)
    {
        if (request.BodyReader.TryRead(out var read))
        {
            if (read.IsCompleted && read.Buffer.Length <= format.MaxBytes)
                return Taken(request.BodyReader, read);
            request.BodyReader.AdvanceTo(read.Buffer.Start);
        }
        if (request.HttpContext.Features.Get<Holding>() is not { } holding)
            return await Wait(request, format, cancellation);
        using var place = holding.EnterBody();
        if (place is not null)
            return await Wait(request, format, holding.Limits.BodyTime, cancellation);
        CloseAfterwards(request);
        return new(default, IsOneTooMany: true);
    }

    private static async Task<Body> Wait(
        HttpRequest request,
        Format format,
        TimeSpan? longest,
        CancellationToken cancellation
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (longest is { } time)
            deadline.CancelAfter(time);
        try
        {
            return await Wait(request, format, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            CloseAfterwards(request);
            return new(default, Unread(TooSlow));
        }
    }

    private static async Task<Body> Wait(HttpRequest request, Format format, CancellationToken cancellation)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > format.MaxBytes)
                return await ThrowAway(request, read.Buffer, format.MaxBytes, cancellation);
            if (read.IsCompleted)
                return Taken(reader, read);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Body Taken(PipeReader reader, ReadResult read)
    {
        var bytes = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return new(bytes);
    }

    /// <summary>What is still to come after the last byte that we throw away ends with the connection.</summary>
    private static async Task<Body> ThrowAway(
        HttpRequest request,
        ReadOnlySequence<byte> first,
        int maxBytes,
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
        return new(default, $"The request body must not be larger than {maxBytes} bytes.");
    }

    private static string? FaultOfHeaders(IHeaderDictionary headers, Format format)
    {
        if (!MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type) || !format.Is(type))
            return $"The content type must be {format.Name}.";
        // XML says its encoding itself.
        if (
            format == s_json
            && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(OnlyCharset, IgnoringCase)
        )
            return $"The charset of the content type must be {OnlyCharset}.";
        return headers.ContentEncoding.Count > 0 && headers.ContentEncoding != "identity"
            ? "The request body must be sent without content encoding."
            : null;
    }

    private static bool IsXml(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Xml, IgnoringCase)
        || type.MediaType.Equals("text/xml", IgnoringCase)
        || (type.Type.Equals("application", IgnoringCase) && type.Suffix.Equals("xml", IgnoringCase));

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Json, IgnoringCase)
        || (type.Type.Equals("application", IgnoringCase) && type.Suffix.Equals(JsonSuffix, IgnoringCase));

    private static string Unread(string reason) => $"The request body could not be read: {reason}.";

    private static string ReasonOf(BadHttpRequestException broken) =>
        broken.StatusCode switch
        {
            StatusCodes.Status408RequestTimeout => TooSlow,
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

    /// <summary>What a call takes.</summary>
    private sealed record Format(string Name, int MaxBytes, Func<MediaTypeHeaderValue, bool> Is);
}
