using Budstikke.Documents.Identifiers;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Eleven digits that a client sent as a personal number; the check digits may be wrong. Never serialised, and masked
/// wherever it is turned into text, so that it cannot reach a log, a URL, a file name, a callback or a document by
/// accident.
/// </summary>
internal sealed class PersonalDigits(string digits)
{
    /// <summary>The digits, for encryption, the keyed hash and the e-invoice look-up alone.</summary>
    public string Reveal() => digits;

    /// <summary>A keyed hash that covers the client: the same person at two clients has nothing in common.</summary>
    public string HashFor(string clientId, Secrets secrets) => secrets.Hash($"personal-number:{clientId}", digits);

    /// <summary>As releases before migration 0015 made it.</summary>
    public string EarlierHash(Secrets secrets) => secrets.Hash("personal-number", digits);

    public override string ToString() => PersonalNumber.Mask(digits);
}
