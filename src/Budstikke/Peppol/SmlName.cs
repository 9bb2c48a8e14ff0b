using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Peppol;

/// <summary>The name under which the network's directory (SML) knows a participant.</summary>
internal static class SmlName
{
    private const string Scheme = "iso6523-actorid-upis";

    /// <summary>RFC 4648 § 6, in the lower case of DNS.</summary>
    private const string Base32Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private const int BitsOfLetter = 5;

    /// <param name="participant">As <c>0192:991825827</c>.</param>
    public static string Of(string participant, string zone) => $"{HashOf(participant)}.{Scheme}.{zone}";

    private static string HashOf(string participant)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(participant.ToLowerInvariant()));
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var value in hash)
        {
            (bits, held) = ((bits << 8) | value, held + 8);
            while (held >= BitsOfLetter)
            {
                held -= BitsOfLetter;
                text.Append(Base32Letters[(bits >> held) & 0b11111]);
            }
            bits &= (1 << held) - 1;
        }
        if (held > 0)
            text.Append(Base32Letters[(bits << (BitsOfLetter - held)) & 0b11111]);
        return text.ToString();
    }
}
