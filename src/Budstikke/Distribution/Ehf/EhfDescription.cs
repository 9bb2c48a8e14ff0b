using Budstikke.Documents.Identifiers;

namespace Budstikke.Distribution.Ehf;

/// <summary>EHF over Peppol, for companies in the Norwegian register. It is simulated for now.</summary>
internal static class EhfDescription
{
    public static Channel Channel { get; } =
        new()
        {
            Name = "Ehf",
            Word = "EHF",
            FeeWord = "ehf",
            Serves = Buyers.Companies,
            Reach = Reach,
            Document = ChannelDocument.Ubl,
            TellsOfDelivery = true,
            // No registered number begins with 1.
            Magic = new(
                "organisation number",
                (place, number) => place.Recipient == $"0192:{number}",
                new(
                    "100000008",
                    MagicAnswer.Refused,
                    "0192:100000008 is not registered in Peppol: no SMP answers for it.",
                    "The buyer is unknown to Peppol."
                ),
                new(
                    "100000016",
                    MagicAnswer.Deferred,
                    "HTTP 503 Service Unavailable from the receiver's access point.",
                    "The buyer's access point is down, and stays down."
                ),
                new(
                    "100000024",
                    MagicAnswer.AcceptedThenReturned,
                    "Message level response RE (rejected) from the receiver.",
                    "The buyer's system takes the invoice and rejects it later."
                ),
                new(
                    "100000032",
                    MagicAnswer.AcceptedThenDelivered,
                    "Message level response AP (accepted) from the receiver.",
                    "The buyer's system takes the invoice and confirms it later."
                )
            ),
        };

    private static Reach Reach(RouteBuyer buyer)
    {
        if (buyer.Country != "NO")
            return new(
                null,
                $"The customer's address is in {buyer.Country}: its number is no Norwegian organisation number."
            );
        var number = OrganizationNumber.Parse(buyer.OrganizationNumber);
        return number.Reason is { } reason
            ? new(null, $"The organisation number {reason}, so it has no Peppol address.")
            : new(EndpointId.Of(number.Value).ToString());
    }
}
