using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Budstikke.Connect.Reading;

internal enum ValueKind
{
    /// <summary>Not there, null, or a text that is empty when trimmed: Laravel makes no difference.</summary>
    Absent,
    Text,
    Number,
    Boolean,

    /// <summary>An array that has something in it.</summary>
    List,

    /// <summary>An object that has something in it.</summary>
    Object,

    /// <summary>An array or object that has nothing in it: one and the same to PHP, and not enough for
    /// `required`.</summary>
    Empty,
}

/// <summary>What a body has for a field.</summary>
/// <param name="Text">A text, trimmed; a number as it was written.</param>
/// <param name="Number">Of a number or a numeric text, rounded as the field's numbers are.</param>
/// <param name="Items">Of a list.</param>
internal readonly record struct Value(
    ValueKind Kind,
    string Text,
    decimal? Number = null,
    bool? Boolean = null,
    int? Items = null
)
{
    private static readonly Value s_absent = new(ValueKind.Absent, "");

    private const string NumberedTrue = "1";
    private const string NumberedFalse = "0";

    /// <summary>Fails `required`.</summary>
    public bool IsMissing => Kind is ValueKind.Absent or ValueKind.Empty;

    public bool IsAbsent => Kind is ValueKind.Absent;

    public string? TextOrNull => IsAbsent ? null : Text;

    /// <param name="decimals">How many a number of this field keeps; null for a field that is no number.</param>
    public static Value Of(JsonElement element, int? decimals = null) =>
        element.ValueKind switch
        {
            JsonValueKind.String => OfText(Trimmed(element.GetString()!), decimals),
            JsonValueKind.Number => OfNumber(Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(element)), decimals),
            JsonValueKind.True => new(ValueKind.Boolean, "", Boolean: true),
            JsonValueKind.False => new(ValueKind.Boolean, "", Boolean: false),
            JsonValueKind.Array => new(element.GetArrayLength() == 0 ? ValueKind.Empty : ValueKind.List, ""),
            JsonValueKind.Object => new(element.GetPropertyCount() == 0 ? ValueKind.Empty : ValueKind.Object, ""),
            _ => s_absent,
        };

    private static Value OfText(string text, int? decimals) =>
        text.Length == 0 ? s_absent : new(ValueKind.Text, text, NumberOf(text, decimals), BooleanOf(text));

    private static Value OfNumber(string text, int? decimals) =>
        new(ValueKind.Number, text, NumberOf(text, decimals), BooleanOf(text));

    private static decimal? NumberOf(string text, int? decimals) =>
        decimals is { } kept ? Numeric.Read(text, kept) : null;

    private static bool? BooleanOf(string text) =>
        text switch
        {
            NumberedTrue => true,
            NumberedFalse => false,
            _ => null,
        };

    private static string Trimmed(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>The two that have no width are no white space to Unicode, and blank all the same.</summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\u200B';
}
