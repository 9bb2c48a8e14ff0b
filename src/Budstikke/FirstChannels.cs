using Budstikke.Clients;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Route = Budstikke.Distribution.Route;

namespace Budstikke;

/// <summary>
/// Clients and invoicing come before distribution and do not know it: what a fee must know of the channels they ask
/// here.
/// </summary>
internal static class FirstChannels
{
    public static FirstChannel Of(IServiceProvider services)
    {
        var channels = services.GetRequiredService<Channels>();
        return (client, customer, digits) =>
            Route.Next(channels.All, RouteBuyer.Of(customer, digits), channels.AbsentFor(client), []) is SendBy first
                ? first.Channel.FeeWord
                : null;
    }

    /// <summary>Of the channels that can bring such a payer an invoice.</summary>
    public static IEnumerable<string> FeeWords(FeePayer payer) =>
        ChannelList
            .All.Where(channel => channel.Serves.HasFlag(payer == FeePayer.Private ? Buyers.Persons : Buyers.Companies))
            .Select(channel => channel.FeeWord);
}
