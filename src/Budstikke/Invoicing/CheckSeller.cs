using Budstikke.Clients;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>
/// Whether lawful invoices can be made for a client as it is to be: asked before it is added or changed, since
/// afterwards every order of it would be refused.
/// </summary>
internal static class CheckSeller
{
    /// <summary>A sentence for each rule that an invoice at all its VAT rates would break, to a company that none of
    /// them forbids.</summary>
    public static IReadOnlyList<string> Of(Client client, DateTimeOffset now) =>
        [
            .. PreviewInvoice
                .Of(OrderOf(client, now), client, now, fee: 0)
                .Violations.Select(violation => $"Every invoice would break {violation.RuleId}: {violation.Text}")
                .Distinct(StringComparer.Ordinal),
        ];

    private static Order OrderOf(Client client, DateTimeOffset now) =>
        new()
        {
            Lines =
            [
                .. client.Settings.VatRates.Select(rate => new OrderLine
                {
                    ItemName = "Vare",
                    Quantity = 1,
                    Price = 100,
                    VatRate = rate,
                    Amount = 100,
                }),
            ],
            Claimed = new(0, 0, 0, 100 * client.Settings.VatRates.Count),
            OrderedAt = now,
            MaturityDays = 14,
            Customer = new()
            {
                Type = CustomerType.Corporate,
                Name = "Kunde AS",
                CountryCode = "+47",
                Msisdn = "",
                Email = "",
                OrganizationNumber = client.Seller.OrganizationNumber,
                Address = new("Gata 1", "0150", "Oslo", "NO"),
            },
        };
}
