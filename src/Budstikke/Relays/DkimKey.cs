using System.Security.Cryptography;
using Budstikke.Mail;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace Budstikke.Relays;

/// <summary>
/// Our signature on each mail (RFC 6376). It has no end, and its time is the mail's own date: every try of a mail has
/// the same bytes.
/// </summary>
internal sealed class DkimKey(AsymmetricKeyParameter key, string publicKey, string domain, string selector)
{
    /// <summary>RFC 8301 § 3.2: what verifiers need not take.</summary>
    private const int MinBits = 1024;

    public string Domain => domain;

    public string Selector => selector;

    /// <summary>As the DNS record has it.</summary>
    public string PublicKey => publicKey;

    /// <summary>Reads <c>Email__Dkim__*</c>: the key, or why there is none; neither where nothing is set.</summary>
    public static (DkimKey? Key, string? Reason) Read(IConfiguration settings)
    {
        var (domain, selector) = (settings["Email:Dkim:Domain"], settings["Email:Dkim:Selector"]);
        var file = settings["Email:Dkim:KeyFile"];
        if (string.IsNullOrEmpty(domain) && string.IsNullOrEmpty(selector) && string.IsNullOrEmpty(file))
            return (null, null);
        if (string.IsNullOrEmpty(domain) || string.IsNullOrEmpty(selector) || string.IsNullOrEmpty(file))
            return (
                null,
                "Email__Dkim__Domain, Email__Dkim__Selector and Email__Dkim__KeyFile must be given together."
            );
        if (EmailAddress.Parse($"a@{selector}._domainkey.{domain}").Address is null)
            return (null, "Email__Dkim__Selector and Email__Dkim__Domain must make the name of a DNS record.");
        try
        {
            var pem = File.ReadAllText(file);
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            if (rsa.KeySize < MinBits)
                return (null, $"Email__Dkim__KeyFile has a key of fewer than {MinBits} bits.");
            using var reader = new PemReader(new StringReader(rsa.ExportRSAPrivateKeyPem()));
            var key = ((AsymmetricCipherKeyPair)reader.ReadObject()).Private;
            return (new(key, Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), domain, selector), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"Email__Dkim__KeyFile cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return (null, "Email__Dkim__KeyFile has no RSA private key in PEM.");
        }
    }

    /// <summary>Null where the mail is from another domain: a signature that does not stand for it helps
    /// nobody.</summary>
    public DkimSigner? SignerFor(MailMessage mail) =>
        mail.From.Address.Domain is var from
        && (from == domain || from.EndsWith($".{domain}", StringComparison.Ordinal))
            ? new Signer(key, domain, selector, mail.Date)
            : null;

    private sealed class Signer : DkimSigner
    {
        private readonly DateTimeOffset _date;

        public Signer(AsymmetricKeyParameter key, string domain, string selector, DateTimeOffset date)
            : base(key, domain, selector)
        {
            _date = date;
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        }

        protected override long GetTimestamp() => _date.ToUnixTimeSeconds();
    }
}
