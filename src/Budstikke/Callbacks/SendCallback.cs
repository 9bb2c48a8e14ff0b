using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>Tells the client of each change of an order's state, one after another.</summary>
internal sealed class SendCallback(
    OrderStore orders,
    ClientStore clients,
    EventData events,
    EndpointStore endpoints,
    CallbackCall call,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "send-callback";
    private const int Concurrency = 80;
    private const int ClaimedAtOnce = 160;
    private const string Waits = "the server is asleep, or asked not to be called";

    public JobKind Kind { get; } =
        new(KindName, Concurrency) { ClaimedAtOnce = ClaimedAtOnce, StuckAfter = SettleCallback.MostTries + 1 };

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
            return Uncalled(Settlement.Done);
        var telling = new Telling(job, news, order.CallbackUrl, order.CallbackUrl, []);
        var health = telling.Endpoint is { } endpoint ? await endpoints.Recent(job.ClientId, endpoint) : null;
        switch (EndpointHealth.TurnOf(health, job, time.GetUtcNow()))
        {
            case (CallbackTurn.Wait, var until):
                return Uncalled(Settlement.NoRoom(until, Waits));
            case (CallbackTurn.GiveUp, var now):
                return Uncalled(SettleCallback.GiveUpWith(health!, telling, now));
        }
        var body = wishes.Method == CallbackMethod.Post ? await BodyOf(order, news, job) : null;
        var secrets = await asked;
        return new(
            ReceiverOf(order.CallbackUrl),
            cancel => Call(telling, signers => RequestOf(order, telling, body, signers), (health, secrets), cancel)
        );
    }

    private static ReadyJob Uncalled(Settlement settlement) => new(null, _ => Task.FromResult(settlement));

    /// <param name="requestOf">By those that sign, the checksum's first.</param>
    private async Task<Settlement> Call(
        Telling telling,
        Func<IReadOnlyList<string>, CallbackRequest> requestOf,
        (EndpointHealth? Health, CallbackSecrets Secrets) known,
        CancellationToken cancel
    )
    {
        // It is signed when it goes out: it may have waited long for its turn.
        var started = time.GetUtcNow();
        var signers = known.Secrets.At(started);
        var request = requestOf(signers).Signed(telling.News.IdIn(telling.Job), started, signers);
        telling = telling with
        {
            CalledUrl = request.Url,
            Withheld = [.. signers, .. Signature.AllIn(request.Headers)],
        };
        var result = await call.Send(request, cancel);
        if (result.Outcome is not Accepted)
            endpoints.Doubt(telling.Job.ClientId, telling.Endpoint ?? "");
        var hasOthers =
            result.Outcome is Deferred
            && known.Health is null or { GivenUpAt: not null }
            && await endpoints.HasOthers(telling.Job.ClientId, telling.Endpoint!, telling.ShownUrl);
        return SettleCallback.Of(telling, new(result, started, time.GetUtcNow()), new(known.Health, hasOthers));
    }

    private static CallbackRequest RequestOf(
        ToldOrder order,
        Telling telling,
        string? body,
        IReadOnlyList<string> signers
    ) =>
        body is null
            ? CallbackRequest.Get(
                CallbackUrl.Build(telling.CallbackUrl, StatusOf(order, telling.News, telling.Job), signers[0])
            )
            : CallbackRequest.Post(telling.CallbackUrl, body);

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
