using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Invoices;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Invoicing.Checks;

/// <summary>An invoice's row with the orders that the store has on it.</summary>
internal sealed record IssuedRow(AuditedIssued Row, IReadOnlyList<string> OrderIds);

/// <summary>What the customer has in hand is the document: an invoice's row and its snapshot must say the same as its
/// UBL.</summary>
internal static class RowDifferences
{
    /// <summary>A sentence for each part of the row that its document contradicts.</summary>
    public static IEnumerable<string> Of(IssuedRow issued, Invoice invoice)
    {
        var row = issued.Row;
        var type = row.Kind == InvoiceRow.CreditNote ? InvoiceType.CreditNote : InvoiceType.Invoice;
        if (invoice.Type != type)
            yield return $"Its UBL is of the type {invoice.Type}, and its row is of the kind {row.Kind}.";
        if (invoice.Number != row.Number.ToString())
            yield return $"Its UBL bears another number than {row.Number}.";
        if (invoice.Totals.AmountDue != row.AmountDue / 100m)
            yield return $"Its UBL asks for {invoice.Totals.AmountDue:0.00}, and its row for "
                + $"{row.AmountDue / 100m:0.00}.";
        foreach (var (what, isSame) in PartsOfRow(row, invoice))
            if (!isSame)
                yield return $"Its UBL has another {what} than its row.";
        foreach (var sentence in OfSnapshot(issued, invoice))
            yield return sentence;
    }

    private static (string What, bool IsSame)[] PartsOfRow(AuditedIssued row, Invoice invoice) =>
        [
            ("KID", (invoice.Payment?.Kid?.ToString() ?? "") == row.Kid),
            ("VAT", invoice.Totals.TotalVat == row.TotalVat / 100m),
            ("issue date", $"{invoice.IssueDate:O}" == row.IssueDate),
            ("due date", $"{invoice.DueDate:O}" == row.DueDate),
            // A credit note asks for no payment.
            ("account", invoice.Payment is null || AccountOf(invoice.Payment) == row.Account),
            ("customer", Same(row.CustomerId, invoice.Buyer.CustomerNumber)),
            ("client", row.InvoiceId == $"{row.ClientId}-{row.Number}"),
        ];

    /// <summary>A customer abroad gets the IBAN that holds it.</summary>
    private static string AccountOf(PaymentInstructions payment) =>
        Iban.Parse(payment.AccountNumber).ValueOrNull?.Account?.ToString() ?? payment.AccountNumber;

    private static IEnumerable<string> OfSnapshot(IssuedRow issued, Invoice invoice)
    {
        if (Read(issued.Row.Content) is not { } snapshot)
        {
            yield return "Its snapshot cannot be read.";
            yield break;
        }
        if (snapshot.Seller.Account != issued.Row.Account)
            yield return "Its snapshot has another account than its row.";
        if (!IsSeller(snapshot.Seller, invoice.Seller))
            yield return "Its snapshot has another seller than its UBL.";
        if (!IsBuyer(snapshot.Customer, invoice.Buyer))
            yield return "Its snapshot has another customer than its UBL.";
        if (!AreSame(issued.OrderIds, snapshot.OrderIds))
            yield return "Its snapshot names other orders than stand on it.";
        if (!AreSame(issued.OrderIds, OrdersIn(invoice)))
            yield return "Its UBL names other orders than stand on it.";
    }

    private static InvoiceSnapshot? Read(string content)
    {
        try
        {
            return JsonOptions.Restore<InvoiceSnapshot>(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSeller(SellerDetails seller, Seller issued) =>
        Same(seller.Name, issued.Name)
        && Same(seller.OrganizationNumber, issued.OrganizationNumber.ToString())
        && seller.IsVatRegistered == issued.IsVatRegistered
        && seller.IsLimitedCompany == issued.IsInForetaksregisteret
        && Same(seller.Email, issued.Email)
        && IsAt(new(seller.Street, seller.PostCode, seller.City, seller.Country), issued.Address);

    private static bool IsBuyer(Customer customer, Buyer issued) =>
        Same(customer.Name, issued.Name)
        && Same(customer.OrganizationNumber, issued.LegalRegistrationId)
        && Same(customer.Email, issued.Email)
        && IsAt(customer.Address, issued.Address);

    private static bool IsAt(Address address, PostalAddress issued) =>
        Same(address.Street, issued.Street)
        && Same(address.PostCode, issued.PostCode)
        && Same(address.City, issued.City)
        && Same(address.Country, issued.Country);

    /// <summary>A document has no empty elements.</summary>
    private static bool Same(string? given, string? issued) =>
        string.IsNullOrWhiteSpace(given) ? issued is null : given == issued;

    /// <summary>A document of one order names it at its head, one of several at each line.</summary>
    private static IEnumerable<string> OrdersIn(Invoice invoice) =>
        invoice.SalesOrderReference is { } only
            ? [only]
            : invoice.Lines.Select(line => line.OrderLineReference).OfType<string>().Distinct();

    private static bool AreSame(IEnumerable<string> some, IEnumerable<string> others) =>
        some.Order(StringComparer.Ordinal).SequenceEqual(others.Order(StringComparer.Ordinal));
}
