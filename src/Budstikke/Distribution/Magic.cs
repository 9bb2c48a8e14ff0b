namespace Budstikke.Distribution;

/// <summary>
/// The values in an order that make a channel's simulation fail, or tell more than usual; docs/sandbox.md lists them.
/// </summary>
/// <param name="Where">Where a value stands, as the list says it: "e-mail before @".</param>
/// <param name="IsIn">Whether a value stands there.</param>
internal sealed record Magic(string Where, Func<MagicPlace, string, bool> IsIn, params IReadOnlyList<MagicValue> Values)
{
    /// <summary>Every dispatch is accepted.</summary>
    public static Magic None { get; } = new("", (_, _) => false);

    /// <summary>A text has the value at its beginning, in any case.</summary>
    public static bool Begins(string text, string value) =>
        text.TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// What a magic value can stand in. Of what happens later only the recipient is known, so that a value which chooses a
/// later answer must stand there.
/// </summary>
internal sealed record MagicPlace(string Recipient, string Name = "", string Street = "");

/// <param name="Value">Itself, in any case.</param>
/// <param name="Answer">What the simulation does.</param>
/// <param name="Evidence">What the other side is made to say.</param>
/// <param name="Description">What it stands for, for documents and pages.</param>
internal sealed record MagicValue(string Value, MagicAnswer Answer, string Evidence, string Description);

/// <summary>What a simulated channel does to who has a magic value.</summary>
internal enum MagicAnswer
{
    /// <summary>Never this way.</summary>
    Refused,

    /// <summary>Nobody to send to, as was asked for beforehand.</summary>
    NotReachable,

    /// <summary>Not now, at every try.</summary>
    Deferred,

    /// <summary>Taken first, returned after a while.</summary>
    AcceptedThenReturned,

    /// <summary>Taken first, and reported as delivered after a while; only of a channel that tells of it.</summary>
    AcceptedThenDelivered,

    /// <summary>Sent, and no answer comes; the repeat is refused.</summary>
    LostThenRefused,
}
