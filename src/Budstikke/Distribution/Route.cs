using System.Text.Json.Serialization;

namespace Budstikke.Distribution;

/// <summary>What became of a channel so far.</summary>
/// <param name="Channel">Its name.</param>
internal sealed record PastDispatch(string Channel, DispatchState State, string Reason)
{
    /// <summary>
    /// It is on its way, has arrived, or lies with a person who finds out: no other channel is to be tried.
    /// </summary>
    public bool HoldsTheRoute =>
        State is DispatchState.Planned or DispatchState.Accepted or DispatchState.Delivered or DispatchState.InDoubt;
}

internal enum DispatchState
{
    /// <summary>On its way; not settled.</summary>
    [JsonStringEnumMemberName("Planned")]
    Planned,

    /// <summary>The other side has taken it.</summary>
    [JsonStringEnumMemberName("Accepted")]
    Accepted,

    /// <summary>The other side has reported that it reached the customer.</summary>
    [JsonStringEnumMemberName("Delivered")]
    Delivered,

    [JsonStringEnumMemberName("Refused")]
    Refused,

    /// <summary>Taken first, then returned.</summary>
    [JsonStringEnumMemberName("FailedLate")]
    FailedLate,

    /// <summary>Nothing was sent: the route went past, or whoever was asked knew no way to the customer.</summary>
    [JsonStringEnumMemberName("Passed")]
    Passed,

    /// <summary>Given up, since the client wanted the invoice sent again.</summary>
    [JsonStringEnumMemberName("Superseded")]
    Superseded,

    /// <summary>It may have arrived, and yet has failed: a person decides whether the route goes on.</summary>
    [JsonStringEnumMemberName("InDoubt")]
    InDoubt,
}

/// <summary>What the route says.</summary>
/// <param name="Passed">The channels that it went past just now, with the reason.</param>
internal abstract record RouteStep(IReadOnlyList<PastDispatch> Passed);

internal sealed record SendBy(Channel Channel, string Recipient, IReadOnlyList<PastDispatch> Passed)
    : RouteStep(Passed);

/// <summary>A channel holds the route.</summary>
internal sealed record NothingToDo() : RouteStep([]);

/// <summary>No channel is left.</summary>
/// <param name="Whole">What became of every channel, in the order of the route.</param>
internal sealed record Exhausted(IReadOnlyList<PastDispatch> Passed, IReadOnlyList<PastDispatch> Whole)
    : RouteStep(Passed);

/// <summary>
/// The pure decision about the next channel: the first of those that serve the buyer and were not tried; after the last
/// a person of ours.
/// </summary>
internal static class Route
{
    /// <param name="channels">In the order of the route.</param>
    /// <param name="absent">The names of channels that this client does not have, with the reason.</param>
    /// <param name="past">What was tried or passed by before.</param>
    public static RouteStep Next(
        IReadOnlyList<Channel> channels,
        RouteBuyer buyer,
        IReadOnlyDictionary<string, string> absent,
        IReadOnlyList<PastDispatch> past
    )
    {
        if (past.Any(dispatch => dispatch.HoldsTheRoute))
            return new NothingToDo();
        var passed = new List<PastDispatch>();
        foreach (var channel in channels.Where(channel => channel.Serves.HasFlag(buyer.Kind)))
        {
            if (past.Any(dispatch => dispatch.Channel == channel.Name))
                continue;
            var (recipient, whyNot) = channel.Reach(buyer);
            if (recipient is not null && !absent.TryGetValue(channel.Name, out whyNot))
                return new SendBy(channel, recipient, passed);
            passed.Add(new(channel.Name, DispatchState.Passed, whyNot!));
        }
        var names = channels.Select(channel => channel.Name).ToList();
        return new Exhausted(passed, [.. past.Concat(passed).OrderBy(dispatch => names.IndexOf(dispatch.Channel))]);
    }

    /// <summary>Every step there could be, in order: as if each channel failed in its turn.</summary>
    public static IReadOnlyList<RouteStep> Ahead(
        IReadOnlyList<Channel> channels,
        RouteBuyer buyer,
        IReadOnlyDictionary<string, string> absent
    )
    {
        var steps = new List<RouteStep>();
        var past = new List<PastDispatch>();
        do
        {
            steps.Add(Next(channels, buyer, absent, past));
            past.AddRange(steps[^1].Passed);
            if (steps[^1] is SendBy send)
                past.Add(new(send.Channel.Name, DispatchState.Refused, ""));
        } while (steps[^1] is SendBy);
        return steps;
    }
}
