using Budstikke.Jobs;

namespace Budstikke.Peppol;

/// <summary>
/// Brings one document to an access point, and says what that answered. Called again for the same
/// <see cref="PeppolDispatch.Key"/> until it is settled: a repeat must be recognisable by it. Throws only for a defect
/// of ours.
/// </summary>
internal delegate Task<Outcome> SendByPeppol(PeppolEndpoint to, PeppolDispatch dispatch, CancellationToken cancel);

/// <summary>One document on its way to one participant.</summary>
internal sealed record PeppolDispatch
{
    /// <summary>The dispatch's: letters, digits and '-', the same in every try.</summary>
    public required string Key { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The seller, as <c>0192:991825827</c>.</summary>
    public required string Sender { get; init; }

    /// <summary>ISO 3166-1 alpha-2: the seller's country, which the envelope names.</summary>
    public required string SenderCountry { get; init; }

    /// <summary>
    /// An earlier try had no answer, or its node died before it was noted: it may have arrived already.
    /// </summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>How often it was tried before.</summary>
    public required long EarlierAttempts { get; init; }

    /// <summary>The same in every try: what is dated in the envelope is dated by it.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The issued bytes.</summary>
    public required Func<CancellationToken, Task<byte[]>> ReadDocument { get; init; }
}
