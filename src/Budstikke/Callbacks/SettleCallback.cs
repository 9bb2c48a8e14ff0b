using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>A call, when it began and when it had ended.</summary>
internal sealed record Tried(CallResult Result, DateTimeOffset Started, DateTimeOffset Ended);

/// <summary>What was known of the server when it was called.</summary>
/// <param name="Health">Null where there was no trouble with it.</param>
/// <param name="HasOthers">Another URL of it has answered lately; asked only where the trouble begins.</param>
internal sealed record KnownServer(EndpointHealth? Health, bool HasOthers = false);

/// <summary>What becomes of a callback that was tried: the fact, the record of the try, and what it says about the
/// server.</summary>
internal static class SettleCallback
{
    private const int Gone = 410;

    /// <summary>The first try is at once; when these are used up the change is given up, ten days after it
    /// happened.</summary>
    private static readonly Patience s_patience = new([
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        .. Enumerable.Repeat(TimeSpan.FromDays(1), 9),
    ]);

    /// <summary>Then it is given up.</summary>
    public static int MostTries { get; } = s_patience.Pauses.Count + 1;

    public static Settlement Of(Telling telling, Tried tried, KnownServer server) =>
        tried.Result switch
        {
            { Outcome: Accepted } => Receive(telling, tried, server.Health),
            { Outcome: Refused refused } => GiveUp(telling, tried, refused.Evidence),
            { HttpStatus: Gone } => GiveUp(telling, tried, $"HTTP {Gone}: this URL is gone for good."),
            { Outcome: Deferred deferred } => Fail(telling, tried, server, deferred.Evidence),
            { Outcome: var other } => throw new InvalidOperationException(
                $"Nothing is known of a {other.GetType().Name}."
            ),
        };

    /// <summary>Given up with all else that waited for the server, and not called.</summary>
    public static Settlement GiveUpWith(EndpointHealth health, Telling telling, DateTimeOffset now)
    {
        var evidence =
            $"{health.Endpoint} has taken nothing since {Moments.Text(health.FailingSince)}: what waited was given up.";
        var untried = new Tried(new(new Refused(evidence)), now, now);
        return GiveUp(telling, untried, evidence, withEndpoint: true);
    }

    private static Settlement Receive(Telling telling, Tried tried, EndpointHealth? health)
    {
        var record = RecordOf(telling, tried, AttemptOutcome.Received, null);
        var received = new CallbackReceived
        {
            ClientId = telling.Job.ClientId,
            OrderIds = [telling.Job.Subject],
            Status = telling.News.Status,
            HttpStatus = tried.Result.HttpStatus,
            Attempt = telling.Attempt,
        };
        if (health is null)
            return new() { Writes = [record], Facts = [received] };
        Write[] writes = [record, EndpointStore.Recover(health)];
        return health is { AsleepSince: { } since, SleepsUntil: { } until }
            ? new()
            {
                Writes = writes,
                Facts =
                [
                    received,
                    new CallbackEndpointAwake
                    {
                        ClientId = health.ClientId,
                        OrderIds = [],
                        About = health.Endpoint,
                        AsleepSince = EndpointHealth.Moment(since),
                    },
                ],
                Jobs = [WakeEndpoint.JobFor(health, until)],
            }
            : new() { Writes = writes, Facts = [received] };
    }

    private static Settlement Fail(Telling telling, Tried tried, KnownServer server, string evidence)
    {
        var (before, now) = (server.Health, tried.Ended);
        var after = EndpointHealth.AfterFailure(before, FailureOf(telling, tried, server.HasOthers));
        if (after.IsAsleep)
            return StayAsleep(telling, tried, after, evidence);
        Write[] noted =
            before is null ? [EndpointStore.Begin(after)]
            : before == after ? []
            : [EndpointStore.Note(before, after)];
        var settled = s_patience.PauseAfter(telling.Attempt, telling.Job.JobId) is { } pause
            ? TryAgain(telling, tried, evidence, EndpointHealth.NextTry(after, pause, now))
            : GiveUp(telling, tried, $"{evidence} (given up after {telling.Attempt} attempts)");
        return settled with
        {
            Writes = [.. settled.Writes, .. noted],
            Jobs = after.IsTired(now) ? [TendEndpoint.JobFor(after)] : [],
        };
    }

    private static EndpointFailure FailureOf(Telling telling, Tried tried, bool hasOthers) =>
        new(
            telling.Job.ClientId,
            telling.Endpoint ?? "",
            telling.ShownUrl,
            hasOthers,
            EndpointHealth.HoldOf(tried.Result, tried.Ended),
            tried.Ended.ToUnixTimeMilliseconds()
        );

    /// <summary>It was the server's probe, and not a try of its own: it waits on with the others. On record it stands;
    /// on the order's timeline one line an hour would say nothing.</summary>
    private static Settlement StayAsleep(Telling telling, Tried tried, EndpointHealth health, string evidence)
    {
        var (_, until) = EndpointHealth.TurnOf(health with { ProbeJob = null }, telling.Job, tried.Ended);
        return Settlement.Wait(until) with
        {
            Trouble = evidence,
            Writes = [RecordOf(telling, tried, AttemptOutcome.Failed, evidence)],
        };
    }

    private static Settlement TryAgain(Telling telling, Tried tried, string evidence, DateTimeOffset next) =>
        Settlement.Retry(next, evidence) with
        {
            Writes = [RecordOf(telling, tried, AttemptOutcome.Failed, evidence)],
            Facts =
            [
                new CallbackFailed
                {
                    ClientId = telling.Job.ClientId,
                    OrderIds = [telling.Job.Subject],
                    Status = telling.News.Status,
                    Evidence = evidence,
                    Attempt = telling.Attempt,
                    NextTryAt = next,
                },
            ],
        };

    private static Settlement GiveUp(Telling telling, Tried tried, string evidence, bool withEndpoint = false) =>
        new()
        {
            Writes = [RecordOf(telling, tried, AttemptOutcome.GivenUp, evidence)],
            Facts =
            [
                new CallbackGivenUp
                {
                    ClientId = telling.Job.ClientId,
                    OrderIds = [telling.Job.Subject],
                    Status = telling.News.Status,
                    Evidence = evidence,
                    Url = telling.ShownUrl,
                    WithEndpoint = withEndpoint ? true : null,
                },
            ],
        };

    private static NewRow RecordOf(Telling telling, Tried tried, AttemptOutcome outcome, string? error)
    {
        var (job, result) = (telling.Job, tried.Result);
        var answer = AnswerText.Of(result.Answer, result.IsCutOff, telling.CalledUrl, telling.Withheld);
        return new CallbackAttempt(
            0,
            job.ClientId,
            job.Subject,
            telling.News.IdIn(job),
            telling.News.Status,
            telling.News.MomentIn(job),
            telling.ShownUrl,
            telling.Endpoint ?? "",
            telling.Attempt,
            StoredName.Of(outcome),
            result.HttpStatus,
            tried.Started.ToUnixTimeMilliseconds(),
            tried.Ended.ToUnixTimeMilliseconds(),
            answer,
            error,
            null
        ).Row;
    }
}
