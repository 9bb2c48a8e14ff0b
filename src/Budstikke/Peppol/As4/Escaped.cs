using System.Buffers;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>Text as canonical XML writes it (Canonical XML 1.0 § 2.3), so that what we write needs no canonicalizing
/// before it is signed.</summary>
internal static class Escaped
{
    private static readonly SearchValues<char> s_special = SearchValues.Create("&<>\"\r\n\t");

    public static string Text(string text) => Write(text, isAttribute: false);

    /// <summary>Between double quotes.</summary>
    public static string Attribute(string text) => Write(text, isAttribute: true);

    private static string Write(string text, bool isAttribute)
    {
        if (!text.AsSpan().ContainsAny(s_special))
            return text;
        var written = new StringBuilder(text.Length + 16);
        foreach (var character in text)
            _ = (character, isAttribute) switch
            {
                ('&', _) => written.Append("&amp;"),
                ('<', _) => written.Append("&lt;"),
                ('>', false) => written.Append("&gt;"),
                ('"', true) => written.Append("&quot;"),
                ('\r', _) => written.Append("&#xD;"),
                ('\n', true) => written.Append("&#xA;"),
                ('\t', true) => written.Append("&#x9;"),
                _ => written.Append(character),
            };
        return written.ToString();
    }
}
