using Budstikke.Distribution;

namespace Budstikke.Sandbox;

/// <summary>What a simulated channel does to who has a magic value.</summary>
internal enum MagicAnswer
{
    /// <summary>Never this way.</summary>
    Refused,

    /// <summary>Not now, at every try.</summary>
    Deferred,

    /// <summary>Taken first, returned after a while.</summary>
    AcceptedThenReturned,

    /// <summary>Sent, and no answer comes; the repeat is refused.</summary>
    LostThenRefused,
}

/// <summary>A value in an order that chooses a failure.</summary>
/// <param name="Channel">The channel that it makes fail.</param>
/// <param name="Field">Where it stands in the customer's data.</param>
/// <param name="Value">Itself, in any case.</param>
/// <param name="Answer">What the channel does.</param>
/// <param name="Evidence">What the other side is made to say.</param>
/// <param name="Description">What it stands for, for documents and pages.</param>
internal sealed record MagicValue(
    Channel Channel,
    MagicField Field,
    string Value,
    MagicAnswer Answer,
    string Evidence,
    string Description
);

/// <summary>How a magic value stands in the customer's data.</summary>
internal enum MagicField
{
    /// <summary>The whole of it; no real number begins with 1.</summary>
    OrganizationNumber,

    /// <summary>Its beginning. The personal number cannot be it: a channel never sees one.</summary>
    Name,

    /// <summary>What stands before the @, or before a + there.</summary>
    EmailLocalPart,

    /// <summary>Its beginning.</summary>
    Street,
}

/// <summary>The table of docs/sandbox.md. A customer may have several of them, one for each channel.</summary>
internal static class MagicValues
{
    public static IReadOnlyList<MagicValue> All { get; } =
    [
        new(
            Channel.Ehf,
            MagicField.OrganizationNumber,
            "100000008",
            MagicAnswer.Refused,
            "0192:100000008 is not registered in Peppol: no SMP answers for it.",
            "The buyer is unknown to Peppol."
        ),
        new(
            Channel.Ehf,
            MagicField.OrganizationNumber,
            "100000016",
            MagicAnswer.Deferred,
            "HTTP 503 Service Unavailable from the receiver's access point.",
            "The buyer's access point is down, and stays down."
        ),
        new(
            Channel.Ehf,
            MagicField.OrganizationNumber,
            "100000024",
            MagicAnswer.AcceptedThenReturned,
            "Message level response RE (rejected) from the receiver.",
            "The buyer's system takes the invoice and rejects it later."
        ),
        new(
            Channel.EInvoice,
            MagicField.Name,
            "Unknown Einvoice",
            MagicAnswer.Refused,
            "No bank takes e-invoices for this person.",
            "The buyer has no e-invoice agreement."
        ),
        new(
            Channel.EInvoice,
            MagicField.Name,
            "Down Einvoice",
            MagicAnswer.Deferred,
            "HTTP 503 Service Unavailable from the bank.",
            "The bank is down, and stays down."
        ),
        new(
            Channel.Email,
            MagicField.EmailLocalPart,
            "refused",
            MagicAnswer.Refused,
            "550 5.1.1 User unknown",
            "The mailbox does not exist."
        ),
        new(
            Channel.Email,
            MagicField.EmailLocalPart,
            "full",
            MagicAnswer.Deferred,
            "452 4.2.2 Mailbox full",
            "The mailbox is full, and stays full."
        ),
        new(
            Channel.Email,
            MagicField.EmailLocalPart,
            "bounces",
            MagicAnswer.AcceptedThenReturned,
            "5.1.1 User unknown (a bounce from the receiving server)",
            "The mail server takes the mail and returns it later."
        ),
        new(
            Channel.Email,
            MagicField.EmailLocalPart,
            "lost",
            MagicAnswer.LostThenRefused,
            "550 5.7.1 Message rejected",
            "The mail server hangs up after the whole mail, and refuses its repeat."
        ),
        new(
            Channel.Post,
            MagicField.Street,
            "Unprintable",
            MagicAnswer.Refused,
            "The printer has refused the address.",
            "The printer refuses the address."
        ),
        new(
            Channel.Post,
            MagicField.Street,
            "Paper jam",
            MagicAnswer.Deferred,
            "The print folder cannot be written to: No space left on device",
            "The printer takes nothing, for a long time."
        ),
    ];

    /// <summary>The failure that a dispatch by a channel has chosen; null for none.</summary>
    public static MagicValue? For(Channel channel, string recipient, string name, string street) =>
        All.FirstOrDefault(magic => magic.Channel == channel && IsIn(magic, recipient, name, street));

    /// <summary>What comes back from a recipient whose channel has accepted; null when nothing does.</summary>
    public static string? BouncesLater(Channel channel, string recipient) =>
        For(channel, recipient, "", "") is { Answer: MagicAnswer.AcceptedThenReturned } magic
            ? Simulated(magic.Evidence)
            : null;

    /// <summary>No evidence of ours may be taken for a real one.</summary>
    public static string Simulated(string evidence) => $"Simulated: {evidence}";

    private static bool IsIn(MagicValue magic, string recipient, string name, string street) =>
        magic.Field switch
        {
            MagicField.OrganizationNumber => recipient == $"0192:{magic.Value}",
            MagicField.EmailLocalPart => IsSame(recipient.Split('@', '+')[0], magic.Value),
            MagicField.Name => Begins(name, magic.Value),
            _ => Begins(street, magic.Value),
        };

    private static bool IsSame(string text, string value) => text.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string text, string value) =>
        text.TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase);
}
