using Budstikke.Documents.Identifiers;
using Budstikke.Peppol;
using Budstikke.Providers;

namespace Budstikke.Distribution.Ehf;

/// <summary>EHF over Peppol, for companies in the Norwegian register.</summary>
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
            // Each buyer has its own access point, as far as is known before it is looked up.
            ReceiverOf = recipient => recipient,
            // No registered number begins with 1.
            Magic = new(
                "organisation number",
                (place, number) => place.Recipient == $"0192:{number}",
                new(
                    "100000008",
                    MagicAnswer.NotReachable,
                    "0192:100000008 is not registered in Peppol.",
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
            SetUp = SetUp,
        };

    public const string As4 = "as4";

    private static readonly ViaProvider s_via = new("Ehf__Via", [As4], ReceiverOf);

    /// <summary>By <c>Ehf__Via</c>: <c>as4</c> sends from here to the buyer's access point, else a provider
    /// does.</summary>
    public static IReadOnlyList<string> SetUp(IServiceCollection services, IConfiguration settings)
    {
        var via = settings["Ehf:Via"];
        if (via != As4)
            return s_via.SetUp(Channel, via, services, settings);
        List<string> reasons = [];
        if (!services.Any(service => service.ServiceType == typeof(SendByPeppol)))
            reasons.Add("Ehf__Via is as4, and this program has no AS4 sender.");
        var peppol = PeppolSettings.Of(settings);
        if (peppol.Certificate is null)
            reasons.Add("Ehf__Via is as4, which needs Peppol__Certificate.");
        if (peppol.Anchors.Count == 0)
            reasons.Add($"Ehf__Via is as4, which needs {peppol.AnchorsSetting}.");
        if (reasons.Count == 0)
            services.AddSingleton<IChannel, EhfChannel>();
        return reasons;
    }

    private static Task<(ProviderReceiver?, string?)> ReceiverOf(Dispatch dispatch) =>
        Task.FromResult<(ProviderReceiver?, string?)>((new CompanyReceiver(dispatch.Recipient), null));

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
