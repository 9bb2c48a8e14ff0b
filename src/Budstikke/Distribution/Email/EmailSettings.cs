using System.Globalization;
using System.Text;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Relays;

namespace Budstikke.Distribution.Email;

/// <summary>Where invoices are handed in, and who they come from.</summary>
internal sealed record EmailSettings(RelayList Relays, EmailAddress From)
{
    /// <summary>Of the addresses that bounces go to.</summary>
    public string BounceDomain { get; init; } = From.Domain;

    /// <summary>How long a mailbox that puts a mail off is tried; then the next channel brings it.</summary>
    public Patience Patience { get; init; } = PatienceOf(TimeSpan.FromHours(DefaultPatienceHours));

    private const int DefaultPatienceHours = 24;
    private const int MaxPatienceHours = 120;

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
    ];

    private const string DefaultLocalPart = "invoice";

    /// <summary>Keys are an invoice's id, a channel and a number of the resend: about 25 characters. The check and the
    /// hyphen before it are among these.</summary>
    public const int MaxKeyCharacters = 40;

    /// <summary>RFC 5321 § 4.5.3.1.1 gives 64 characters, of which the envelope sender needs "+" and the key.</summary>
    private const int MaxFromLocalPartCharacters = 64 - 1 - MaxKeyCharacters;

    /// <summary>RFC 5321 § 4.5.3.1.3 gives a whole address 254 characters.</summary>
    public const int MaxDomainCharacters = 254 - 64 - 1;

    /// <summary>Reads <c>Email__Smtp</c> and <c>Email__From</c>: the settings, or what is wrong, as sentences that name
    /// the setting.</summary>
    /// <param name="smtp">Given: an absent one means that the channel is absent.</param>
    /// <param name="from">Null or empty: <c>invoice@</c> and <paramref name="hostName"/>.</param>
    /// <param name="hostName">This machine's.</param>
    public static (EmailSettings? Settings, IReadOnlyList<string> Reasons) Parse(
        string smtp,
        string? from,
        string hostName,
        bool hasTokens = false
    )
    {
        var (relays, relayReason) = RelayList.Parse(smtp, hasTokens);
        var (address, fromReason) = ParseFrom(from, hostName);
        List<string> reasons = [];
        if (relayReason is not null)
            reasons.Add($"Email__Smtp {relayReason}.");
        if (fromReason is not null)
            reasons.Add($"Email__From {fromReason}.");
        return relays is null || address is null ? (null, reasons) : (new(relays, address), []);
    }

    /// <summary>Reads <c>Email__PatienceHours</c>.</summary>
    public static (Patience? Patience, string? Reason) ParsePatience(string? hours) =>
        string.IsNullOrEmpty(hours) ? (PatienceOf(TimeSpan.FromHours(DefaultPatienceHours)), null)
        : int.TryParse(hours, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MaxPatienceHours
            ? (PatienceOf(TimeSpan.FromHours(count)), null)
        : (null, $"Email__PatienceHours must be 1 to {MaxPatienceHours}: {hours}");

    /// <summary>Growing pauses, and then one every twelve hours, until the time is over.</summary>
    private static Patience PatienceOf(TimeSpan whole)
    {
        var (pauses, spent) = (new List<TimeSpan>(), TimeSpan.Zero);
        while (spent < whole)
        {
            var pause = pauses.Count < s_pauses.Length ? s_pauses[pauses.Count] : TimeSpan.FromHours(12);
            pauses.Add(spent + pause < whole ? pause : whole - spent);
            spent += pause;
        }
        return new([.. pauses]);
    }

    /// <summary>
    /// The address that bounces go to; it names the dispatch and proves that we sent it. In lower case, as mail servers
    /// on the way may make it.
    /// </summary>
    /// <exception cref="ArgumentException">The key is none of ours.</exception>
    public EmailAddress EnvelopeSender(string key, BounceKey secret) =>
        key.Length is > 0 and < MaxKeyCharacters - BounceKey.CheckCharacters
        && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? EmailAddress
                .Parse($"{From.LocalPart}+{key}-{secret.CheckOf(key)}@{BounceDomain}".ToLowerInvariant())
                .Address!
            : throw new ArgumentException($"Not a dispatch's key: {key}", nameof(key));

    private static (EmailAddress? Address, string? Reason) ParseFrom(string? from, string hostName)
    {
        var isDefault = string.IsNullOrWhiteSpace(from);
        var (address, reason) = EmailAddress.Parse(isDefault ? $"{DefaultLocalPart}@{hostName}" : from!.Trim());
        if (address is null)
            return (null, isDefault ? $"must be given, since this machine's name \"{hostName}\" is no domain" : reason);
        if (address.LocalPart.StartsWith('"') || !Ascii.IsValid(address.LocalPart))
            return (null, "must have a name of plain ASCII letters, digits and signs");
        if (address.LocalPart.Length > MaxFromLocalPartCharacters)
            return (null, $"must have at most {MaxFromLocalPartCharacters} characters before the @");
        return address.Domain.Length > MaxDomainCharacters
            ? (null, $"must have at most {MaxDomainCharacters} characters after the @")
            : (address, null);
    }
}
