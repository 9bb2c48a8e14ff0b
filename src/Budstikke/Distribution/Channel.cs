using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// A way to the customer, described: all that the rest of the service knows of it. Its folder writes the description,
/// and the list of them in <c>ChannelList.cs</c> is the order of the route.
/// </summary>
internal sealed record Channel
{
    /// <summary>About two days.</summary>
    private static readonly Patience s_usual = new(
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24)
    );

    /// <summary>
    /// Stored in dispatches, facts, keys and kinds of jobs, so that it can never be changed. ASCII letters and digits;
    /// no two channels have names that differ in case alone.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>As a sentence of the API's document has it: "It goes by …".</summary>
    public required string Word { get; init; }

    /// <summary>As <c>--invoice-fee</c> and the stored settings of a client have it.</summary>
    public required string FeeWord { get; init; }

    public required Buyers Serves { get; init; }

    /// <summary>How it reaches a buyer whom it serves, or why it does not.</summary>
    public required Func<RouteBuyer, Reach> Reach { get; init; }

    public required ChannelDocument Document { get; init; }

    /// <summary>It reaches a person by that alone, so each dispatch can read it.</summary>
    public bool NeedsPersonalNumber { get; init; }

    public Patience Patience { get; init; } = s_usual;

    /// <summary>
    /// Which other side a recipient's document is brought to, as a name that all those share whom a slow one would hold
    /// up together. Null where there is none that could.
    /// </summary>
    public Func<string, string?> ReceiverOf { get; init; } = _ => null;

    /// <summary>
    /// The other side reports that a document has reached the customer. Where it does not, an accepted dispatch stays
    /// accepted, and nobody may report it as delivered.
    /// </summary>
    public bool TellsOfDelivery { get; init; }

    /// <summary>
    /// What it refuses by a document's data alone, as a sentence: a simulation refuses that too. Null where it would
    /// send.
    /// </summary>
    public Func<DispatchedInvoice, string?> ReasonAgainst { get; init; } = _ => null;

    /// <summary>
    /// What it would send of a dispatch where that is more than the document, as a mail is: for a simulation to keep.
    /// Null where it would send the document alone.
    /// </summary>
    public Func<Dispatch, byte[], Parcel?> Pack { get; init; } = (_, _) => null;

    /// <summary>What its simulation can be made to answer.</summary>
    public Magic Magic { get; init; } = Magic.None;

    /// <summary>
    /// Registers the channel where its settings are given; without them it is absent. Returns what is wrong with the
    /// settings, each as a sentence that names the setting.
    /// </summary>
    public Func<IServiceCollection, IConfiguration, IReadOnlyList<string>> SetUp { get; init; } = (_, _) => [];
}

/// <summary>Whom a channel serves, or what a buyer is.</summary>
[Flags]
internal enum Buyers
{
    Companies = 1,
    Persons = 2,
    All = Companies | Persons,
}

/// <summary>Which of the issued documents a channel brings.</summary>
internal enum ChannelDocument
{
    /// <summary>For machines.</summary>
    Ubl,

    /// <summary>For people.</summary>
    Pdf,
}

/// <summary>What goes out, and what it is.</summary>
/// <param name="MediaType"><c>application/pdf</c>.</param>
internal sealed record Parcel(string MediaType, byte[] Content);

/// <summary>A buyer's address on a channel; or no recipient, and why.</summary>
internal sealed record Reach(string? Recipient, string? WhyNot = null);
