using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Budstikke.Peppol.As4;

/// <summary>Ours: by whose certificate we sign, and whom we believe.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Anchors">Peppol's authorities for access points.</param>
/// <param name="Host">On the right of the <c>@</c> in our ids.</param>
internal sealed partial record AccessPoint(
    X509Certificate2 Certificate,
    X509Certificate2Collection Anchors,
    string Host
)
{
    /// <summary>The scheme of service providers among Peppol's participants.</summary>
    private const string SeatScheme = "0242";

    /// <summary>Certificates with their keys that others may still encrypt for.</summary>
    public IReadOnlyList<X509Certificate2> Earlier { get; init; } = [];

    public string Seat => Trust.SeatOf(Certificate);

    /// <summary>We as a participant, whom a Message Level Status is sent to.</summary>
    public string StatusParticipant => ParticipantOf(Seat);

    /// <summary>A seat is a code of three letters and a number; the participant is the number alone.</summary>
    public static string ParticipantOf(string seat) =>
        $"{SeatScheme}:{(NumberedSeat().IsMatch(seat) ? seat[3..] : seat)}";

    [GeneratedRegex("^[A-Z]{3}[0-9]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex NumberedSeat();
}
