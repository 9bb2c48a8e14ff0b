using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>Work that is due; it exists until it is settled.</summary>
/// <param name="Subject">What it is about: an order's, an invoice's, a dispatch's id.</param>
/// <param name="Content">JSON, where the subject is not enough.</param>
/// <param name="Attempts">How often it was tried and is to be tried again; waiting does not count.</param>
/// <param name="Claims">How often it was claimed since it was last settled: above 1, an earlier claim ended without an
/// answer.</param>
/// <param name="Faults">How often in a row it failed by a defect of ours.</param>
internal sealed record Job(
    long JobId,
    string ClientId,
    string Kind,
    string? Lane,
    string Subject,
    string Content,
    long DueAt,
    long Attempts,
    long Claims,
    long Faults,
    long CreatedAt
)
{
    /// <summary>A node died, or lost its lease, between claiming this and settling it: what it sent may have
    /// arrived.</summary>
    public bool IsUnconfirmed => Claims > 1;

    /// <summary>By then one at a time is left of whatever limit.</summary>
    private const int MaxHalvings = 16;

    /// <summary>Half of what is done together with each claim that came to nothing: the less it is, the sooner it is
    /// through.</summary>
    public int Halved(int limit) => Math.Max(1, limit >> (int)Math.Min(Claims - 1, MaxHalvings));

    public const string Columns =
        "job_id AS JobId, client_id AS ClientId, kind AS Kind, lane AS Lane, subject AS Subject, "
        + "content AS Content, due_at AS DueAt, attempts AS Attempts, claims AS Claims, faults AS Faults, "
        + "created_at AS CreatedAt";

    public static readonly Table Table = new(
        "jobs",
        [
            ("client_id", ColumnType.Text),
            ("kind", ColumnType.Text),
            ("lane", ColumnType.Text),
            ("subject", ColumnType.Text),
            ("content", ColumnType.Text),
            ("due_at", ColumnType.Bigint),
            ("created_at", ColumnType.Bigint),
        ]
    );
}

/// <summary>A job that is to be enqueued.</summary>
internal sealed record NewJob(string ClientId, string Kind, string Subject)
{
    /// <summary>Jobs of a lane are worked on one after another, in their order.</summary>
    public string? Lane { get; init; }

    public const string NoContent = "{}";

    public string Content { get; init; } = NoContent;

    /// <summary>From the moment that it is enqueued.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>How jobs of a kind are worked on.</summary>
/// <param name="Kind">A verb, mostly with its noun: <c>plan-dispatch</c>.</param>
/// <param name="Concurrency">How many of them a node works on at once.</param>
/// <param name="IsBatch">A client's jobs form one lane (<c>kind:client</c>), and one claim takes many of it, for one
/// transaction.</param>
internal sealed record JobKind(string Kind, int Concurrency, bool IsBatch = false)
{
    /// <summary>How many one claim takes: each claim is a transaction, and what is finished together is settled
    /// together.</summary>
    public int ClaimedAtOnce { get; init; } = Concurrency;

    /// <summary>What stands in the same lanes under another name, and is worked on in the lanes' order with
    /// it.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public IEnumerable<string> All => [Kind, .. Others];

    /// <summary>More tries than its patience allows: <c>verify</c> calls a job that has had so many stuck.</summary>
    public int StuckAfter { get; init; } = 10;

    public string LaneOf(string clientId) => LaneOf(Kind, clientId);

    public static string LaneOf(string kind, string clientId) => $"{kind}:{clientId}";
}

/// <summary>Does the work of a kind: talks to the outside first and returns what to write.</summary>
internal interface IJobHandler
{
    JobKind Kind { get; }

    /// <summary>One settlement that covers all of <paramref name="jobs"/> (one, unless the kind is a batch).</summary>
    Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel);

    /// <summary>Reads what a single job needs, before it has a slot.</summary>
    Task<ReadyJob> Prepare(Job job) => Task.FromResult(new ReadyJob(null, cancel => Handle([job], cancel)));

    /// <summary>The orders that a job is about, for the log; the subject where it is itself an order.</summary>
    Task<IReadOnlyList<string>> OrdersOf(Job job) => Task.FromResult<IReadOnlyList<string>>([job.Subject]);
}

internal static class JobHandlers
{
    /// <summary>The orders that a job is about, as far as they can be found in the middle of trouble; empty where they
    /// cannot.</summary>
    public static async Task<IReadOnlyList<string>> OrdersOf(this IEnumerable<IJobHandler> handlers, Job job)
    {
        try
        {
            return await handlers.First(one => one.Kind.All.Contains(job.Kind)).OrdersOf(job);
        }
        catch (Exception)
        {
            return [];
        }
    }
}

/// <summary>A job with what it needs read, so that it can call at once.</summary>
/// <param name="Receiver">Whom it calls: a name that all jobs share that call the same other side. Null where it calls
/// nobody.</param>
internal sealed record ReadyJob(string? Receiver, Func<CancellationToken, Task<Settlement>> Do);

/// <summary>Jobs that were in hand together, and what becomes of them.</summary>
/// <param name="Token">Of their claim.</param>
internal sealed record SettledJobs(IReadOnlyList<Job> Jobs, Settlement Settlement, string Token);

/// <summary>What becomes of the jobs in hand; the worker writes all of it in one transaction with the jobs' own
/// rows.</summary>
internal sealed record Settlement
{
    public IReadOnlyCollection<Write> Writes { get; init; } = [];

    public IReadOnlyCollection<Fact> Facts { get; init; } = [];

    public IReadOnlyCollection<NewJob> Jobs { get; init; } = [];

    /// <summary>Null: the work is done.</summary>
    public DateTimeOffset? AgainAt { get; init; }

    /// <summary>Why there is to be another try.</summary>
    public AnotherTry Because { get; init; }

    public string? Trouble { get; init; }

    public static Settlement Done => new();

    /// <summary>Everything that the two write together. Both must settle their job as done: no further try is
    /// kept.</summary>
    public Settlement And(Settlement other) =>
        new()
        {
            Writes = [.. Writes, .. other.Writes],
            Facts = [.. Facts, .. other.Facts],
            Jobs = [.. Jobs, .. other.Jobs],
        };

    public static Settlement Wait(DateTimeOffset until) => new() { AgainAt = until };

    public static Settlement NoRoom(DateTimeOffset at, string trouble) => Retry(at, trouble, AnotherTry.NoRoom);

    public static Settlement Retry(DateTimeOffset at, string trouble, AnotherTry because = AnotherTry.NotNow) =>
        new()
        {
            AgainAt = at,
            Because = because,
            Trouble = trouble,
        };
}

/// <summary>Why a job is tried again.</summary>
internal enum AnotherTry
{
    /// <summary>It is not time yet; that is no failed try.</summary>
    Waits,

    /// <summary>The outside said: not now.</summary>
    NotNow,

    /// <summary>A defect of ours. What was sent before it showed may have arrived, so the claim stays
    /// counted.</summary>
    Fault,

    /// <summary>It was not begun, because the receiver already has as many calls under way as it may have.</summary>
    NoRoom,

    /// <summary>The database was away while the handler read. It reads before it sends, so nothing was sent and the job
    /// is not to blame.</summary>
    DatabaseWasAway,
}
