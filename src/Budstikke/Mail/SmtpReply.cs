using System.Text;
using Budstikke.Jobs;

namespace Budstikke.Mail;

/// <summary>A server's answer (RFC 5321 § 4.2) with all its lines.</summary>
/// <param name="Code">200–599.</param>
/// <param name="Lines">As received, code included; without line ends and control characters.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsPermanent => Code >= 500;

    /// <summary>RFC 3463 (<c>5.1.1</c>), from the first line; null when the server gives none that fits its
    /// code.</summary>
    public string? EnhancedCode
    {
        get
        {
            var word = Lines[0].Length > 4 ? Lines[0][4..].Split(' ', 2)[0] : "";
            var parts = word.Split('.');
            var isCode =
                parts.Length == 3
                && parts[0] == $"{Code / 100}"
                && parts.All(p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit));
            return isCode ? word : null;
        }
    }

    /// <summary>The text after the code of each line.</summary>
    public IEnumerable<string> Texts => Lines.Select(line => line.Length > 4 ? line[4..] : "");

    /// <summary>Reads one line: its code and whether it is the reply's last; null when it is no reply line.</summary>
    public static (int Code, bool IsLast)? ParseLine(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line[0] is < '2' or > '5' || !char.IsAsciiDigit(line[1]) || !char.IsAsciiDigit(line[2]))
            return null;
        if (line.Length > 3 && line[3] is not (' ' or '-'))
            return null;
        return (int.Parse(line[..3]), line.Length == 3 || line[3] == ' ');
    }

    /// <summary>Bytes of a line as text that a database, a log and a page can hold: no NUL, no escape
    /// sequence.</summary>
    public static string Printable(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(line).EnumerateRunes())
            text.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        return text.ToString();
    }

    /// <summary>The whole reply as evidence, cut to its limit.</summary>
    public override string ToString() => Cut.To(string.Join('\n', Lines), SmtpLimits.MaxEvidenceCharacters);
}
