using System.Buffers;
using System.Globalization;
using System.Text;

namespace Budstikke.Mail;

/// <summary>An address that can stand in an envelope and a header (RFC 5321 § 4.1.2, RFC 6531); its domain is in
/// ASCII.</summary>
internal sealed record EmailAddress
{
    /// <summary>RFC 5321 § 4.5.3.1.1.</summary>
    private const int MaxLocalPartBytes = 64;

    /// <summary>RFC 5321 § 4.5.3.1.3: a path of 256 with its two brackets.</summary>
    private const int MaxAddressBytes = 254;

    private const int MaxLabelCharacters = 63;

    private static readonly SearchValues<char> AtomSpecials = SearchValues.Create("()<>[]:;@\\,\" ");
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string localPart, string domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>As given; quoted where it was.</summary>
    public string LocalPart { get; }

    /// <summary>Lower case; internationalised labels as <c>xn--</c> (RFC 5890).</summary>
    public string Domain { get; }

    /// <summary>The local part has characters beyond ASCII: only a server with SMTPUTF8 takes it (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <summary>Reads an address: the value, or why there is none, as a sentence part.</summary>
    public static (EmailAddress? Address, string? Reason) Parse(string? text)
    {
        var at = text?.LastIndexOf('@') ?? -1;
        if (text is null || at <= 0 || at == text.Length - 1)
            return (null, "must be name@domain");
        var local = text[..at];
        if (ReasonAgainstLocalPart(local) is { } reason)
            return (null, reason);
        if (ToAsciiDomain(text[(at + 1)..]) is not { } domain)
            return (null, "has a domain that cannot exist");
        return Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > MaxAddressBytes
            ? (null, $"is longer than {MaxAddressBytes} bytes")
            : (new(local, domain), null);
    }

    public override string ToString() => $"{LocalPart}@{Domain}";

    private static string? ReasonAgainstLocalPart(string local)
    {
        if (Encoding.UTF8.GetByteCount(local) > MaxLocalPartBytes)
            return $"has a name of more than {MaxLocalPartBytes} bytes";
        if (HasControlOrLoneSurrogate(local))
            return "has a control character";
        if (local is ['"', .., '"'] && local.Length > 2)
            return IsQuotedContent(local.AsSpan(1, local.Length - 2)) ? null : "has a wrongly quoted name";
        if (local.AsSpan().ContainsAny(AtomSpecials))
            return "has a character in its name that must be quoted";
        if (local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal))
            return "has a misplaced dot in its name";
        return null;
    }

    private static bool HasControlOrLoneSurrogate(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0x2028 or 0x2029)
                return true;
        return false;
    }

    private static bool IsQuotedContent(ReadOnlySpan<char> content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '"')
                return false;
            if (content[i] == '\\' && ++i == content.Length)
                return false;
        }
        return true;
    }

    /// <summary>Null when no such domain can exist. Address literals are not taken: no customer has one.</summary>
    private static string? ToAsciiDomain(string domain)
    {
        // Without ICU (InvariantGlobalization) IdnMapping folds neither case nor width and Normalize does nothing: we
        // fold what people type, and refuse decomposed Latin letters rather than look for a domain that is another one.
        var folded = FoldWidth(domain).ToLowerInvariant();
        if (folded.AsSpan().ContainsAnyInRange('\u0300', '\u036f'))
            return null;
        if (Ascii.IsValid(folded))
            return IsAsciiDomain(folded) ? folded : null;
        try
        {
            var ascii = Idn.GetAscii(folded);
            return IsAsciiDomain(ascii) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string FoldWidth(string domain) =>
        string.Create(
            domain.Length,
            domain,
            static (folded, text) =>
            {
                for (var i = 0; i < text.Length; i++)
                    folded[i] = text[i] is >= '\uff01' and <= '\uff5e' ? (char)(text[i] - 0xfee0) : text[i];
            }
        );

    private static bool IsAsciiDomain(string domain) =>
        domain
            .Split('.')
            .All(label =>
                label.Length is > 0 and <= MaxLabelCharacters
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                && !label.StartsWith('-')
                && !label.EndsWith('-')
            );
}
