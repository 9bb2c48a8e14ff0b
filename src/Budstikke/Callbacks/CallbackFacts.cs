using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>The client has been told.</summary>
internal sealed record CallbackReceived : Fact
{
    public required string Status { get; init; }

    public required long Attempt { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>The client could not be told; it is tried again.</summary>
internal sealed record CallbackFailed : Fact
{
    public required string Status { get; init; }

    public required long Attempt { get; init; }

    public required string Evidence { get; init; }

    public required DateTimeOffset NextTryAt { get; init; }
}

/// <summary>The client has not been told and will not be; it can read the order's state.</summary>
internal sealed record CallbackGivenUp : Fact
{
    public required string Status { get; init; }

    public required string Evidence { get; init; }
}
