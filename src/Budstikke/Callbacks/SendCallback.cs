using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>Tells the client of each change of an order's state, one after another.</summary>
internal sealed class SendCallback(
    OrderStore orders,
    ClientStore clients,
    EventData events,
    CallbackCall call,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "send-callback";
    private const int Concurrency = 80;
    private const int ClaimedAtOnce = 160;

    public JobKind Kind { get; } = new(KindName, Concurrency) { ClaimedAtOnce = ClaimedAtOnce };

    /// <summary>In the order's own lane, so that a client never hears of a later change before an earlier
    /// one.</summary>
    public static NewJob JobFor(OrderStatusChanged change)
    {
        var orderId = change.OrderIds.Single();
        return new(change.ClientId, KindName, orderId)
        {
            Lane = CallbackNews.LaneOf(orderId),
            Content = JsonOptions.Store(new CallbackNews(change.To, Signature.NewId())),
        };
    }

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel) =>
        await (await Prepare(jobs[0])).Do(cancel);

    public async Task<ReadyJob> Prepare(Job job)
    {
        // All are asked for at once: each is one of a group's.
        var (told, asked) = (orders.FindTold(job.ClientId, job.Subject), clients.CallbackSecrets(job.ClientId));
        await Task.WhenAll(told, asked);
        var order = await told ?? throw new InvalidOperationException($"There is no order {job.Subject}.");
        var news = JsonOptions.Restore<CallbackNews>(job.Content);
        var wishes = (await clients.Get(job.ClientId)).Settings.Callbacks;
        if (string.IsNullOrEmpty(order.CallbackUrl) || (news.IsEvent && !wishes.Wants(news.Status)))
            return new(null, _ => Task.FromResult(Settlement.Done));
        var body = wishes.Method == CallbackMethod.Post ? await BodyOf(order, news, job) : null;
        var secrets = await asked;
        return new(
            ReceiverOf(order.CallbackUrl),
            async cancel =>
            {
                // It is signed when it goes out: it may have waited long for its turn.
                var started = time.GetUtcNow();
                var signers = secrets.At(started);
                var request = body is null
                    ? CallbackRequest.Get(CallbackUrl.Build(order.CallbackUrl, StatusOf(order, news, job), signers[0]))
                    : CallbackRequest.Post(order.CallbackUrl, body);
                var signed = request.Signed(news.IdIn(job), started, signers);
                var telling = new Telling(
                    job,
                    news,
                    order.CallbackUrl,
                    request.Url,
                    [.. signers, .. Signature.AllIn(signed.Headers)]
                );
                return SettleCallback.Of(telling, new(await call.Send(signed, cancel), started, time.GetUtcNow()));
            }
        );
    }

    private async Task<string> BodyOf(ToldOrder order, CallbackNews news, Job job) =>
        news.IsEvent
            ? CallbackBody.Of(
                news.Status,
                order.OrderId,
                DateTimeOffset.FromUnixTimeMilliseconds(news.MomentIn(job)),
                news.Data ?? await events.Find(order, news.Status, news.MomentIn(job))
            )
            : CallbackBody.Of(StatusOf(order, news, job));

    /// <summary>Host and port: what else the URL has may be a client's secret.</summary>
    private static string? ReceiverOf(string callbackUrl) =>
        Uri.TryCreate(callbackUrl, UriKind.Absolute, out var url) ? url.Authority : null;

    /// <summary>The news are as old as the change, and say nothing else when they are repeated.</summary>
    private static StatusNews StatusOf(ToldOrder order, CallbackNews news, Job job) =>
        new(
            order.OrderId,
            news.Status,
            order.GrandTotal / 100m,
            DateTimeOffset.FromUnixTimeMilliseconds(order.AcceptedAt),
            DateTimeOffset.FromUnixTimeMilliseconds(news.MomentIn(job))
        );
}
