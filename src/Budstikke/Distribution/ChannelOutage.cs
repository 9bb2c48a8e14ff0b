namespace Budstikke.Distribution;

/// <summary>What a channel that is away for everybody is called in the log.</summary>
internal static class ChannelOutage
{
    public static string Of(string channel) => $"The channel {channel}";
}
