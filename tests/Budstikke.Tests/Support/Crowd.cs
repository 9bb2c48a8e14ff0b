using Budstikke.Clients;
using Budstikke.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Support;

/// <param name="Receiver">Which of the given URLs its callbacks go to.</param>
internal sealed record CrowdOrder(string ClientId, string OrderId, int Receiver);

/// <summary>Orders of many clients with callbacks to many receivers, stored in bulk.</summary>
internal static class Crowd
{
    private const int StoredAtOnce = 500;

    /// <summary>The app's own client and as many others as it takes.</summary>
    public static async Task<IReadOnlyList<Caller>> Callers(BudstikkeApp app, int count)
    {
        var callers = new List<Caller> { app.Caller };
        while (callers.Count < count)
            callers.Add(await app.CallerOf((await app.AddClient(BudstikkeApp.SampleClient)).ClientId));
        return callers;
    }

    /// <param name="receiverOf">By the number of the order, from 0; its client is that number's turn of the
    /// callers.</param>
    public static async Task<IReadOnlyList<CrowdOrder>> Store(
        BudstikkeApp app,
        (IReadOnlyList<Caller> Callers, IReadOnlyList<string> Urls) between,
        int count,
        Func<int, int> receiverOf
    )
    {
        var (callers, urls) = between;
        var accept = app.Services.GetRequiredService<AcceptOrders>();
        var orders = new List<CrowdOrder>();
        foreach (var some in Enumerable.Range(0, count).Chunk(StoredAtOnce))
        {
            var batch = await accept.Accept([
                .. some.Select(i => new Submission(
                    callers[i % callers.Count],
                    Samples.ToPerson with
                    {
                        OrderedAt = DateTimeOffset.UtcNow,
                        CallbackUrl = urls[receiverOf(i)],
                        Customer = Samples.ToPerson.Customer with { Msisdn = $"{40_000_000 + i}" },
                    },
                    null,
                    [],
                    null
                )),
            ]);
            orders.AddRange(
                batch.Answers.Zip(
                    some,
                    (answer, i) =>
                        new CrowdOrder(
                            callers[i % callers.Count].Client.ClientId,
                            ((OrderStored)answer).OrderId,
                            receiverOf(i)
                        )
                )
            );
        }
        return orders;
    }
}
