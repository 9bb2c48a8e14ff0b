using System.Net;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>
/// What is kept of a receiver's answer. A page that shows an error often repeats what it was asked, and with our URL it
/// would repeat our checksum: a genuine call for whoever reads it.
/// </summary>
internal static class AnswerText
{
    public const int MaxCharacters = 2048;

    /// <summary>What is shorter than this is no secret, and would be found everywhere.</summary>
    private const int MinWithheldCharacters = 4;

    /// <param name="answer">Its beginning; longer than what is kept, so that no half of a value stands at the
    /// end.</param>
    /// <param name="isCutOff">There was more.</param>
    /// <param name="url">As it was called.</param>
    /// <param name="alsoWithheld">What else of ours was sent, or makes what was sent.</param>
    /// <returns>Null where nothing was said.</returns>
    public static string? Of(string answer, bool isCutOff, string url, params IEnumerable<string> alsoWithheld)
    {
        if (answer.Length == 0)
            return null;
        string[] withheld =
        [
            .. ValuesOf(url)
                .Concat(alsoWithheld)
                .SelectMany(FormsOf)
                .Where(value => value.Length >= MinWithheldCharacters)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(value => value.Length),
        ];
        // A value may stand across the end, where it is not found.
        var text = isCutOff && withheld.Length > 0 ? answer[..Math.Max(0, answer.Length - withheld[0].Length)] : answer;
        foreach (var value in withheld)
            text = text.Replace(value, CallbackEndpoint.Withheld, StringComparison.OrdinalIgnoreCase);
        text = Cut.To(MaskedText.Of(text), MaxCharacters);
        return text.Length == 0 ? null : text;
    }

    private static IEnumerable<string> ValuesOf(string url) =>
        url.Split('?', 2) is [_, var query]
            ? query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])
            : [];

    /// <summary>As it stands in a URL, and as a framework, a page or a program's output shows it.</summary>
    private static IEnumerable<string> FormsOf(string value)
    {
        var decoded = Uri.UnescapeDataString(value.Replace('+', ' '));
        return
        [
            value,
            Uri.UnescapeDataString(value),
            decoded,
            Uri.EscapeDataString(decoded),
            Uri.EscapeDataString(value),
            WebUtility.HtmlEncode(decoded),
            JsonEncodedText.Encode(StorableText.Of(decoded)).ToString(),
        ];
    }
}
