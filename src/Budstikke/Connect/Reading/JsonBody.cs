using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Budstikke.Connect.Reading;

/// <summary>The JSON of a body, or what is wrong with it and where. Nothing of the body is repeated: it may be a
/// personal number.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 64;
    private const int EscapeLength = 6;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MaxDepth };

    public static (JsonDocument? Document, string? Fault) Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (utf8.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return (null, "The request body is empty.");
        if (!Utf8.IsValid(utf8.Span))
            return (null, $"The request body is not valid UTF-8 at {PlaceOf(utf8.Span, FirstNotUtf8(utf8.Span))}.");
        var (document, fault) = Read(WithoutLoneSurrogates(utf8));
        if (document is null || document.RootElement.ValueKind is JsonValueKind.Object)
            return (document, fault);
        document.Dispose();
        return (null, "The request body must be a JSON object.");
    }

    private static (JsonDocument? Document, string? Fault) Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return (JsonDocument.Parse(utf8, s_strict), null);
        }
        catch (JsonException broken)
        {
            var place = $"line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}";
            return IsTooDeep(utf8.Span)
                ? (null, $"The request body is nested more than {MaxDepth} levels deep at {place}.")
                : (null, $"The request body is not valid JSON at {place}.");
        }
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            while (reader.Read())
                if (
                    reader.CurrentDepth == MaxDepth
                    && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject
                )
                    return true;
            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int FirstNotUtf8(ReadOnlySpan<byte> utf8)
    {
        var place = 0;
        while (Rune.DecodeFromUtf8(utf8[place..], out _, out var length) is System.Buffers.OperationStatus.Done)
            place += length;
        return place;
    }

    private static string PlaceOf(ReadOnlySpan<byte> utf8, int place)
    {
        var before = utf8[..place];
        return $"line {before.Count((byte)'\n') + 1}, byte {place - before.LastIndexOf((byte)'\n')}";
    }

    /// <summary>
    /// An escaped half of a pair is JSON but no text, and System.Text.Json throws where it meets one. As a U+FFFF,
    /// which XML forbids, the field that has it is refused by its rule like any other.
    /// </summary>
    private static ReadOnlyMemory<byte> WithoutLoneSurrogates(ReadOnlyMemory<byte> utf8)
    {
        byte[]? mended = null;
        for (var i = NextEscape(utf8.Span, 0); i >= 0; )
        {
            var high = EscapedSurrogate(utf8.Span, i);
            var isPair = high is < 0xDC00 and >= 0xD800 && EscapedSurrogate(utf8.Span, i + EscapeLength) is >= 0xDC00;
            if (high is not null && !isPair)
                "\\uFFFF"u8.CopyTo((mended ??= utf8.ToArray()).AsSpan(i));
            i = NextEscape(utf8.Span, i + (isPair ? 2 * EscapeLength : 2));
        }
        return mended ?? utf8;
    }

    private static int NextEscape(ReadOnlySpan<byte> utf8, int from)
    {
        if (from >= utf8.Length)
            return -1;
        var next = utf8[from..].IndexOf((byte)'\\');
        return next < 0 ? -1 : from + next;
    }

    /// <summary>Null when no half of a pair is escaped here.</summary>
    private static int? EscapedSurrogate(ReadOnlySpan<byte> utf8, int at)
    {
        if (at + EscapeLength > utf8.Length || utf8[at] != '\\' || utf8[at + 1] != 'u')
            return null;
        var value = 0;
        foreach (var digit in utf8.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return null;
            value = value * 16 + (char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return value is >= 0xD800 and <= 0xDFFF ? value : null;
    }
}
