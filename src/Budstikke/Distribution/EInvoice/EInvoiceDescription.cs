using Budstikke.Providers;

namespace Budstikke.Distribution.EInvoice;

/// <summary>The bank's e-invoice, for a person who has given a personal number, by a provider.</summary>
internal static class EInvoiceDescription
{
    private static readonly ViaProvider s_via = new("EInvoice__Via", [], ReceiverOf);

    public static Channel Channel { get; } =
        new()
        {
            Name = "EInvoice",
            Word = "e-invoice",
            FeeWord = "einvoice",
            Serves = Buyers.Persons,
            Reach = Reach,
            Document = ChannelDocument.Ubl,
            NeedsPersonalNumber = true,
            TellsOfDelivery = true,
            SetUp = (services, settings) => s_via.SetUp(Channel!, settings["EInvoice:Via"], services, settings),
            // The personal number cannot be a magic value: a channel never sees one.
            Magic = new(
                "name begins with",
                (place, name) => Magic.Begins(place.Name, name),
                new(
                    "Unknown Einvoice",
                    MagicAnswer.Refused,
                    "No bank takes e-invoices for this person.",
                    "The buyer has no e-invoice agreement."
                ),
                new(
                    "Down Einvoice",
                    MagicAnswer.Deferred,
                    "HTTP 503 Service Unavailable from the bank.",
                    "The bank is down, and stays down."
                )
            ),
        };

    private static async Task<(ProviderReceiver?, string?)> ReceiverOf(Dispatch dispatch) =>
        await dispatch.ReadPersonalNumber!() is { } number
            ? (new PersonReceiver(number), null)
            : (null, "The customer's personal number is not kept any more.");

    private static Reach Reach(RouteBuyer buyer) =>
        buyer.HasPersonalNumber ? new(buyer.Name)
        : buyer.GavePersonalNumber
            ? new(null, "The personal number has wrong check digits, so it has no e-invoice address.")
        : new(null, "No personal number was given, so there is no e-invoice address.");
}
