using Budstikke.Clients;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// Brings one dispatch to the customer: what a folder below this one does, or its simulation.
/// </summary>
internal interface IChannel
{
    Channel Channel { get; }

    /// <summary>
    /// Sends, and says what the other side answered. Called again with the same <see cref="Dispatch.Key"/> until it is
    /// settled: a repeat must be recognisable by that key. Throws only for a defect of ours.
    /// </summary>
    Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel);

    /// <summary>By whom or by what it goes, where a setting chooses that; null for others.</summary>
    string? Via => null;

    /// <summary>Where a setting chooses it; null for the description's.</summary>
    Patience? Patience => null;

    /// <summary>Why a client does not have it, as the timeline shows it; null where it has.</summary>
    string? WhyAbsentFor(Client client) => null;

    /// <summary>Whether what was accepted is to be asked after: the other side tells of its end when it is
    /// asked.</summary>
    bool IsFollowed => false;

    /// <summary>After what time without a word an accepted dispatch is presumed to have arrived; null where nobody
    /// would hear of it if it had not.</summary>
    TimeSpan? PresumedAfter => null;

    /// <summary>What has become of a dispatch that was accepted, where <see cref="IsFollowed"/>.</summary>
    Task<FollowUp> Follow(FollowedDispatch dispatch, CancellationToken cancel) =>
        throw new NotSupportedException($"The channel {Channel.Name} tells nothing when it is asked.");

    /// <summary>
    /// What can be said of a recipient before anything is sent, without making the caller wait for long; null where
    /// that is nothing.
    /// </summary>
    Task<Foresight?> Foresee(string recipient, CancellationToken cancel) => Task.FromResult<Foresight?>(null);
}

/// <summary>Which dispatch is asked after.</summary>
internal sealed record FollowedDispatch(string Key, string ClientId);

/// <summary>What the other side says of an accepted dispatch when it is asked.</summary>
/// <param name="Ending">Null while there is none.</param>
/// <param name="Evidence">Its own words.</param>
/// <param name="Notes">What it has said beside that so far, the oldest first.</param>
internal sealed record FollowUp(LateOutcome? Ending, string Evidence, IReadOnlyList<NotedAnswer> Notes);

/// <param name="IsReachable">Also where nobody knows.</param>
/// <param name="Words">A sentence.</param>
internal sealed record Foresight(bool IsReachable, string Words);

/// <summary>One invoice by one channel.</summary>
internal sealed record Dispatch
{
    /// <summary>Letters, digits and '-': the Message-ID's left side, the print job's file name.</summary>
    public required string Key { get; init; }

    public required string ClientId { get; init; }

    public required string InvoiceId { get; init; }

    /// <summary>
    /// The e-mail address, the Peppol id; for post the name and address on one line; never a personal number.
    /// </summary>
    public required string Recipient { get; init; }

    /// <summary>
    /// An earlier try had no answer, or its node died before it was noted: it may have arrived already.
    /// </summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>Which sending of the invoice it belongs to: above 0, the client has asked for it.</summary>
    public long Resend { get; init; }

    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>How often it was tried before.</summary>
    public required long EarlierAttempts { get; init; }

    public required DispatchedInvoice Invoice { get; init; }

    /// <summary>The issued bytes.</summary>
    public required Func<CancellationToken, Task<byte[]>> ReadPdf { get; init; }

    /// <summary>The issued bytes.</summary>
    public required Func<CancellationToken, Task<byte[]>> ReadUbl { get; init; }

    /// <summary>
    /// The customer's personal number; gives null where there is none any more. Only for a channel that declares the
    /// need (<see cref="Channel.NeedsPersonalNumber"/>): null for every other.
    /// </summary>
    public Func<Task<string?>>? ReadPersonalNumber { get; init; }
}

/// <summary>What a covering letter says, and who it is for.</summary>
internal sealed record DispatchedInvoice
{
    public required string Number { get; init; }

    public required bool IsCreditNote { get; init; }

    /// <summary>Of a credit note: what it is about.</summary>
    public CreditedPart? Credits { get; init; }

    /// <summary>Of a test client: whatever people read must not be taken for an invoice.</summary>
    public bool IsTest { get; init; }

    public required DateOnly IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>In NOK.</summary>
    public required decimal AmountDue { get; init; }

    public string? Kid { get; init; }

    /// <summary>Eleven digits.</summary>
    public required string Account { get; init; }

    /// <summary>Of the account, where the customer is abroad or it was given so; null for others.</summary>
    public string? Iban { get; init; }

    /// <summary>ISO 9362, beside the IBAN; null where nobody has said it.</summary>
    public string? Bic { get; init; }

    public required string SellerName { get; init; }

    /// <summary>As Peppol names the seller: <c>0192:991825827</c>.</summary>
    public required string SellerEndpoint { get; init; }

    public required string SellerEmail { get; init; }

    /// <summary>ISO 3166-1 alpha-2: where a letter is posted.</summary>
    public required string SellerCountry { get; init; }

    public required string BuyerName { get; init; }

    /// <summary>en, no, sv, da or de.</summary>
    public required string Language { get; init; }

    public required string Street { get; init; }

    public required string PostCode { get; init; }

    public required string City { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>When the invoice was issued: the date of the mail, the same in every try.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
}
