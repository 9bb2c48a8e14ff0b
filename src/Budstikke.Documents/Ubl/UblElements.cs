using System.Globalization;
using System.Xml.Linq;

namespace Budstikke.Documents.Ubl;

/// <summary>
/// The ways into a document that has been read. A part that is absent has no parts and no texts of its own.
/// </summary>
internal static class UblElements
{
    private const int MaxShownCharacters = 40;
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly XNamespace Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    /// <summary>The first aggregate of that name.</summary>
    public static XElement? Part(this XElement? within, string name) => within?.Element(Cac + name);

    /// <summary>All aggregates of that name.</summary>
    public static IEnumerable<XElement> Parts(this XElement? within, string name) => within?.Elements(Cac + name) ?? [];

    /// <summary>The first basic element of that name, for its attributes.</summary>
    public static XElement? Basic(this XElement? within, string name) => within?.Element(Cbc + name);

    /// <summary>The texts of that name, with their white space: it belongs to them.</summary>
    public static IEnumerable<string> Texts(this XElement within, string name) =>
        within.Elements(Cbc + name).Select(element => element.Value);

    /// <summary>The text of that name, or null where there is none or a blank one.</summary>
    public static string? Text(this XElement? within, string name) =>
        within.Basic(name)?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A code or an identifier: a text without the space around it.</summary>
    public static string? Code(this XElement? within, string name) => within.Text(name)?.Trim();

    public static string RequiredText(this XElement within, string name) =>
        within.Text(name) ?? throw Lacks(within, name);

    public static string RequiredCode(this XElement within, string name) =>
        within.Code(name) ?? throw Lacks(within, name);

    public static XElement RequiredPart(this XElement within, string name) =>
        within.Part(name) ?? throw Lacks(within, name);

    public static DateOnly? Date(this XElement? within, string name)
    {
        if (within.Code(name) is not { } text)
            return null;
        return DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : throw new FormatException($"{name} is no date: {Shown(text)}");
    }

    public static DateOnly RequiredDate(this XElement within, string name) =>
        within.Date(name) ?? throw Lacks(within, name);

    public static decimal? Number(this XElement? within, string name)
    {
        if (within.Code(name) is not { } text)
            return null;
        return decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} is no number: {Shown(text)}");
    }

    public static decimal RequiredNumber(this XElement within, string name) =>
        within.Number(name) ?? throw Lacks(within, name);

    /// <summary>A foreign text may be long; a message shows its beginning.</summary>
    public static string Shown(string text) =>
        text.Length <= MaxShownCharacters ? text : string.Concat(text.EnumerateRunes().Take(MaxShownCharacters)) + "…";

    private static FormatException Lacks(XElement within, string name) => new($"{within.Name.LocalName} lacks {name}.");
}
