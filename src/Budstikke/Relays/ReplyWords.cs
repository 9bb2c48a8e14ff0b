namespace Budstikke.Relays;

/// <summary>
/// What servers write where they give no code that says whose matter it is. The words about us stand first: "Sender
/// address rejected" has the words of "address rejected" too. The corpus in the tests names where each comes from.
/// </summary>
internal static class ReplyWords
{
    private static readonly string[] s_ours =
    [
        "relay",
        "client host",
        "sender address rejected",
        "sender rejected",
        "sender denied",
        "sender verify",
        "not owned by",
        "send as",
        "sendas",
        "authentication",
        "auth required",
        "not logged in",
        "not authenticated",
        "not authorized",
        "not authorised",
        "not verified",
        "paused",
        "suspended",
        "daily limit",
        "daily message quota",
        "daily quota",
        "sending quota",
        "sending limit",
        "sending rate",
        "maximum send",
        "rate limit",
        "too many connections",
        "too many messages",
        "too many emails",
        "helo",
        "reverse dns",
        "ptr record",
        "spf",
        "dkim",
        "dmarc",
        "blacklist",
        "blocklist",
        "block list",
        "black list",
        "blocked using",
        "is listed",
        "spamhaus",
        "reputation",
        "unsolicited",
        "starttls",
        "your ip",
    ];

    private static readonly string[] s_recipient =
    [
        "user unknown",
        "unknown user",
        "no such user",
        "no such recipient",
        "no such mailbox",
        "no such address",
        "no such person",
        "no mailbox",
        "user not found",
        "recipient not found",
        "mailbox not found",
        "unknown recipient",
        "unknown local",
        "unknown address",
        "invalid recipient",
        "invalid mailbox",
        "does not exist",
        "doesn't exist",
        "not exist",
        "not a valid",
        "recipient address rejected",
        "recipient rejected",
        "address rejected",
        "mailbox unavailable",
        "mailbox is unavailable",
        "mailbox disabled",
        "account disabled",
        "account is disabled",
        "inactive",
        "mailbox full",
        "mailbox is full",
        "over quota",
        "quota exceeded",
        "exceeded storage",
        "out of storage",
        "host not found",
        "domain not found",
        "unrouteable address",
        "unroutable address",
        "doesn't have a",
    ];

    private static readonly string[] s_message =
    [
        "message size",
        "message too large",
        "message too big",
        "too large",
        "attachment",
        "virus",
    ];

    private static readonly string[] s_greylisting = ["greylist", "graylist", "grey-list", "gray-list", "greylisting"];

    /// <summary>Null where no word tells.</summary>
    public static Blame? BlameOf(IEnumerable<string> lines)
    {
        var text = string.Join(' ', lines);
        return Has(text, s_ours) ? Blame.Ours
            : Has(text, s_recipient) ? Blame.Recipient
            : Has(text, s_message) ? Blame.Message
            : null;
    }

    public static bool IsGreylisting(IEnumerable<string> lines) => Has(string.Join(' ', lines), s_greylisting);

    /// <summary>The server had refused the only recipient before it saw DATA.</summary>
    public static bool IsNoRecipientLeft(IEnumerable<string> lines) =>
        Has(string.Join(' ', lines), ["no valid recipients"]);

    private static bool Has(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
