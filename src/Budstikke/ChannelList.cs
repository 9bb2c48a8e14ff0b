using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Distribution.EInvoice;
using Budstikke.Distribution.Email;
using Budstikke.Distribution.Post;

namespace Budstikke;

/// <summary>The channels that there are, in the order of the route. Here alone somebody knows them by name.</summary>
internal static class ChannelList
{
    public static IReadOnlyList<Channel> All { get; } =
    [EhfDescription.Channel, EInvoiceDescription.Channel, EmailDescription.Channel, PostDescription.Channel];

    /// <exception cref="Storage.SettingRefusedException">
    /// A channel's setting is wrong; the message names it.
    /// </exception>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration settings) =>
        All.Aggregate(services, (added, channel) => added.AddChannel(channel, settings));
}
