using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Callbacks;

/// <summary>Tells the client that an order's state changed. An order's callbacks go one after another, in their order.</summary>
internal sealed class SendCallback(OrderStore orders, ClientStore clients, CallbackClient callbacks, TimeProvider time)
    : IJobHandler
{
    private const string KindName = "send-callback";
    private const int Concurrency = 32;

    /// <summary>Three days and a quarter, then it is given up.</summary>
    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24),
    ];

    public JobKind Kind { get; } = new(KindName, Concurrency);

    private sealed record News(string Status);

    public static NewJob JobFor(OrderStatusChanged fact) =>
        new(fact.ClientId, KindName, fact.OrderId)
        {
            Lane = $"callback:{fact.OrderId}",
            Content = JsonOptions.Store(new News(fact.To)),
        };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var order =
            await orders.Find(job.Subject) ?? throw new InvalidOperationException($"There is no order {job.Subject}.");
        if (order.CallbackUrl is null)
            return Settlement.Done;
        var status = JsonOptions.Restore<News>(job.Content).Status;
        var news = new CallbackNews(
            order.OrderId,
            status,
            order.GrandTotal / 100m,
            DateTimeOffset.FromUnixTimeMilliseconds(order.AcceptedAt),
            DateTimeOffset.FromUnixTimeMilliseconds(job.CreatedAt)
        );
        var url = CallbackUrl.Build(order.CallbackUrl, news, await clients.CallbackSecret(order.ClientId));
        return Settle(order, status, job.Attempts + 1, await callbacks.Get(url, cancel));
    }

    private Settlement Settle(OrderRow order, string status, long attempt, Outcome outcome)
    {
        string[] orderIds = [order.OrderId];
        if (outcome is Accepted)
            return new()
            {
                Facts =
                [
                    new CallbackReceived
                    {
                        ClientId = order.ClientId,
                        OrderIds = orderIds,
                        Status = status,
                        Attempt = attempt,
                        Evidence = outcome.Evidence,
                    },
                ],
            };
        if (outcome is Refused || attempt > s_pauses.Length)
            return new()
            {
                Facts =
                [
                    new CallbackGivenUp
                    {
                        ClientId = order.ClientId,
                        OrderIds = orderIds,
                        Status = status,
                        Evidence = outcome.Evidence,
                    },
                ],
            };
        var next = time.GetUtcNow() + s_pauses[attempt - 1];
        return Settlement.Retry(next, outcome.Evidence) with
        {
            Facts =
            [
                new CallbackFailed
                {
                    ClientId = order.ClientId,
                    OrderIds = orderIds,
                    Status = status,
                    Attempt = attempt,
                    Evidence = outcome.Evidence,
                    NextTryAt = next,
                },
            ],
        };
    }
}
