using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Budstikke.Distribution.Email;

/// <summary>The letter as HTML, for a screen of 320 px as for a wide one. Its styles stand in the elements, since mail
/// programs take others out.</summary>
internal static class LetterHtml
{
    private const string BodyStyle =
        "margin: 0; padding: 16px; font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em";

    /// <summary>What is written in it is above its value, so that a long KID has the whole width.</summary>
    private const string NameStyle = "font-size: 14px; color: #555555";
    private const string ValueStyle = "margin: 0 0 12px 0; font-size: 18px; font-weight: bold; overflow-wrap: anywhere";

    /// <summary>One tap selects all of it. A group is set off by room and not by a sign, which would be copied
    /// too.</summary>
    private const string CopiedStyle = "-webkit-user-select: all; user-select: all";
    private const string GroupStyle = "margin-left: 0.3em";

    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(string language, LetterBody body)
    {
        var html = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="format-detection" content="telephone=no"><title>{Encode(body.Title)}</title></head>
            <body style="{BodyStyle}">
            <p style="margin-top: 0">{Encode(body.Greeting)}</p>
            <p>{Encode(body.Opening)}</p>

            """
        );
        if (body.Lines.Count > 0)
            html.Append("<dl>\n");
        foreach (var line in body.Lines)
            html.Append(null, $"<dt style=\"{NameStyle}\">{Encode(line.Name)}</dt>")
                .Append(null, $"<dd style=\"{ValueStyle}\">{ValueOf(line)}</dd>\n");
        if (body.Lines.Count > 0)
            html.Append("</dl>\n");
        return html.Append(null, $"<p>{Encode(body.Closing)}</p>\n")
            .Append(null, $"<p>{Encode(body.Regards)}<br>\n{Encode(body.Seller)}</p>\n")
            .Append("</body>\n</html>\n")
            .ToString();
    }

    private static string ValueOf(LetterLine line)
    {
        if (!line.IsCopied)
            return Encode(line.Value);
        var groups = line.Value.Split('.').Select(Encode).ToList();
        var further = groups.Skip(1).Select(group => $"<span style=\"{GroupStyle}\">{group}</span>");
        return $"<span style=\"{CopiedStyle}\">{groups[0]}{string.Concat(further)}</span>";
    }

    private static string Encode(string text) => s_html.Encode(text);
}
