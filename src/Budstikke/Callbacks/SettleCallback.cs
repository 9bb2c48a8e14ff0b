using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Callbacks;

/// <summary>A call, when it began and when it had ended.</summary>
internal sealed record Tried(CallResult Result, DateTimeOffset Started, DateTimeOffset Ended);

/// <summary>What becomes of a callback that was tried: the fact, and the record of the try.</summary>
internal static class SettleCallback
{
    /// <summary>When they are used up the change is given up, nearly three days after it happened.</summary>
    private static readonly Patience s_patience = new(
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24)
    );

    public static Settlement Of(Telling telling, Tried tried) =>
        tried.Result.Outcome switch
        {
            Accepted => Receive(telling, tried),
            Deferred deferred when s_patience.PauseAfter(telling.Attempt) is { } pause => TryAgain(
                telling,
                tried,
                deferred.Evidence,
                tried.Ended + pause
            ),
            Deferred deferred => GiveUp(
                telling,
                tried,
                $"{deferred.Evidence} (given up after {telling.Attempt} attempts)"
            ),
            Refused refused => GiveUp(telling, tried, refused.Evidence),
            _ => throw new InvalidOperationException($"Nothing is known of a {tried.Result.Outcome.GetType().Name}."),
        };

    private static Settlement Receive(Telling telling, Tried tried) =>
        new()
        {
            Writes = [RecordOf(telling, tried, AttemptOutcome.Received, null)],
            Facts =
            [
                new CallbackReceived
                {
                    ClientId = telling.Job.ClientId,
                    OrderIds = [telling.Job.Subject],
                    Status = telling.News.Status,
                    HttpStatus = tried.Result.HttpStatus,
                    Attempt = telling.Attempt,
                },
            ],
        };

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

    private static Settlement GiveUp(Telling telling, Tried tried, string evidence) =>
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
