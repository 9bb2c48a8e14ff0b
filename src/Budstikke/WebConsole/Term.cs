namespace Budstikke.WebConsole;

/// <summary>What a page says, in the two languages of those who use it.</summary>
internal sealed record Term(string Norwegian, string English)
{
    /// <summary>Format strings take what they are about.</summary>
    public string In(bool isEnglish, params object?[] about) =>
        string.Format(
            global::System.Globalization.CultureInfo.InvariantCulture,
            isEnglish ? English : Norwegian,
            about
        );
}
