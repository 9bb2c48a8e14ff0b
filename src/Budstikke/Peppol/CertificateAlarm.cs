using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs;

namespace Budstikke.Peppol;

/// <summary>The pure decision whether somebody must do something about our certificate.</summary>
internal static class CertificateAlarm
{
    /// <summary>A new one takes weeks: an application to the network's authority, and a day for its
    /// enrolment.</summary>
    public const int DaysBefore = 60;

    /// <summary>Whole days until its end; below zero where that is past.</summary>
    public static int DaysLeft(X509Certificate2 certificate, DateTimeOffset now) =>
        (int)Math.Floor((EndOf(certificate) - now).TotalDays);

    public static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    /// <summary>A sentence; null where nothing is to be done.</summary>
    public static string? Of(X509Certificate2? certificate, DateTimeOffset now)
    {
        if (certificate is null)
            return null;
        var (end, days) = (EndOf(certificate), DaysLeft(certificate, now));
        return end <= now
                ? $"The Peppol certificate of {PeppolTrust.NameOf(certificate)} ended at {Moments.Text(end)}: nothing "
                    + "is sent by Peppol."
            : days < DaysBefore
                ? $"The Peppol certificate of {PeppolTrust.NameOf(certificate)} ends at {Moments.Text(end)}, in "
                    + $"{days.ToString(CultureInfo.InvariantCulture)} days: apply for a new one."
            : null;
    }
}
