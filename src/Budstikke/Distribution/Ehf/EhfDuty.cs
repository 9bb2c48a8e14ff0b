using System.Globalization;

namespace Budstikke.Distribution.Ehf;

/// <summary>
/// Act 19 June 2026 no. 39 (bokføringsloven § 10): who keeps books invoices Norwegian buyers who keep books by
/// structured e-invoices. Who keeps books is in no register, so it is a warning and stops nothing.
/// </summary>
internal static class EhfDuty
{
    public static readonly DateOnly From = new(2027, 1, 1);

    /// <summary>To an invoice for a Norwegian company that has no Peppol address; null where the law does not ask for
    /// an e-invoice.</summary>
    public static string? WarningOf(DispatchedInvoice invoice) =>
        invoice is { SellerCountry: "NO", Country: "NO" } && invoice.IssueDate >= From
            ? "Norwegian businesses must be sent structured e-invoices from "
                + $"{From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, and this one cannot be: ask it to "
                + "register in ELMA."
            : null;
}
