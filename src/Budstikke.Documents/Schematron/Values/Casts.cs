using System.Buffers;
using System.Globalization;

namespace Budstikke.Documents.Schematron.Values;

/// <summary>From one type to another, as XPath and XML Schema have it.</summary>
internal static class Casts
{
    private const int MaxExactDigits = 28;

    private static readonly SearchValues<char> s_ofDouble = SearchValues.Create("0123456789.eE+-");

    public static Item To(ItemKind type, Item value) =>
        TryTo(type, value) is { IsNone: false } cast ? cast : throw EvaluationException.Cast(ToText(value), Name(type));

    /// <summary>The value as a type, or none where it cannot be.</summary>
    public static Item TryTo(ItemKind type, Item value)
    {
        if (value.Kind == type)
            return value;
        return type switch
        {
            ItemKind.Text => Item.Of(ToText(value)),
            ItemKind.Untyped => Item.Untyped(ToText(value)),
            ItemKind.Double => value.IsText ? OfDouble(value.AsText)
            : value.IsNumber ? Item.Of(Numbers.ToDouble(value))
            : value.Kind == ItemKind.Boolean ? Item.Of(value.AsBoolean ? 1d : 0d)
            : Item.None,
            ItemKind.Decimal or ItemKind.Integer => ToExact(type, value),
            ItemKind.Boolean => ToBoolean(value),
            ItemKind.Date => value.IsText ? ToDate(value.AsText) : Item.None,
            _ => Item.None,
        };
    }

    public static string Name(ItemKind type) =>
        type switch
        {
            ItemKind.Decimal => "decimal number",
            ItemKind.Integer => "whole number",
            ItemKind.Double => "number",
            ItemKind.Date => "date",
            ItemKind.Boolean => "true or false",
            _ => type.ToString(),
        };

    public static string ToText(Item value) =>
        value.Kind switch
        {
            ItemKind.Text or ItemKind.Untyped => value.AsText,
            ItemKind.Boolean => value.AsBoolean ? "true" : "false",
            ItemKind.Integer or ItemKind.Decimal => Numbers.ToBig(value).ToString(),
            ItemKind.Double => OfDouble(value.AsDouble),
            ItemKind.Date => new DateOnly(1, 1, 1)
                .AddDays((int)(value.AsDate / MinutesOfDay))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => "",
        };

    private static Item ToExact(ItemKind type, Item value)
    {
        if (value.IsText)
            return OfDigits(type, value.AsText);
        if (value.Kind == ItemKind.Boolean)
            return Item.Integer(value.AsBoolean ? 1 : 0).As(type);
        if (!value.IsNumber)
            return Item.None;
        if (value.Kind == ItemKind.Double)
        {
            var number = value.AsDouble;
            if (double.IsNaN(number) || double.IsInfinity(number))
                return Item.None;
            var big = Big.Of(number);
            return Item.Of(type, type == ItemKind.Integer ? new Big(big.Truncated(), 0) : big);
        }
        if (type == ItemKind.Integer && value.Kind == ItemKind.Decimal)
            return Item.Of(type, new Big(Numbers.ToBig(value).Truncated(), 0));
        return value.As(type);
    }

    /// <summary>Sign, digits and, for a decimal, a point; nothing else.</summary>
    private static Item OfDigits(ItemKind type, string text)
    {
        var value = text.AsSpan().Trim(Texts.Whitespace);
        var digits = value.Length > 0 && value[0] is '+' or '-' ? value[1..] : value;
        var (count, points) = (0, 0);
        foreach (var c in digits)
            if (char.IsAsciiDigit(c))
                count++;
            else if (c == '.' && type == ItemKind.Decimal && points == 0)
                points++;
            else
                return Item.None;
        if (count == 0)
            return Item.None;
        if (count <= MaxExactDigits)
        {
            var number = decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
            return type == ItemKind.Integer ? Item.Integer(number) : Item.Decimal(number);
        }
        return Item.Of(type, Big.Parse(value.TrimStart('+').ToString()));
    }

    private static Item OfDouble(string text)
    {
        var value = text.AsSpan().Trim(Texts.Whitespace);
        if (value is "NaN")
            return Item.Of(double.NaN);
        if (value is "INF")
            return Item.Of(double.PositiveInfinity);
        if (value is "-INF")
            return Item.Of(double.NegativeInfinity);
        // The framework takes more than the schema does: thousands, currency, its own words for infinity.
        if (value.IsEmpty || value.ContainsAnyExcept(s_ofDouble))
            return Item.None;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Item.Of(number)
            : Item.None;
    }

    /// <summary>Plain between a millionth and a million, else with an exponent.</summary>
    private static string OfDouble(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "INF" : "-INF";
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";
        var size = Math.Abs(value);
        if (size is >= 1e-6 and < 1e6)
            return ((decimal)value).ToString("0.#############################", CultureInfo.InvariantCulture);
        var text = value.ToString("0.0################E0", CultureInfo.InvariantCulture);
        return text;
    }

    private static Item ToBoolean(Item value)
    {
        if (value.IsNumber)
            return Item.Of(IsTrue(value));
        if (!value.IsText)
            return Item.None;
        return value.AsText.AsSpan().Trim(Texts.Whitespace) switch
        {
            "true" or "1" => Item.Of(true),
            "false" or "0" => Item.Of(false),
            _ => Item.None,
        };
    }

    /// <summary>The effective boolean value of one item.</summary>
    public static bool IsTrue(Item value) =>
        value.Kind switch
        {
            ItemKind.None => false,
            ItemKind.Node => true,
            ItemKind.Boolean => value.AsBoolean,
            ItemKind.Text or ItemKind.Untyped => value.AsText.Length > 0,
            ItemKind.Double => value.AsDouble != 0 && !double.IsNaN(value.AsDouble),
            ItemKind.Integer or ItemKind.Decimal => value.AsBig is not null || value.AsDecimal != 0,
            _ => throw EvaluationException.Truth(),
        };

    private const int MinutesOfDay = 24 * 60;
    private const int MaxZoneMinutes = 14 * 60;

    /// <summary>
    /// yyyy-mm-dd with an optional zone; without one it is taken as UTC, as the official engine's is.
    /// </summary>
    private static Item ToDate(string text)
    {
        var value = text.AsSpan().Trim(Texts.Whitespace);
        if (value.Length < 10 || !DateOnly.TryParseExact(value[..10], "yyyy-MM-dd", out var day))
            return Item.None;
        return TryZone(value[10..], out var zone) ? Item.Date((long)day.DayNumber * MinutesOfDay - zone) : Item.None;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text is "Z")
            return true;
        var isZone =
            text.Length == 6
            && text[0] is '+' or '-'
            && text[3] == ':'
            && char.IsAsciiDigit(text[1])
            && char.IsAsciiDigit(text[2])
            && char.IsAsciiDigit(text[4])
            && char.IsAsciiDigit(text[5]);
        if (!isZone)
            return false;
        var (hours, rest) = ((text[1] - '0') * 10 + text[2] - '0', (text[4] - '0') * 10 + text[5] - '0');
        minutes = (text[0] == '-' ? -1 : 1) * (hours * 60 + rest);
        return rest < 60 && Math.Abs(minutes) <= MaxZoneMinutes;
    }
}
