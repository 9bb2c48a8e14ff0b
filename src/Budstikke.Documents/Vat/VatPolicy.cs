namespace Budstikke.Documents.Vat;

/// <summary>
/// Which rates a seller may use, and what its 0 % means: an order says "0", but a document must say whether that is zero-rated,
/// exempt, outside the Act, reverse charge or export.
/// </summary>
/// <param name="IsSellerRegistered">In the VAT register; else the seller has no VAT number and may show no VAT.</param>
/// <param name="ZeroRateCategory">Every category but S.</param>
/// <param name="ZeroRateReason">BT-120 at 0 %; obligatory for E. Null takes the usual text for O, AE and G.</param>
/// <param name="AllowedRates">In percent, up to two decimals: 25, 11.11.</param>
public sealed record VatPolicy(
    bool IsSellerRegistered,
    VatCategory ZeroRateCategory,
    string? ZeroRateReason,
    IReadOnlyList<decimal> AllowedRates
)
{
    private const int MaxRates = 20;
    private const int MaxReasonCharacters = 255;

    /// <summary>The rates of 2026, and zero-rated at 0 %.</summary>
    public static VatPolicy Registered { get; } = new(true, VatCategory.Z, null, [0, 12, 15, 25]);

    /// <summary>No VAT number, no VAT.</summary>
    public static VatPolicy Unregistered { get; } = new(false, VatCategory.O, null, [0]);

    /// <summary>True when a seller may have this policy.</summary>
    public bool IsValid => Reason is null;

    /// <summary>Why no seller may have this policy, as a sentence; null when one may.</summary>
    public string? Reason =>
        ReasonOfRates() ?? (IsSellerRegistered ? ReasonOfRegistered() : ReasonOfUnregistered()) ?? ReasonOfReason();

    /// <summary>True when an order's line may have this rate.</summary>
    public bool Allows(decimal rate) => AllowedRates.Contains(rate);

    /// <summary>How a line with this rate is taxed.</summary>
    /// <param name="rate">In percent, one of <see cref="AllowedRates"/>; O and the other categories at 0 % carry 0.</param>
    /// <exception cref="InvalidOperationException">The policy is not valid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not allowed.</exception>
    public VatTreatment For(decimal rate)
    {
        if (Reason is { } reason)
            throw new InvalidOperationException(reason);
        if (!Allows(rate))
            throw new ArgumentOutOfRangeException(
                nameof(rate),
                rate,
                "The seller's VAT policy does not have this rate."
            );
        return rate == 0
            ? new(ZeroRateCategory, 0, Given ?? VatReasons.UsualFor(ZeroRateCategory))
            : new(VatCategory.S, AllowedRates.First(r => r == rate));
    }

    private string? Given => string.IsNullOrWhiteSpace(ZeroRateReason) ? null : ZeroRateReason.Trim();

    private string? ReasonOfRates()
    {
        if (AllowedRates.Count is 0 or > MaxRates)
            return $"A seller has 1 to {MaxRates} VAT rates.";
        if (AllowedRates.Any(r => r is < 0 or >= 100 || decimal.Round(r, 2) != r))
            return "A VAT rate is a percentage from 0 to below 100 with at most two decimals.";
        return AllowedRates.Distinct().Count() < AllowedRates.Count ? "Each VAT rate is given once." : null;
    }

    private string? ReasonOfRegistered() =>
        ZeroRateCategory switch
        {
            VatCategory.S => "Category S is for rates above 0, not for 0 %.",
            VatCategory.O => "Category O is for sellers outside the VAT register; this one is registered (BR-O-02).",
            _ => null,
        };

    private string? ReasonOfUnregistered()
    {
        if (AllowedRates.Any(r => r > 0))
            return "A seller outside the VAT register may not charge VAT: 0 is its only rate.";
        return ZeroRateCategory == VatCategory.O
            ? null
            : $"Category {ZeroRateCategory} needs a VAT number (BR-{ZeroRateCategory}-02); a seller outside the VAT register has O.";
    }

    private string? ReasonOfReason() =>
        (ZeroRateCategory, Given) switch
        {
            (_, { Length: > MaxReasonCharacters }) => $"A reason has at most {MaxReasonCharacters} characters.",
            (VatCategory.E, null) => "Category E needs a reason: the section of the Act that exempts (BR-E-10).",
            (VatCategory.Z, not null) => "Category Z must have no reason (BR-Z-10).",
            (VatCategory.AE, not null and not VatReasons.ReverseCharge) =>
                $"The reason for category AE is the law's own sentence: {VatReasons.ReverseCharge}.",
            _ => null,
        };
}
