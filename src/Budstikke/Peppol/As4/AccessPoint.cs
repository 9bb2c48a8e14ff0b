using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Budstikke.Peppol.As4;

/// <summary>Null where a certificate belongs to an access point of the network, at a moment; otherwise why
/// not.</summary>
internal delegate string? WhyNotTrusted(X509Certificate2 certificate, DateTimeOffset now);

/// <summary>Ours: by whose certificate we sign, and whom we believe.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Host">On the right of the <c>@</c> in our ids.</param>
internal sealed partial record AccessPoint(X509Certificate2 Certificate, string Host, WhyNotTrusted WhyNot)
{
    /// <summary>The scheme of service providers among Peppol's participants.</summary>
    private const string SeatScheme = "0242";

    /// <summary>The name that the network has written into our certificate.</summary>
    public string Seat => PeppolTrust.NameOf(Certificate);

    /// <summary>We as a participant, whom a Message Level Status is sent to. A seat is a code of three letters and a
    /// number; the participant is the number alone.</summary>
    public string StatusParticipant => $"{SeatScheme}:{(NumberedSeat().IsMatch(Seat) ? Seat[3..] : Seat)}";

    /// <summary>A certificate of the same access point: the same one, or another that the network gave to the same
    /// name, since certificates change while documents are on their way.</summary>
    public static bool IsSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span)
        || one.SubjectName.RawData.AsSpan().SequenceEqual(other.SubjectName.RawData);

    /// <exception cref="InvalidOperationException">No certificate is set.</exception>
    public static AccessPoint Of(OwnCertificate own, As4Settings settings, PeppolTrust trust)
    {
        var certificate = own.Current ?? throw new InvalidOperationException("There is no certificate for Peppol.");
        var host = settings.Host ?? PeppolTrust.NameOf(certificate).ToLower(CultureInfo.InvariantCulture);
        return new(certificate, host, (one, now) => trust.WhyNot(one, [], PeppolRole.AccessPoint, now));
    }

    [GeneratedRegex("^[A-Z]{3}[0-9]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex NumberedSeat();
}
