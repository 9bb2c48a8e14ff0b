namespace Budstikke.Documents.Wording;

/// <summary>A word or a sentence in each language. One with places ({0}) has the same places in all of them.</summary>
public sealed class Term
{
    private readonly string[] _texts;
    private readonly string[][] _columnHeads;

    internal Term(string en, string no, string sv, string da, string de)
    {
        _texts = [en, no, sv, da, de];
        _columnHeads =
        [
            [en],
            [no],
            [sv],
            [da],
            de == no ? [de] : [de, no],
        ];
    }

    /// <summary>The text in that language alone.</summary>
    public string In(Language language) => _texts[(int)language];

    /// <summary>
    /// The text as a sales document must print it: German with the Norwegian beside it (bokføringsloven § 12).
    /// </summary>
    public string PrintedIn(Language language) => string.Join(" / ", ColumnHeadIn(language));

    /// <summary>The same for a narrow column: German and Norwegian below each other.</summary>
    internal string[] ColumnHeadIn(Language language) => _columnHeads[(int)language];
}
