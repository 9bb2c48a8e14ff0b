using System.Collections.Frozen;

namespace Budstikke.Distribution.Post;

/// <summary>Names for the last line of a letter abroad, in English capitals, which every sorting office on the way understands.</summary>
internal static class CountryNames
{
    /// <summary>The countries that letters from Norway mostly go to.</summary>
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["NO"] = "NORWAY",
        ["SE"] = "SWEDEN",
        ["DK"] = "DENMARK",
        ["FI"] = "FINLAND",
        ["IS"] = "ICELAND",
        ["FO"] = "FAROE ISLANDS",
        ["GL"] = "GREENLAND",
        ["AX"] = "ÅLAND ISLANDS",
        ["SJ"] = "SVALBARD AND JAN MAYEN",
        ["DE"] = "GERMANY",
        ["AT"] = "AUSTRIA",
        ["CH"] = "SWITZERLAND",
        ["NL"] = "NETHERLANDS",
        ["BE"] = "BELGIUM",
        ["LU"] = "LUXEMBOURG",
        ["FR"] = "FRANCE",
        ["ES"] = "SPAIN",
        ["PT"] = "PORTUGAL",
        ["IT"] = "ITALY",
        ["GB"] = "UNITED KINGDOM",
        ["IE"] = "IRELAND",
        ["PL"] = "POLAND",
        ["EE"] = "ESTONIA",
        ["LV"] = "LATVIA",
        ["LT"] = "LITHUANIA",
        ["US"] = "UNITED STATES OF AMERICA",
        ["CA"] = "CANADA",
    }.ToFrozenDictionary();

    /// <summary>The code itself where we have no name: the post knows ISO 3166-1 too.</summary>
    public static string Of(string code) => s_names.GetValueOrDefault(code, code);
}
