using Budstikke.Documents.Identifiers;

namespace Budstikke.Orders;

/// <summary>
/// Eleven digits that a client sent as a personal number; the check digits may be wrong. Never serialised, and masked wherever it is
/// turned into text, so that it cannot reach a log, a URL, a file name, a callback or a document by accident.
/// </summary>
internal sealed class PersonalDigits(string digits)
{
    /// <summary>The digits, for encryption, the keyed hash and the e-invoice look-up alone.</summary>
    public string Reveal() => digits;

    public override string ToString() => PersonalNumber.Mask(digits);
}
