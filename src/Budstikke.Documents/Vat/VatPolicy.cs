namespace Budstikke.Documents.Vat;

/// <summary>
/// Which rates a seller may use, and what its 0 % means: an order says "0", but a document must say whether that is
/// zero-rated, exempt, outside the Act, reverse charge or export.
/// </summary>
public sealed record VatPolicy
{
    private const int MaxRates = 20;
    private const int MaxReasonCharacters = 255;

    /// <summary>In the VAT register; else the seller has no VAT number and may show no VAT.</summary>
    public required bool IsSellerRegistered { get; init; }

    /// <summary>Every category but S.</summary>
    public required VatCategory ZeroRateCategory { get; init; }

    /// <summary>BT-120 at 0 %; obligatory for E. Null takes the usual text for O, AE and G.</summary>
    public string? ZeroRateReason { get; init; }

    /// <summary>In percent, up to two decimals: 25, 11.11.</summary>
    public required IReadOnlyList<decimal> AllowedRates { get; init; }

    /// <summary>The rates of 2026, and zero-rated at 0 %.</summary>
    public static VatPolicy Registered { get; } =
        new()
        {
            IsSellerRegistered = true,
            ZeroRateCategory = VatCategory.Z,
            AllowedRates = [0, 12, 15, 25],
        };

    /// <summary>No VAT number, no VAT.</summary>
    public static VatPolicy Unregistered { get; } =
        new()
        {
            IsSellerRegistered = false,
            ZeroRateCategory = VatCategory.O,
            AllowedRates = [0],
        };

    /// <summary>Why no seller may have this policy; empty when one may.</summary>
    public static IReadOnlyList<VatPolicyFault> Check(VatPolicy policy) =>
        [
            .. policy.FaultsOfRates(),
            .. policy.IsSellerRegistered ? policy.FaultsOfRegistered() : policy.FaultsOfUnregistered(),
            .. policy.FaultsOfReason(),
        ];

    /// <summary>True when an order's line may have this rate.</summary>
    public bool Allows(decimal rate) => AllowedRates.Contains(rate);

    /// <summary>How a line with this rate is taxed.</summary>
    /// <param name="rate">In percent, one of <see cref="AllowedRates"/>; O and the other categories at 0 % carry
    /// 0.</param>
    /// <exception cref="InvalidOperationException">The policy is not valid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not allowed.</exception>
    public VatTreatment For(decimal rate)
    {
        if (Check(this) is [var fault, ..])
            throw new InvalidOperationException(fault.Text);
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

    private IEnumerable<VatPolicyFault> FaultsOfRates()
    {
        if (AllowedRates.Count is 0 or > MaxRates)
            yield return new(nameof(AllowedRates), $"A seller has 1 to {MaxRates} VAT rates.");
        if (AllowedRates.Any(r => r is < 0 or >= 100 || decimal.Round(r, 2) != r))
            yield return new(
                nameof(AllowedRates),
                "A VAT rate is a percentage from 0 to below 100 with at most two decimals."
            );
        if (AllowedRates.Distinct().Count() < AllowedRates.Count)
            yield return new(nameof(AllowedRates), "Each VAT rate is given once.");
    }

    private IEnumerable<VatPolicyFault> FaultsOfRegistered()
    {
        if (ZeroRateCategory == VatCategory.S)
            yield return new(nameof(ZeroRateCategory), "Category S is for rates above 0, not for 0 %.");
        if (ZeroRateCategory == VatCategory.O)
            yield return new(
                nameof(ZeroRateCategory),
                "Category O is for sellers outside the VAT register; this one is registered (BR-O-02)."
            );
    }

    private IEnumerable<VatPolicyFault> FaultsOfUnregistered()
    {
        if (AllowedRates.Any(r => r > 0))
            yield return new(
                nameof(AllowedRates),
                "A seller outside the VAT register may not charge VAT: 0 is its only rate."
            );
        if (ZeroRateCategory != VatCategory.O)
            yield return new(
                nameof(ZeroRateCategory),
                $"Category {ZeroRateCategory} needs a VAT number (BR-{ZeroRateCategory}-02); "
                    + "a seller outside the VAT register has O."
            );
    }

    private IEnumerable<VatPolicyFault> FaultsOfReason()
    {
        if (Given is { Length: > MaxReasonCharacters })
            yield return new(nameof(ZeroRateReason), $"A reason has at most {MaxReasonCharacters} characters.");
        if (ZeroRateCategory == VatCategory.E && Given is null)
            yield return new(
                nameof(ZeroRateReason),
                "Category E needs a reason: the section of the Act that exempts (BR-E-10)."
            );
        if (ZeroRateCategory == VatCategory.Z && Given is not null)
            yield return new(nameof(ZeroRateReason), "Category Z must have no reason (BR-Z-10).");
        if (ZeroRateCategory == VatCategory.AE && Given is not (null or VatReasons.ReverseCharge))
            yield return new(
                nameof(ZeroRateReason),
                $"The reason for category AE is the law's own sentence: {VatReasons.ReverseCharge}."
            );
    }
}

/// <summary>Why no seller may have a policy.</summary>
/// <param name="Field">The property of <see cref="VatPolicy"/> that is at fault.</param>
/// <param name="Text">A sentence.</param>
public sealed record VatPolicyFault(string Field, string Text);
