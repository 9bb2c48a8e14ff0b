using System.Text.Json.Serialization;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>What came of one try to tell a client of a change.</summary>
internal enum AttemptOutcome
{
    /// <summary>A 2xx.</summary>
    [JsonStringEnumMemberName("received")]
    Received,

    /// <summary>It is tried again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It is not tried again by itself.</summary>
    [JsonStringEnumMemberName("given-up")]
    GivenUp,
}

/// <summary>One try to tell a client of a change, as it stands in the store.</summary>
/// <param name="WebhookId">The same for every try of the same news, replays included.</param>
/// <param name="Status">The state of the order that was told.</param>
/// <param name="ChangedAt">When the order came to it. Unix milliseconds, like the other moments.</param>
/// <param name="Url">As <see cref="CallbackEndpoint.Shown"/> gives it.</param>
/// <param name="Endpoint">As <see cref="CallbackEndpoint.Of"/> gives it; empty where there is none.</param>
/// <param name="Attempt">1 for the first try of a job.</param>
/// <param name="Outcome">Of <see cref="AttemptOutcome"/>.</param>
/// <param name="HttpStatus">0 where no answer came.</param>
/// <param name="Answer">Its beginning, without what it repeats of ours.</param>
/// <param name="Error">Why it did not count; null where it did.</param>
/// <param name="ReplayedAt">When a person had it told again; only of the last try of a job.</param>
internal sealed record CallbackAttempt(
    long AttemptId,
    string ClientId,
    string OrderId,
    string? WebhookId,
    string Status,
    long ChangedAt,
    string Url,
    string Endpoint,
    long Attempt,
    string Outcome,
    long HttpStatus,
    long StartedAt,
    long EndedAt,
    string? Answer,
    string? Error,
    long? ReplayedAt
)
{
    public const string Columns =
        "attempt_id AS AttemptId, client_id AS ClientId, order_id AS OrderId, webhook_id AS WebhookId, "
        + "status AS Status, changed_at AS ChangedAt, url AS Url, endpoint AS Endpoint, attempt AS Attempt, "
        + "outcome AS Outcome, http_status AS HttpStatus, started_at AS StartedAt, ended_at AS EndedAt, "
        + "answer AS Answer, error AS Error, replayed_at AS ReplayedAt";

    public static readonly string Received = StoredName.Of(AttemptOutcome.Received);
    public static readonly string GivenUp = StoredName.Of(AttemptOutcome.GivenUp);

    private static readonly Table s_table = new(
        "callback_attempts",
        [
            ("client_id", ColumnType.Text),
            ("order_id", ColumnType.Text),
            ("webhook_id", ColumnType.Text),
            ("status", ColumnType.Text),
            ("changed_at", ColumnType.Bigint),
            ("url", ColumnType.Text),
            ("endpoint", ColumnType.Text),
            ("attempt", ColumnType.Bigint),
            ("outcome", ColumnType.Text),
            ("http_status", ColumnType.Bigint),
            ("started_at", ColumnType.Bigint),
            ("ended_at", ColumnType.Bigint),
            ("answer", ColumnType.Text),
            ("error", ColumnType.Text),
        ]
    );

    public NewRow Row =>
        new(
            s_table,
            ClientId,
            OrderId,
            WebhookId,
            Status,
            ChangedAt,
            Url,
            Endpoint,
            Attempt,
            Outcome,
            HttpStatus,
            StartedAt,
            EndedAt,
            Answer,
            Error
        );
}
