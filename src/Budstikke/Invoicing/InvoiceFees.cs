using Budstikke.Clients;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>
/// By which channel the first document to a customer would go, in the word of a fee; null where there is no way.
/// </summary>
internal delegate string? FirstChannel(Client client, Customer customer, PersonalDigits? digits);

/// <summary>
/// The fee of an invoice, fixed when it is issued by the first channel of its route: what comes after that channel
/// fails must not cost the customer what nobody has announced.
/// </summary>
internal sealed class InvoiceFees(FirstChannel firstChannel, FeeCap cap)
{
    /// <summary>With VAT; zero where none is charged.</summary>
    public decimal For(Client client, Order order, PersonalDigits? digits) =>
        MayCharge(client, order) ? Of(client, order.Customer, firstChannel(client, order.Customer, digits)) : 0;

    /// <summary>Most clients have no fee, and then nothing need be looked up for it. An invoice that asks for nothing
    /// costs nothing.</summary>
    private static bool MayCharge(Client client, Order order) =>
        client.Settings.InvoiceFees.Count > 0 && order.InvoiceFeeApplicable && order.Claimed.GrandTotal > 0;

    private decimal Of(Client client, Customer customer, string? channel)
    {
        var payer = customer.Type == CustomerType.Private ? FeePayer.Private : FeePayer.Corporate;
        var fee = client.Settings.InvoiceFees.FirstOrDefault(fee => fee.Payer == payer && fee.Channel == channel);
        return fee is null ? 0
            : payer == FeePayer.Private ? Math.Min(fee.Amount, cap.Amount)
            : fee.Amount;
    }
}

/// <summary>
/// The most that a consumer is charged: a fee may not exceed what making and sending the invoice truly costs
/// (finansavtaleloven § 2-4).
/// </summary>
/// <param name="Amount">NOK with VAT.</param>
internal sealed record FeeCap(decimal Amount)
{
    /// <summary>The highest fee that was seen after the rule was enforced.</summary>
    private const int UsualOre = 830;
    private const int MaxOre = 10_000;

    public static FeeCap Of(IConfiguration settings) =>
        new(Settings.Number(settings, "Invoicing:PrivateFeeCapOre", UsualOre, 0, MaxOre) / 100m);
}
