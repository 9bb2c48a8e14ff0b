using Budstikke.Clients;

namespace Budstikke.Distribution;

/// <summary>How a channel serves a client.</summary>
internal enum ChannelReality
{
    Real,
    Simulated,
    Absent,
}

/// <summary>A channel's simulation, registered beside the real one.</summary>
internal sealed record SimulatedChannels(IReadOnlyList<IChannel> Channels, bool ServesLiveClients);

/// <summary>
/// Which channel serves whom. A simulated channel serves test clients, and under <c>Sandbox__Enabled</c> every client where there is no real
/// one; nobody else. A live invoice is never "accepted" by a simulation.
/// </summary>
internal sealed class Channels(IEnumerable<IChannel> real, SimulatedChannels simulated)
{
    private readonly Dictionary<Channel, IChannel> _real = real.ToDictionary(channel => channel.Channel);
    private readonly Dictionary<Channel, IChannel> _simulated = simulated.Channels.ToDictionary(channel =>
        channel.Channel
    );

    public ChannelReality RealityFor(Channel channel, ClientMode mode) =>
        mode == ClientMode.Test ? ChannelReality.Simulated
        : _real.ContainsKey(channel) ? ChannelReality.Real
        : simulated.ServesLiveClients ? ChannelReality.Simulated
        : ChannelReality.Absent;

    public (IChannel Channel, bool IsSimulated)? For(Channel channel, ClientMode mode) =>
        RealityFor(channel, mode) switch
        {
            ChannelReality.Real => (_real[channel], false),
            ChannelReality.Simulated => (_simulated[channel], true),
            _ => null,
        };

    /// <summary>The channels that a client does not have, each with the reason that its timeline shows.</summary>
    public IReadOnlyDictionary<Channel, string> AbsentFor(ClientMode mode) =>
        Enum.GetValues<Channel>()
            .Where(channel => RealityFor(channel, mode) == ChannelReality.Absent)
            .ToDictionary(channel => channel, channel => $"The channel {channel} is not set up on this installation.");
}
