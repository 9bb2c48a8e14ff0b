using Budstikke.Distribution;
using Budstikke.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Distribution.Pigeon;

/// <summary>
/// A channel of one folder: nothing outside of it, neither in the product nor in the tests, knows that there are
/// pigeons.
/// </summary>
internal static class PigeonDescription
{
    public static Channel Channel { get; } =
        new()
        {
            Name = "Pigeon",
            Word = "pigeon",
            FeeWord = "pigeon",
            Serves = Buyers.All,
            Reach = buyer =>
                buyer.CountryCode == "+47"
                    ? new($"the loft of {buyer.Msisdn}")
                    : new(null, $"No pigeon flies to {buyer.CountryCode}."),
            Document = ChannelDocument.Pdf,
            Patience = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)),
            TellsOfDelivery = true,
            ReasonAgainst = invoice => invoice.BuyerName == "Ola Katt" ? "Nobody sends a pigeon to a cat." : null,
            Magic = new(
                "telephone number",
                (place, number) => place.Recipient.EndsWith(number, StringComparison.Ordinal),
                new("40000001", MagicAnswer.AcceptedThenDelivered, "The pigeon came home.", "It arrives."),
                new("40000002", MagicAnswer.AcceptedThenReturned, "A hawk was seen.", "It does not.")
            ),
            SetUp = SetUp,
        };

    /// <summary>By <c>Pigeon__Loft</c>.</summary>
    private static IReadOnlyList<string> SetUp(IServiceCollection services, IConfiguration settings)
    {
        if (settings["Pigeon:Loft"] is not { } loft)
            return [];
        if (loft.Length == 0)
            return ["Pigeon__Loft must name a loft."];
        services.AddSingleton<PigeonChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<PigeonChannel>());
        return [];
    }

    /// <summary>The one line that a channel takes elsewhere: its place at the head of the list.</summary>
    public static void AddFirst(IServiceCollection services, IConfiguration settings)
    {
        foreach (var service in new ServiceCollection().AddChannel(Channel, settings).Reverse())
            services.Insert(0, service);
    }
}

/// <summary>Keeps what it was given, and answers what the story says.</summary>
internal sealed class PigeonChannel : IChannel
{
    private readonly List<Dispatch> _sent = [];

    public Channel Channel => PigeonDescription.Channel;

    public IReadOnlyList<Dispatch> Sent => _sent;

    public Outcome Answer { get; set; } = new Accepted("The pigeon has left.");

    public Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        _sent.Add(dispatch);
        return Task.FromResult(Answer);
    }
}
