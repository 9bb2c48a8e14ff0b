using Budstikke.Distribution;

namespace Budstikke.Sandbox;

/// <summary>
/// The magic values of the channels, as the simulations act by them. A customer may have several, one for each channel.
/// </summary>
internal static class MagicValues
{
    /// <summary>What a dispatch by a channel has chosen; null for nothing.</summary>
    public static MagicValue? For(Channel channel, MagicPlace place) =>
        channel.Magic.Values.FirstOrDefault(magic => channel.Magic.IsIn(place, magic.Value));

    /// <summary>No evidence of ours may be taken for a real one.</summary>
    public static string Simulated(string evidence) => $"Simulated: {evidence}";
}
