using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>The client's server has answered that it knows.</summary>
[StoredAs("CallbackReceived")]
internal sealed record CallbackReceived : Fact
{
    public required string Status { get; init; }

    public required int HttpStatus { get; init; }

    public required long Attempt { get; init; }
}

/// <summary>The client's server did not take it; it is tried again.</summary>
[StoredAs("CallbackFailed")]
internal sealed record CallbackFailed : Fact
{
    public required string Status { get; init; }

    public required string Evidence { get; init; }

    public required long Attempt { get; init; }

    public required DateTimeOffset NextTryAt { get; init; }
}

/// <summary>The client will not hear of this change from us; it can still ask.</summary>
[StoredAs("CallbackGivenUp")]
internal sealed record CallbackGivenUp : Fact
{
    public required string Status { get; init; }

    public required string Evidence { get; init; }

    /// <summary>As <see cref="CallbackEndpoint.Shown"/> gives it. Null in facts of earlier releases.</summary>
    public string? Url { get; init; }

    /// <summary>True where all that waited for the server was given up, which a person is told once; else
    /// null.</summary>
    public bool? WithEndpoint { get; init; }
}

/// <summary>A person has the client told again of what it was told, or was to be told; it may hear it twice.</summary>
[StoredAs("CallbackReplayRequested")]
internal sealed record CallbackReplayRequested : Fact
{
    public required string Status { get; init; }

    /// <summary>As the first telling had it.</summary>
    public required string WebhookId { get; init; }
}
