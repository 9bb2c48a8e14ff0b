namespace Budstikke.Peppol.As4;

/// <summary>Why we do not take a message, as its sender is told.</summary>
internal sealed class As4Fault(string code, string shortWords, string detail) : Exception($"{code} {detail}")
{
    /// <summary>Of ebMS.</summary>
    public string Code => code;

    public string ShortWords => shortWords;

    public string Detail => detail;

    public static As4Fault Inconsistent(string detail) => new("EBMS:0003", "ValueInconsistent", detail);

    /// <summary>The profile's own: we take no such document, or not for this participant.</summary>
    public static As4Fault NotServiced() => new("EBMS:0004", "Other", "PEPPOL:NOT_SERVICED");

    public static As4Fault Mime(string detail) => new("EBMS:0007", "MimeInconsistency", detail);

    public static As4Fault Header(string detail) => new("EBMS:0009", "InvalidHeader", detail);

    public static As4Fault Authentication(string detail) => new("EBMS:0101", "FailedAuthentication", detail);

    /// <summary>One text, whatever the reason: more would help whoever guesses at keys.</summary>
    public static As4Fault Decryption() =>
        new("EBMS:0102", "FailedDecryption", "The part was not encrypted for our certificate.");

    public static As4Fault Decompression() =>
        new("EBMS:0303", "DecompressionFailure", "The part is no gzip, or holds too much.");
}
