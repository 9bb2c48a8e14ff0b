using System.Text.RegularExpressions;

namespace Budstikke.Tests.House;

/// <summary>Texts that stand in one place only, or nowhere.</summary>
internal static partial class Patterns
{
    /// <summary>
    /// The Connect API's own words. `callbackUrl`, `orderUuid` and `personalNumber` are left out: the demo names the
    /// first as a client would, Callbacks send the second, and the third is the field's own word.
    /// </summary>
    [GeneratedRegex(
        @"\b(orderSummary|subTotal|totalTax|totalDiscount|grandTotal|orderDate"
            + "|customerDetails|preferredLanguage|organizationId"
            + "|invoiceInterval|invoiceFeeApplicable|invoiceMaturity|separateInvoices"
            + "|referenceNo|customerReference|customerUuid"
            + @"|productId|is_data|is_error|status_code|status_message)\b"
    )]
    public static partial Regex ConnectWord();

    /// <summary>
    /// Whoever tells Swedish from the others chooses words: as the customer's code, or as the library's value.
    /// </summary>
    [GeneratedRegex(@"""sv""|\bLanguage\.Sv\b")]
    public static partial Regex ChoiceOfLanguage();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b|\bTask\s*\.\s*Delay\b")]
    public static partial Regex Sleep();

    /// <summary>An absolute path of somebody's machine, or the host of a package registry.</summary>
    [GeneratedRegex(@"(?<![\w.])/(work|tmp|opt|root|home)/\w[^\s""']*|api\.nuget\.|registry\.npmjs\.")]
    public static partial Regex MachinePath();
}
