using Budstikke.Distribution;
using Budstikke.Distribution.Ehf;
using Budstikke.Distribution.EInvoice;
using Budstikke.Distribution.Email;

namespace Budstikke.Tests.Sandbox;

/// <summary>The magic values of all channels, and where each stands in a dispatch.</summary>
internal static class MagicRows
{
    public static IReadOnlyList<(Channel Channel, MagicValue Magic)> All { get; } =
    [.. ChannelList.All.SelectMany(channel => channel.Magic.Values.Select(magic => (channel, magic)))];

    public static Channel Named(string name) => ChannelList.All.Single(channel => channel.Name == name);

    public static MagicPlace PlaceOf(Channel channel, MagicValue magic) =>
        channel == EhfDescription.Channel ? new($"0192:{magic.Value}", "Kari Nordmann", "Luramyrveien 65")
        : channel == EmailDescription.Channel ? new($"{magic.Value}@example.com", "Kari Nordmann", "Luramyrveien 65")
        : channel == EInvoiceDescription.Channel ? new("", $"{magic.Value} Kari", "Luramyrveien 65")
        : new("", "Kari Nordmann", $"{magic.Value} 7");
}
