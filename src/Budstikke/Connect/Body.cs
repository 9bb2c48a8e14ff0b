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

    /// <summary>So much of too large a body is read and thrown away, so that its sender sees the answer and no broken
    /// pipe.</summary>
    public const int MaxThrownAwayBytes = 16 * 1024 * 1024;

    /// <summary>By then one of the sender's other bodies may have come whole.</summary>
    private const int RetryAfterSeconds = 1;

    private const string TooSlow = "it came too slowly";
    private const string OnlyCharset = "utf-8";
    private const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>What to answer where the bytes cannot be taken; null where they can.</summary>
    public Answer? Refusal =>
        IsOneTooMany ? Envelope.TooManyRequests(RetryAfterSeconds)
        : Fault is { } fault ? Envelope.Invalid([fault])
        : null;

    public static Task<Body> Read(HttpRequest request, CancellationToken cancellation) =>
        Read(request, BodyRules.Json, cancellation);

    public static async Task<Body> Read(HttpRequest request, BodyRules rules, CancellationToken cancellation)
    {
        LiftLimitOfServer(request.HttpContext);
        try
        {
            var body = await ReadAll(request, rules, cancellation);
            return !body.IsOneTooMany && FaultOfHeaders(request.Headers, rules) is { } fault
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
    private static async Task<Body> ReadAll(HttpRequest request, BodyRules rules, CancellationToken cancellation)
    {
        if (request.BodyReader.TryRead(out var read))
        {
            if (read.IsCompleted && read.Buffer.Length <= MaxBytes)
                return Taken(request.BodyReader, read);
            request.BodyReader.AdvanceTo(read.Buffer.Start);
        }
        if (request.HttpContext.Features.Get<Holding>() is not { } holding)
            return await Wait(request, rules, cancellation);
        using var place = holding.EnterBody();
        if (place is not null)
            return await Wait(request, rules, holding.Limits.BodyTime, cancellation);
        CloseAfterwards(request);
        return new(default, IsOneTooMany: true);
    }

    private static async Task<Body> Wait(
        HttpRequest request,
        BodyRules rules,
        TimeSpan? longest,
        CancellationToken cancellation
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (longest is { } time)
            deadline.CancelAfter(time);
        try
        {
            return await Wait(request, rules, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            CloseAfterwards(request);
            return new(default, Unread(TooSlow));
        }
    }

    private static async Task<Body> Wait(HttpRequest request, BodyRules rules, CancellationToken cancellation)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > rules.KeptBytes)
                return await ThrowAway(request, rules, read.Buffer, cancellation);
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
        BodyRules rules,
        ReadOnlySequence<byte> first,
        CancellationToken cancellation
    )
    {
        var reader = request.BodyReader;
        var thrownAway = first.Length;
        var beginning = rules.KeepsBeginning ? first.Slice(0, rules.KeptBytes).ToArray() : null;
        reader.AdvanceTo(first.End);
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellation);
            thrownAway += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
        } while (!read.IsCompleted && thrownAway <= rules.MaxThrownAwayBytes);
        if (thrownAway > rules.MaxThrownAwayBytes)
            CloseAfterwards(request);
        else if (beginning is not null)
            return new(beginning);
        return new(default, $"The request body must not be larger than {rules.MaxBytes} bytes.");
    }

    private static string? FaultOfHeaders(IHeaderDictionary headers, BodyRules rules)
    {
        if (!MediaTypeHeaderValue.TryParse(headers.ContentType.ToString(), out var type) || !rules.Is(type))
            return $"The content type must be {rules.ContentType}.";
        if (
            !rules.SaysItsEncoding
            && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(OnlyCharset, IgnoringCase)
        )
            return $"The charset of the content type must be {OnlyCharset}.";
        return headers.ContentEncoding.Count > 0 && headers.ContentEncoding != "identity"
            ? "The request body must be sent without content encoding."
            : null;
    }

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
}

/// <summary>What a call takes for a body.</summary>
internal sealed record BodyRules(string ContentType, Func<MediaTypeHeaderValue, bool> Is)
{
    private const StringComparison IgnoringCase = StringComparison.OrdinalIgnoreCase;
    private const string Rfc822 = "message/rfc822";

    /// <summary>What is too long is taken all the same, and only its beginning is kept.</summary>
    public bool KeepsBeginning { get; private init; }

    public int MaxThrownAwayBytes { get; private init; } = Body.MaxThrownAwayBytes;

    /// <summary>In memory at once.</summary>
    public int KeptBytes { get; private init; } = Body.MaxBytes;

    /// <summary>In the document, so that what the header says of it does not count.</summary>
    public bool SaysItsEncoding { get; private init; }

    public int MaxBytes => KeepsBeginning ? MaxThrownAwayBytes : KeptBytes;

    public static BodyRules Json { get; } =
        new(
            "application/json",
            type =>
                type.MediaType.Equals("application/json", IgnoringCase)
                || (type.Type.Equals("application", IgnoringCase) && type.Suffix.Equals("json", IgnoringCase))
        );

    /// <summary>A document that is only checked: it may carry files.</summary>
    public static BodyRules Xml { get; } =
        new(
            "application/xml",
            type =>
                type.MediaType.Equals("application/xml", IgnoringCase)
                || type.MediaType.Equals("text/xml", IgnoringCase)
                || (type.Type.Equals("application", IgnoringCase) && type.Suffix.Equals("xml", IgnoringCase))
        )
        {
            KeptBytes = 10 * 1024 * 1024,
            SaysItsEncoding = true,
        };

    /// <summary>A server may return the whole of a mail of ours, of which only what it says before that is
    /// read.</summary>
    public static BodyRules Mail { get; } =
        new(Rfc822, type => type.MediaType.Equals(Rfc822, IgnoringCase))
        {
            KeepsBeginning = true,
            MaxThrownAwayBytes = 32 * 1024 * 1024,
        };
}
