using Budstikke.Clients;

namespace Budstikke.Distribution;

/// <summary>How a channel serves a client.</summary>
internal enum ChannelReality
{
    Real,
    Simulated,
    Absent,
}

/// <summary>Each channel's simulation, registered beside the real one.</summary>
internal sealed record SimulatedChannels(IReadOnlyList<IChannel> Channels, bool ServesLiveClients);

/// <summary>
/// The channels in the order of the route, and which of them serves whom. A simulated channel serves test clients, and
/// under <c>Sandbox__Enabled</c> every client where there is no real one; nobody else. A live invoice is never
/// "accepted" by a simulation.
/// </summary>
internal sealed class Channels(IEnumerable<Channel> all, IEnumerable<IChannel> real, SimulatedChannels simulated)
{
    private readonly Dictionary<string, IChannel> _real = real.ToDictionary(channel => channel.Channel.Name);
    private readonly Dictionary<string, IChannel> _simulated = simulated.Channels.ToDictionary(channel =>
        channel.Channel.Name
    );

    public IReadOnlyList<Channel> All { get; } = [.. all];

    /// <summary>For live clients; a client of its own may be without a channel that is real for others.</summary>
    public ChannelReality Reality(Channel channel) =>
        _real.ContainsKey(channel.Name) ? ChannelReality.Real
        : simulated.ServesLiveClients ? ChannelReality.Simulated
        : ChannelReality.Absent;

    /// <summary>See <see cref="IChannel.Via"/>; null too where the channel is not real.</summary>
    public string? ViaOf(Channel channel) => _real.GetValueOrDefault(channel.Name)?.Via;

    public ChannelReality RealityFor(Channel channel, Client client) =>
        client.Mode == ClientMode.Test ? ChannelReality.Simulated
        : _real.TryGetValue(channel.Name, out var real) && real.WhyAbsentFor(client) is not null ? ChannelReality.Absent
        : Reality(channel);

    public (IChannel Channel, bool IsSimulated)? For(Channel channel, Client client) =>
        RealityFor(channel, client) switch
        {
            ChannelReality.Real => (_real[channel.Name], false),
            ChannelReality.Simulated => (_simulated[channel.Name], true),
            _ => null,
        };

    /// <summary>
    /// The names of the channels that a client does not have, each with the reason that its timeline shows.
    /// </summary>
    public IReadOnlyDictionary<string, string> AbsentFor(Client client) =>
        All.Where(channel => RealityFor(channel, client) == ChannelReality.Absent)
            .ToDictionary(channel => channel.Name, channel => WhyAbsent(channel, client));

    public string WhyAbsent(Channel channel, Client client) =>
        _real.TryGetValue(channel.Name, out var real) && real.WhyAbsentFor(client) is { } why
            ? why
            : $"The channel {channel.Name} is not set up on this installation.";
}
