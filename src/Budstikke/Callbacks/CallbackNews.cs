using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Budstikke.Jobs;

namespace Budstikke.Callbacks;

/// <summary>What a job tells.</summary>
/// <param name="Status">The state that the order had come to; by the time of the call it may be in another. Or the type
/// of an event.</param>
/// <param name="Id">The call's <c>webhook-id</c>; null in the jobs of earlier releases.</param>
internal sealed record CallbackNews(string Status, string? Id = null)
{
    /// <summary>When the order came to it, in Unix milliseconds, where the job is younger than the change: of a replay.
    /// Null for the first telling.</summary>
    public long? ChangedAt { get; init; }

    /// <summary>Of an event, what its fact has on the timeline. Null of a state, and in a replay, which looks it
    /// up.</summary>
    public JsonElement? Data { get; init; }

    [JsonIgnore]
    public bool IsEvent => CallbackEvents.IsEvent(Status);

    /// <summary>The same for every try.</summary>
    public string IdIn(Job job) => Id ?? string.Create(CultureInfo.InvariantCulture, $"job_{job.JobId}");

    public long MomentIn(Job job) => ChangedAt ?? job.CreatedAt;

    public static string LaneOf(string orderId) => $"callback:{orderId}";
}

/// <summary>One telling of one change, in hand.</summary>
/// <param name="CallbackUrl">The order's.</param>
/// <param name="CalledUrl">With our parameters.</param>
/// <param name="Withheld">What no record may repeat, beside the called URL's values.</param>
internal sealed record Telling(
    Job Job,
    CallbackNews News,
    string CallbackUrl,
    string CalledUrl,
    IReadOnlyList<string> Withheld
)
{
    public string? Endpoint { get; } = CallbackEndpoint.Of(CallbackUrl);

    public string ShownUrl { get; } = CallbackEndpoint.Shown(CallbackUrl);

    public long Attempt => Job.Attempts + 1;
}
