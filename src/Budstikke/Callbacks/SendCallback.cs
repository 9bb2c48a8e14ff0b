using System.Globalization;
using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>Tells the client of each change of an order's state, one after another.</summary>
internal sealed class SendCallback(OrderStore orders, ClientStore clients, CallbackCall call, TimeProvider time)
    : IJobHandler
{
    public const string KindName = "send-callback";
    private const int Concurrency = 80;
    private const int ClaimedAtOnce = 160;

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

    public JobKind Kind { get; } = new(KindName, Concurrency) { ClaimedAtOnce = ClaimedAtOnce };

    /// <summary>In the order's own lane, so that a client never hears of a later change before an earlier
    /// one.</summary>
    public static NewJob JobFor(OrderStatusChanged change)
    {
        var orderId = change.OrderIds.Single();
        return new(change.ClientId, KindName, orderId)
        {
            Lane = $"callback:{orderId}",
            Content = JsonOptions.Store(new News(change.To, Signature.NewId())),
        };
    }

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel) =>
        await (await Prepare(jobs[0])).Do(cancel);

    public async Task<ReadyJob> Prepare(Job job)
    {
        // Both are asked for at once: each is one of a group's.
        var (told, secret) = (orders.FindTold(job.ClientId, job.Subject), clients.CallbackSecret(job.ClientId));
        await Task.WhenAll(told, secret);
        var order = await told ?? throw new InvalidOperationException($"There is no order {job.Subject}.");
        if (string.IsNullOrEmpty(order.CallbackUrl))
            return new(null, _ => Task.FromResult(Settlement.Done));
        var news = JsonOptions.Restore<News>(job.Content);
        var signer = await secret;
        var request = CallbackRequest.Get(
            CallbackUrl.Build(order.CallbackUrl, NewsOf(order, news.Status, job), signer)
        );
        return new(
            ReceiverOf(order.CallbackUrl),
            async cancel =>
            {
                // It is signed when it goes out: it may have waited long for its turn.
                var signed = request.Signed(news.IdIn(job), time.GetUtcNow(), [signer]);
                return Settle(new(job, news.Status), await call.Send(signed, cancel), time.GetUtcNow());
            }
        );
    }

    /// <summary>Host and port: what else the URL has may be a client's secret.</summary>
    private static string? ReceiverOf(string callbackUrl) =>
        Uri.TryCreate(callbackUrl, UriKind.Absolute, out var url) ? url.Authority : null;

    /// <summary>What a job tells.</summary>
    /// <param name="Status">The state that the order had come to; by the time of the call it may be in another.</param>
    /// <param name="Id">The call's <c>webhook-id</c>; null in the jobs of earlier releases.</param>
    internal sealed record News(string Status, string? Id)
    {
        /// <summary>The same for every try.</summary>
        public string IdIn(Job job) => Id ?? string.Create(CultureInfo.InvariantCulture, $"job_{job.JobId}");
    }

    private sealed record Change(Job Job, string Status)
    {
        public long Attempt => Job.Attempts + 1;
    }

    /// <summary>The job is as old as the change, and says nothing else when it is repeated.</summary>
    private static StatusNews NewsOf(ToldOrder order, string status, Job job) =>
        new(
            order.OrderId,
            status,
            order.GrandTotal / 100m,
            DateTimeOffset.FromUnixTimeMilliseconds(order.AcceptedAt),
            DateTimeOffset.FromUnixTimeMilliseconds(job.CreatedAt)
        );

    private static Settlement Settle(Change change, CallResult result, DateTimeOffset now) =>
        result.Outcome switch
        {
            Accepted => new() { Facts = [ReceivedBy(change, result.HttpStatus)] },
            Deferred deferred when s_patience.PauseAfter(change.Attempt) is { } pause => TryAgain(
                change,
                deferred.Evidence,
                now + pause
            ),
            Deferred deferred => GiveUp(change, $"{deferred.Evidence} (given up after {change.Attempt} attempts)"),
            Refused refused => GiveUp(change, refused.Evidence),
            _ => throw new InvalidOperationException($"Nothing is known of a {result.Outcome.GetType().Name}."),
        };

    private static CallbackReceived ReceivedBy(Change change, int httpStatus) =>
        new()
        {
            ClientId = change.Job.ClientId,
            OrderIds = [change.Job.Subject],
            Status = change.Status,
            HttpStatus = httpStatus,
            Attempt = change.Attempt,
        };

    private static Settlement TryAgain(Change change, string evidence, DateTimeOffset next) =>
        Settlement.Retry(next, evidence) with
        {
            Facts =
            [
                new CallbackFailed
                {
                    ClientId = change.Job.ClientId,
                    OrderIds = [change.Job.Subject],
                    Status = change.Status,
                    Evidence = evidence,
                    Attempt = change.Attempt,
                    NextTryAt = next,
                },
            ],
        };

    private static Settlement GiveUp(Change change, string evidence) =>
        new()
        {
            Facts =
            [
                new CallbackGivenUp
                {
                    ClientId = change.Job.ClientId,
                    OrderIds = [change.Job.Subject],
                    Status = change.Status,
                    Evidence = evidence,
                },
            ],
        };
}
