using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>A client's server has taken nothing for days: it is only asked once an hour, and what is to be said to it
/// waits.</summary>
[StoredAs("CallbackEndpointAsleep")]
internal sealed record CallbackEndpointAsleep : Fact
{
    public required DateTimeOffset FailingSince { get; init; }

    /// <summary>What waits is given up then.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>It has taken a callback again; all that waits goes out.</summary>
[StoredAs("CallbackEndpointAwake")]
internal sealed record CallbackEndpointAwake : Fact
{
    public required DateTimeOffset AsleepSince { get; init; }
}

/// <summary>It has not come back: what waited for it is given up, and can be told again on a person's word.</summary>
[StoredAs("CallbackEndpointGivenUp")]
internal sealed record CallbackEndpointGivenUp : Fact
{
    public required DateTimeOffset FailingSince { get; init; }

    /// <summary>Callbacks that waited.</summary>
    public required long Waiting { get; init; }
}
