using System.Collections.Concurrent;
using System.Diagnostics;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <param name="Workers">Processes of their own; SQLite has one.</param>
/// <param name="Kills">Each of one worker, with -9; another takes its place.</param>
internal sealed record CallbackPlan(Store Store, int Workers, int Clients, int Orders, int Kills, int Seed)
{
    public override string ToString() =>
        $"--store {Store} --nodes {Workers} --clients {Clients} --orders {Orders} --kills {Kills} --seed {Seed}";
}

/// <param name="Findings">One sentence for each thing that is wrong.</param>
internal sealed record CallbackResult(
    CallbackPlan Plan,
    IReadOnlyList<string> Findings,
    IReadOnlyDictionary<string, int> Counts,
    TimeSpan Taken
)
{
    public override string ToString() => string.Join('\n', [$"{Plan}", .. Findings]);
}

/// <summary>
/// Orders of many clients change again and again, while workers are killed; a tenth of the clients' servers never
/// answer, and a tenth take ten seconds. Whoever lives must hear each state of each of its orders, in order, and a
/// double only under the same id.
/// </summary>
internal sealed class CallbackCampaign : IAsyncDisposable
{
    private const int Receivers = 20;
    private const int EnqueuedAtOnce = 100;
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);
    private static readonly string[] s_states =
    [
        OrderState.Invoiced,
        OrderState.PartiallyRefunded,
        OrderState.Refunded,
    ];

    private readonly CallbackPlan _plan;
    private readonly Random _random;
    private readonly List<Receiver> _receivers = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Call>> _heard = new(StringComparer.Ordinal);
    private int _calls;

    private CallbackCampaign(CallbackPlan plan) => (_plan, _random) = (plan, new(plan.Seed));

    private sealed record Call(string Status, string Id);

    private static bool IsDead(int receiver) => receiver < Receivers / 10;

    private static bool IsSlow(int receiver) => !IsDead(receiver) && receiver < Receivers / 5;

    private static bool Lives(CrowdOrder order) => !IsDead(order.Receiver) && !IsSlow(order.Receiver);

    public static async Task<CallbackResult> Run(CallbackPlan plan)
    {
        var begun = Stopwatch.StartNew();
        await using var campaign = new CallbackCampaign(plan);
        var (findings, counts) = await campaign.Run();
        return new(plan, findings, counts, begun.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in _receivers)
            await receiver.DisposeAsync();
    }

    private async Task<(IReadOnlyList<string>, IReadOnlyDictionary<string, int>)> Run()
    {
        for (var i = 0; i < Receivers; i++)
            _receivers.Add(await Server(i));
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(_plan.Store, folder);
        settings["Callbacks:AllowPrivateAddresses"] = "true";
        settings["Callbacks:Ports"] = "*";
        IReadOnlyList<CrowdOrder> orders;
        int kills;
        await using (var app = await BudstikkeApp.Start(_plan.Store, folder, now: DateTimeOffset.UtcNow))
        {
            orders = await Crowd.Store(
                app,
                (await Crowd.Callers(app, _plan.Clients), [.. _receivers.Select(one => one.Url())]),
                _plan.Orders,
                i => i % _plan.Clients % Receivers
            );
            await app.Execute("DELETE FROM jobs", new { });
            using var workers = new NodeSlots(settings, _plan.Workers);
            await workers.StartAll();
            await Change(app, orders, workers);
            kills = workers.Kills;
            await Until(() => orders.All(order => !Lives(order) || HeardAll(order)));
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await StoreFolder.Delete(folder);
        var doubles = _heard.Values.Sum(calls => calls.Count - calls.Distinct().Count());
        return (
            [.. orders.SelectMany(Findings)],
            new Dictionary<string, int>
            {
                ["orders"] = orders.Count,
                ["ofLiving"] = orders.Count(Lives),
                ["calls"] = _calls,
                ["doubles"] = doubles,
                ["kills"] = kills,
            }
        );
    }

    private async Task<Receiver> Server(int index)
    {
        var server = await Receiver.Start();
        server.Answer = async context =>
        {
            Interlocked.Increment(ref _calls);
            if (IsDead(index))
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            _heard
                .GetOrAdd(context.Request.Query["orderUuid"].ToString(), _ => new())
                .Enqueue(
                    new(
                        context.Request.Query["status"].ToString(),
                        context.Request.Headers[Signature.IdHeader].ToString()
                    )
                );
            if (IsSlow(index))
                await RealTime.Pass(s_slow, context.RequestAborted);
        };
        return server;
    }

    /// <summary>Each order goes through its states, some far ahead of others, and workers are killed between.</summary>
    private async Task Change(BudstikkeApp app, IReadOnlyList<CrowdOrder> orders, NodeSlots workers)
    {
        var left = orders.SelectMany(order => Enumerable.Repeat(order, s_states.Length)).ToArray();
        _random.Shuffle(left);
        var reached = new Dictionary<string, int>(StringComparer.Ordinal);
        var chunks = left.Chunk(EnqueuedAtOnce).ToList();
        for (var i = 0; i < chunks.Count; i++)
        {
            // One order's changes are of one transaction each: those of a chunk may be of one order.
            foreach (var part in Parts(chunks[i]))
                await app.Database.Write([
                    .. JobQueue.Rows(part.Select(order => Changed(order, reached)), DateTimeOffset.UtcNow),
                ]);
            if (_plan.Kills * (i + 1) / chunks.Count > _plan.Kills * i / chunks.Count)
                await workers.Replace([_random.Next(_plan.Workers)], () => { });
        }
    }

    private static IEnumerable<IReadOnlyList<CrowdOrder>> Parts(IReadOnlyList<CrowdOrder> orders) =>
        orders
            .GroupBy(order => order.OrderId)
            .SelectMany(group => group.Select((order, turn) => (order, turn)))
            .GroupBy(one => one.turn, one => one.order)
            .OrderBy(turn => turn.Key)
            .Select(turn => turn.ToList());

    private static NewJob Changed(CrowdOrder order, Dictionary<string, int> reached)
    {
        var to = reached[order.OrderId] = reached.GetValueOrDefault(order.OrderId) + 1;
        return SendCallback.JobFor(
            new OrderStatusChanged
            {
                ClientId = order.ClientId,
                OrderIds = [order.OrderId],
                From = to == 1 ? OrderState.Sent : s_states[to - 2],
                To = s_states[to - 1],
            }
        );
    }

    private bool HeardAll(CrowdOrder order) =>
        _heard.TryGetValue(order.OrderId, out var calls)
        && calls.DistinctBy(call => call.Id).Count() >= s_states.Length;

    private IEnumerable<string> Findings(CrowdOrder order)
    {
        var calls = _heard.TryGetValue(order.OrderId, out var heard) ? heard.ToList() : [];
        string[] states = [.. calls.DistinctBy(call => call.Id).Select(call => call.Status)];
        // Whoever takes long has heard as far as it has come, in the same order.
        var wanted = Lives(order) ? s_states : s_states.Take(states.Length);
        if (!states.SequenceEqual(wanted))
            yield return $"{order.OrderId} of server {order.Receiver} heard [{string.Join(", ", states)}].";
        if (calls.Any(call => call.Id.Length == 0))
            yield return $"{order.OrderId} of server {order.Receiver} heard a call without an id.";
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            waited.Elapsed.ShouldBeLessThan(s_longest, "Some living server has not heard all.");
            await pace.WaitForNextTickAsync();
        }
    }
}
