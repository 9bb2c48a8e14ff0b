using System.Net;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Mail;

namespace Budstikke.Distribution.Email;

/// <summary>The PDF by e-mail. We learn of a mail that comes back, but never that a mail was read.</summary>
internal static class EmailDescription
{
    public static Channel Channel { get; } =
        new()
        {
            Name = "Email",
            Word = "e-mail",
            FeeWord = "email",
            Serves = Buyers.All,
            Reach = buyer => new(buyer.Email),
            Document = ChannelDocument.Pdf,
            // Only where a server reports it (RFC 3461): most do not, and then an accepted mail stays accepted.
            TellsOfDelivery = true,
            // We hand all mail to one server, but a slow domain makes its own mail slow, so the domain counts as the
            // receiver.
            ReceiverOf = recipient => recipient.Split('@')[^1].ToLowerInvariant(),
            Pack = Pack,
            Magic = new(
                "e-mail before @",
                // A value before a + counts too, as in refused+1@example.com.
                (place, name) => place.Recipient.Split('@', '+')[0].Equals(name, StringComparison.OrdinalIgnoreCase),
                new("refused", MagicAnswer.Refused, "550 5.1.1 User unknown", "The mailbox does not exist."),
                new("full", MagicAnswer.Deferred, "452 4.2.2 Mailbox full", "The mailbox is full, and stays full."),
                new(
                    "bounces",
                    MagicAnswer.AcceptedThenReturned,
                    "5.1.1 User unknown (a bounce from the receiving server)",
                    "The mail server takes the mail and returns it later."
                ),
                new(
                    "lost",
                    MagicAnswer.LostThenRefused,
                    "550 5.7.1 Message rejected",
                    "The mail server hangs up after the whole mail, and refuses its repeat."
                )
            ),
            SetUp = SetUp,
        };

    /// <summary>Who a simulated mail is from; a domain that nobody can have (RFC 2606).</summary>
    private static readonly EmailAddress s_sandbox = EmailAddress.Parse("invoice@sandbox.invalid").Address!;

    private static Parcel? Pack(Dispatch dispatch, byte[] pdf) =>
        EmailAddress.Parse(dispatch.Recipient).Address is { } to && pdf.Length <= EmailChannel.MaxPdfBytes
            ? new(WrittenMail.MediaType, WrittenMail.BytesOf(InvoiceMail.Of(dispatch, to, pdf, s_sandbox)))
            : null;

    /// <summary>By <c>Email__Smtp</c> and <c>Email__From</c>.</summary>
    private static IReadOnlyList<string> SetUp(IServiceCollection services, IConfiguration settings)
    {
        var (dns, dnsReason) = MailDns.Parse(settings["Email:Dns"]);
        IReadOnlyList<string> wrong =
        [
            .. services.AddBounces(settings),
            .. dnsReason is null ? [] : new[] { dnsReason },
        ];
        if (settings["Email:Smtp"] is not { Length: > 0 } smtp)
            return wrong;
        var hasTokens = settings["Email:OAuth:TokenUrl"] is { Length: > 0 };
        var (email, reasons) = EmailSettings.Parse(smtp, settings["Email:From"], Dns.GetHostName(), hasTokens);
        var (patience, whyNot) = EmailSettings.ParsePatience(settings["Email:PatienceHours"]);
        if (email is null || patience is null)
            return [.. wrong, .. reasons, .. whyNot is null ? [] : new[] { whyNot }];
        services
            .AddSingleton(dns)
            .AddSingleton<MailDomains>()
            .AddSingleton<AddressCheck>()
            .AddSingleton<WhyNotMailed>(provider => provider.GetRequiredService<AddressCheck>().WhyNot)
            .AddSingleton(provider =>
                email with
                {
                    Patience = patience,
                    BounceDomain = provider.GetRequiredService<BounceSettings>().Domain ?? email.BounceDomain,
                }
            )
            .AddSingleton(email.Relays)
            .AddSingleton<IChannel, EmailChannel>();
        return wrong;
    }
}
