using System.Collections.Concurrent;
using System.Diagnostics;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Bench;

/// <summary>
/// Callbacks of one worker to sinks in the same process: a backlog of them as fast as they go, and a steady stream of
/// which each is timed from its commit to its call. Of many receivers some may never answer, and some take ten seconds.
/// </summary>
internal static class CallbackBench
{
    private const int Receivers = 20;
    private const int AtOnce = 50;
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <param name="callbacks">Of a backlog to receivers that live; the stream has a tenth as many.</param>
    public static async Task<IReadOnlyList<Figure>> Run(
        IReadOnlyList<Store> stores,
        int callbacks,
        Pace pace,
        CancellationToken cancel
    )
    {
        var measurements =
            from store in stores
            from clients in new[] { 1, 1000 }
            from troubled in new[] { false, true }
            let trouble = troubled ? ", a tenth dead, a tenth slow" : ""
            let name = $"{store}, {clients} {(clients == 1 ? "client" : "clients")}{trouble}"
            select new Measurement(name, stop => Take(store, clients, troubled, callbacks, stop));
        return await Figures.Take([.. measurements], pace with { WarmUp = false }, cancel);
    }

    private static async Task<IReadOnlyList<Reading>> Take(
        Store store,
        int clients,
        bool troubled,
        int callbacks,
        CancellationToken cancel
    )
    {
        var calls = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var receivers = new List<Receiver>();
        for (var i = 0; i < Receivers; i++)
            receivers.Add(
                await Sink(
                    calls,
                    troubled && i < 2 ? Timeout.InfiniteTimeSpan
                        : troubled && i < 4 ? s_slow
                        : default
                )
            );
        await using var app = await BudstikkeApp.Start(
            store,
            now: DateTimeOffset.UtcNow,
            register: (services, _) =>
                services.AddSingleton(new CallbackSettings { AllowPrivateAddresses = true, Ports = [new(1, 65_535)] })
        );
        var callers = await Crowd.Callers(app, clients);
        string[] urls = [.. receivers.Select(receiver => receiver.Url())];
        var backlog = await Crowd.Store(app, (callers, urls), callbacks, ReceiverOf);
        var stream = await Crowd.Store(app, (callers, urls), callbacks / 10, ReceiverOf);
        await app.Execute("DELETE FROM jobs", new { });
        await Enqueue(app, backlog);

        var worker = app.Services.GetRequiredService<Worker>();
        app.Clock.Go();
        var clock = Stopwatch.StartNew();
        await worker.StartAsync(cancel);
        var living = backlog.Where(order => order.Receiver >= (troubled ? 4 : 0)).ToList();
        await UntilCalled(calls, living, cancel);
        var took = clock.Elapsed;

        var waits = new List<double>();
        var sent = new Dictionary<string, long>(StringComparer.Ordinal);
        using (var timer = new PeriodicTimer(s_between))
            foreach (var some in stream.Chunk(AtOnce))
            {
                await Enqueue(app, some);
                var committed = Stopwatch.GetTimestamp();
                app.Services.GetRequiredService<Wake>().Call([SendCallback.KindName]);
                foreach (var order in some)
                    sent[order.OrderId] = committed;
                await timer.WaitForNextTickAsync(cancel);
            }
        var timed = stream.Where(order => order.Receiver >= (troubled ? 4 : 0)).ToList();
        await UntilCalled(calls, timed, cancel);
        waits.AddRange(
            timed.Select(order => Stopwatch.GetElapsedTime(sent[order.OrderId], calls[order.OrderId]).TotalMilliseconds)
        );
        waits.Sort();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await worker.StopAsync(soon.Token);
        foreach (var receiver in receivers)
            await receiver.DisposeAsync();
        return
        [
            new("backlog", "callbacks/s", living.Count / took.TotalSeconds),
            new("stream, p50", "ms", waits[waits.Count / 2]),
            new("stream, p99", "ms", waits[waits.Count * 99 / 100]),
        ];

        // Each client has orders to many receivers.
        int ReceiverOf(int i) => ((i % clients) + (i / clients)) % Receivers;
    }

    private static async Task<Receiver> Sink(ConcurrentDictionary<string, long> calls, TimeSpan delay)
    {
        var receiver = await Receiver.Start();
        receiver.Answer = async context =>
        {
            calls.TryAdd(context.Request.Query["orderUuid"].ToString(), Stopwatch.GetTimestamp());
            if (delay != default)
                await Task.Delay(delay, context.RequestAborted);
        };
        return receiver;
    }

    private static async Task Enqueue(BudstikkeApp app, IReadOnlyList<CrowdOrder> orders)
    {
        foreach (var some in orders.Chunk(500))
            await app.Database.Write([
                .. JobQueue.Rows(
                    some.Select(order =>
                        SendCallback.JobFor(
                            new OrderStatusChanged
                            {
                                ClientId = order.ClientId,
                                OrderIds = [order.OrderId],
                                From = OrderState.Sent,
                                To = OrderState.Invoiced,
                            }
                        )
                    ),
                    app.Clock.GetUtcNow()
                ),
            ]);
    }

    /// <summary>Each is asked for until it has been called, and not again: to look for all of them every time cost a
    /// fifth of what was measured.</summary>
    private static async Task UntilCalled(
        ConcurrentDictionary<string, long> calls,
        IReadOnlyList<CrowdOrder> orders,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_longest);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var order in orders)
            while (!calls.ContainsKey(order.OrderId))
                await pace.WaitForNextTickAsync(limit.Token);
    }
}
