namespace Budstikke.Documents.Pdf.Wording;

/// <summary>A printed word in each language. German stands with the Norwegian beside it (bokføringsloven § 12).</summary>
internal sealed class Term(string en, string no, string sv, string da, string de)
{
    private readonly string[] _texts = [en, no, sv, da, de == no ? de : $"{de} / {no}"];
    private readonly string[][] _columnHeads =
    [
        [en],
        [no],
        [sv],
        [da],
        de == no ? [de] : [de, no],
    ];

    public string In(PdfLanguage language) => _texts[(int)language];

    /// <summary>The same for a narrow column: German and Norwegian below each other.</summary>
    public string[] ColumnHeadIn(PdfLanguage language) => _columnHeads[(int)language];

    /// <summary>The text is this term in one of the languages.</summary>
    public bool IsIn(string text) =>
        string.Equals(text, en, StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, no, StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, sv, StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, da, StringComparison.OrdinalIgnoreCase)
        || string.Equals(text, de, StringComparison.OrdinalIgnoreCase);
}
