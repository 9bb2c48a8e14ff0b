using Budstikke.Jobs;

namespace Budstikke.Providers;

/// <summary>
/// A company that brings documents to their receivers for others: what a folder below this one does over its
/// interface.
/// </summary>
/// <param name="Name">As the setting <c>EInvoice__Via</c>, the options of <c>client set</c> and the stored accounts
/// have it.</param>
internal sealed record Provider(string Name, HandOver Send, AskAfter Follow);

/// <summary>
/// Hands a document over. Called again with the same <see cref="ProviderDocument.Id"/> until it is settled, and the
/// provider knows a repeat by it. Throws only for a defect of ours.
/// </summary>
internal delegate Task<Outcome> HandOver(ProviderLogin login, ProviderDocument document, CancellationToken cancel);

/// <summary>What has become of a document that was taken; where it could not be asked now, the evidence says
/// why.</summary>
internal delegate Task<ProviderNews> AskAfter(ProviderLogin login, string documentId, CancellationToken cancel);

/// <summary>The client's own account, opened.</summary>
/// <param name="Company">What the provider calls the client.</param>
internal sealed record ProviderLogin(string Company, string Key);

/// <summary>A document on its way to a receiver by a provider.</summary>
internal sealed record ProviderDocument
{
    /// <summary>A UUID, the same in every try.</summary>
    public required string Id { get; init; }

    public required bool IsCreditNote { get; init; }

    /// <summary>ISO 639-1, lower case.</summary>
    public required string Language { get; init; }

    /// <summary>An earlier try may have arrived.</summary>
    public required bool IsRepeat { get; init; }

    public required ProviderReceiver To { get; init; }

    /// <summary>UBL.</summary>
    public required byte[] Content { get; init; }
}

internal abstract record ProviderReceiver;

/// <summary>A company in the register of Peppol.</summary>
/// <param name="Endpoint">As <c>0192:991825827</c>.</param>
internal sealed record CompanyReceiver(string Endpoint) : ProviderReceiver;

/// <summary>A person, by the e-invoice of the bank.</summary>
internal sealed record PersonReceiver : ProviderReceiver
{
    private readonly string _personalNumber;

    public PersonReceiver(string personalNumber) => _personalNumber = personalNumber;

    /// <summary>For the request to the provider alone. No property, so that it is not printed with the
    /// record.</summary>
    public string Reveal() => _personalNumber;
}

/// <summary>Where a document that a provider has taken stands.</summary>
internal enum ProviderState
{
    OnItsWay,
    Delivered,
    Failed,

    /// <summary>It could not be asked now.</summary>
    Unknown,
}

/// <summary>What a provider says of a document.</summary>
/// <param name="Evidence">Its own words.</param>
/// <param name="Notes">What it says beside the state, the oldest first.</param>
internal sealed record ProviderNews(ProviderState State, string Evidence, IReadOnlyList<ProviderNote> Notes);

/// <param name="Evidence">Its own words.</param>
internal sealed record ProviderNote(ReceiverAnswer Answer, string Evidence);

/// <summary>What the receiver does with a document that he has.</summary>
internal enum ReceiverAnswer
{
    /// <summary>Something else is told, or a word that we do not know.</summary>
    Noted,

    InProcess,
    UnderQuery,

    /// <summary>He will not pay it.</summary>
    Rejected,

    Paid,
}
