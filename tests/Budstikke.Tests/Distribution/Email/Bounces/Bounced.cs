using System.Text;
using Budstikke.Distribution;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>What a mail server would send back of a dispatch.</summary>
internal static class Bounced
{
    private const string Domain = "mail.example";

    /// <summary>The address that its mail came from.</summary>
    public static async Task<string> AddressOf(this BudstikkeApp app, Dispatch dispatch)
    {
        var secret = await app.Services.GetRequiredService<ReadBounceKey>()();
        return $"invoice+{dispatch.Key}-{secret.CheckOf(dispatch.Key)}@{Domain}";
    }

    public static async Task<byte[]> Report(
        this BudstikkeApp app,
        Dispatch dispatch,
        string action = "failed",
        string status = "5.1.1"
    ) => Report(await app.AddressOf(dispatch), dispatch.Recipient, action, status);

    public static byte[] Report(string to, string recipient, string action = "failed", string status = "5.1.1") =>
        Encoding.UTF8.GetBytes(
            $"""
            From: MAILER-DAEMON@mx.example.no
            To: {to}
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.no

            Final-Recipient: rfc822; {recipient}
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; 550 {status} so it is

            --b1--
            """
        );

    /// <summary>RFC 5965.</summary>
    public static async Task<byte[]> Complaint(this BudstikkeApp app, Dispatch dispatch) =>
        Encoding.UTF8.GetBytes(
            $"""
            From: fbl@provider.example.com
            To: abuse@{Domain}
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

            --b1
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Version: 1
            Original-Mail-From: <{await app.AddressOf(dispatch)}>

            --b1--
            """
        );

    public static Task<BounceRow> Take(this BudstikkeApp app, byte[] mail, params string[] recipients) =>
        app.Services.GetRequiredService<TakeBounce>()(new(mail, recipients, "test"), default);

    public static async Task<IReadOnlyList<BounceRow>> Listed(this BudstikkeApp app) =>
        await app.Services.GetRequiredService<BounceStore>().List(all: false);
}
