namespace Budstikke.Documents.Wording;

/// <summary>What bokføringsloven § 12 allows; German is therefore printed beside Norwegian.</summary>
public enum Language
{
    /// <summary>English.</summary>
    En,

    /// <summary>Norwegian (bokmål).</summary>
    No,

    /// <summary>Swedish.</summary>
    Sv,

    /// <summary>Danish.</summary>
    Da,

    /// <summary>German with Norwegian headings beside it.</summary>
    De,
}

/// <summary>How the languages are called in data and in the heads of documents.</summary>
public static class Languages
{
    /// <summary>In the order of <see cref="Language"/>.</summary>
    private static readonly (string Code, string Tag, string TagOfPdf)[] s_names =
    [
        ("en", "en", "en-GB"),
        ("no", "nb", "nb-NO"),
        ("sv", "sv", "sv-SE"),
        ("da", "da", "da-DK"),
        ("de", "de", "de-DE"),
    ];

    /// <summary>The codes by which a customer's language is given: en, no, sv, da and de.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. s_names.Select(name => name.Code)];

    /// <summary>The language of a code; null for a code of a language that we do not write.</summary>
    public static Language? Of(string code)
    {
        var at = Array.FindIndex(s_names, name => name.Code == code);
        return at < 0 ? null : (Language)at;
    }

    /// <summary>BCP 47, for the head of a letter: <c>nb</c>, <c>en</c>.</summary>
    public static string TagOf(Language language) => s_names[(int)language].Tag;

    /// <summary>BCP 47 with the country whose way of writing figures and dates a PDF follows.</summary>
    internal static string TagOfPdf(Language language) => s_names[(int)language].TagOfPdf;
}
