using Budstikke.Distribution;
using Budstikke.Invoicing;
using Route = Budstikke.Distribution.Route;

namespace Budstikke;

/// <summary>Invoicing comes before distribution and does not know it: the fee asks for the route's first channel through a function.</summary>
internal static class FirstChannels
{
    public static FirstChannel Of(IServiceProvider services)
    {
        var channels = services.GetRequiredService<Channels>();
        return (client, customer, digits) =>
            Route.Next(RouteBuyer.Of(customer, digits), channels.AbsentFor(client.Mode), []) is SendBy first
                ? first.Channel.ToString().ToLowerInvariant()
                : null;
    }
}
