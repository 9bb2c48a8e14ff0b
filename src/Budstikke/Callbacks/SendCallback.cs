using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>Tells the client of each change of an order's state, one after another.</summary>
internal sealed class SendCallback(
    OrderStore orders,
    ClientStore clients,
    EndpointStore endpoints,
    CallbackCall call,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "send-callback";
    private const int Concurrency = 80;
    private const int ClaimedAtOnce = 160;
    private const string Waits = "the server is asleep, or asked not to be called";

    public JobKind Kind { get; } = new(KindName, Concurrency) { ClaimedAtOnce = ClaimedAtOnce };

    /// <summary>In the order's own lane, so that a client never hears of a later change before an earlier
    /// one.</summary>
    public static NewJob JobFor(OrderStatusChanged change)
    {
        var orderId = change.OrderIds.Single();
        return new(change.ClientId, KindName, orderId)
        {
            Lane = CallbackNews.LaneOf(orderId),
            Content = JsonOptions.Store(new CallbackNews(change.To)),
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
        var news = JsonOptions.Restore<CallbackNews>(job.Content);
        var key = await secret;
        var url = CallbackUrl.Build(order.CallbackUrl, StatusOf(order, news, job), key);
        var telling = new Telling(job, news, order.CallbackUrl, url, [key]);
        var health = telling.Endpoint is { } endpoint ? await endpoints.Recent(job.ClientId, endpoint) : null;
        return EndpointHealth.TurnOf(health, job, time.GetUtcNow()) switch
        {
            (CallbackTurn.Wait, var until) => Uncalled(Settlement.NoRoom(until, Waits)),
            (CallbackTurn.GiveUp, var now) => Uncalled(SettleCallback.GiveUpWith(health!, telling, now)),
            _ => new(ReceiverOf(order.CallbackUrl), cancel => Call(telling, health, cancel)),
        };
    }

    private static ReadyJob Uncalled(Settlement settlement) => new(null, _ => Task.FromResult(settlement));

    private async Task<Settlement> Call(Telling telling, EndpointHealth? health, CancellationToken cancel)
    {
        var started = time.GetUtcNow();
        var result = await call.Get(telling.CalledUrl, cancel);
        if (result.Outcome is not Accepted)
            endpoints.Doubt(telling.Job.ClientId, telling.Endpoint ?? "");
        var hasOthers =
            result.Outcome is Deferred
            && health is null or { GivenUpAt: not null }
            && await endpoints.HasOthers(telling.Job.ClientId, telling.Endpoint!, telling.ShownUrl);
        return SettleCallback.Of(telling, new(result, started, time.GetUtcNow()), new(health, hasOthers));
    }

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
