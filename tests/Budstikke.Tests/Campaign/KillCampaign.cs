using System.Diagnostics;
using System.Text.RegularExpressions;
using Budstikke.Distribution;
using Budstikke.Storage;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Budstikke.Verify;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Campaign;

/// <summary>What came of a campaign. What was found stands beside the plan and the schedule that lead there
/// again.</summary>
internal sealed record CampaignResult(
    string Plan,
    IReadOnlyList<string> Schedule,
    IReadOnlyList<string> Findings,
    IReadOnlyDictionary<string, int> Counts,
    TimeSpan Taken
)
{
    public override string ToString() => string.Join('\n', [Plan, .. Schedule, .. Findings]);
}

/// <summary>
/// Orders come in from clients that insist, while nodes are killed, frozen and replaced and the database goes away, as
/// the seed says. Then everything is left to come to an end, and audited.
/// </summary>
internal sealed partial class KillCampaign : IAsyncDisposable
{
    private const int Senders = 8;

    /// <summary>A node's claims live for 3 s.</summary>
    private static readonly TimeSpan s_frozen = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_wrong = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_full = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_closed = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_read = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMinutes(3);

    /// <summary>It reads every document of the campaign.</summary>
    private static readonly TimeSpan s_longestVerify = TimeSpan.FromMinutes(10);
    private readonly CampaignPlan _plan;
    private readonly CampaignGround _ground;
    private readonly NodeSlots _nodes;
    private readonly (ShopClient Client, string Secret) _live;
    private readonly (ShopClient Client, string Secret) _test;
    private readonly List<Task> _endings = [];
    private readonly IssueWatch _issues = new();
    private readonly List<string> _writtenAfterMoves = [];

    private KillCampaign(CampaignPlan plan, CampaignGround ground, ClientTokens live, ClientTokens test)
    {
        (_plan, _ground) = (plan, ground);
        _nodes = new(ground.Settings, plan.Nodes);
        _live = (new(_nodes, live, ground.Recipients.CallbackUrl), live.CallbackSecret);
        _test = (new(_nodes, test, ground.Recipients.CallbackUrl), test.CallbackSecret);
    }

    /// <param name="progress">Told of each fault.</param>
    public static async Task<CampaignResult> Run(CampaignPlan plan, Action<string>? progress = null)
    {
        var begun = Stopwatch.StartNew();
        await using var ground = await CampaignGround.Prepare(plan);
        await using var campaign = new KillCampaign(
            plan,
            ground,
            await NodeProcess.AddClient(ground.Settings, "live"),
            await NodeProcess.AddClient(ground.Settings, "test")
        );
        var faults = Schedule.FaultsOf(plan);
        IReadOnlyList<string> broken = [];
        try
        {
            await campaign.Carry(faults, progress);
        }
        catch (Exception error) when (error is ShouldAssertException or TimeoutException)
        {
            broken =
            [
                error.Message,
                .. Traces().Matches(error.Message).SelectMany(trace => campaign._nodes.LogOf(trace.Groups[1].Value)),
                .. await campaign.JobsLeft(),
                .. campaign._nodes.LastOfLogs(),
            ];
        }
        var (findings, counts) = await campaign.Audit();
        return new(
            plan.ToString(),
            [.. faults.Select(fault => fault.ToString())],
            [.. broken, .. findings],
            counts,
            begun.Elapsed
        );
    }

    public ValueTask DisposeAsync()
    {
        _nodes.Dispose();
        _live.Client.Dispose();
        _test.Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Carry(IReadOnlyList<Fault> faults, Action<string>? progress)
    {
        await _nodes.StartAll();
        var orders = new Queue<PlannedOrder>(Schedule.OrdersOf(_plan));
        for (var i = 0; i < faults.Count; i++)
        {
            // The senders go on under the fault, with what comes before the next one.
            var until = i + 1 < faults.Count ? faults[i + 1].AfterOrders : _plan.Orders;
            if (i == 0)
                await Send(Take(orders, faults[0].AfterOrders));
            var sending = Send(Take(orders, until));
            await RealTime.Pass(_nodes.LastStart * faults[i].WaitPercent / 100);
            progress?.Invoke($"{i + 1} of {faults.Count}: {faults[i]}");
            await Make(faults[i]);
            await sending;
        }
        await Task.WhenAll(_endings);
        await _issues.End();
        await _nodes.ReplaceThoseWithWrongClocks();
        _ground.Recipients.Revive();
        await UntilAllAreAccepted();
        await RunNow();
        await UntilNothingIsLeft();
        await _nodes.StopAll();
    }

    private static List<PlannedOrder> Take(Queue<PlannedOrder> orders, int until)
    {
        var some = new List<PlannedOrder>();
        while (orders.TryPeek(out var next) && next.Index < until)
            some.Add(orders.Dequeue());
        return some;
    }

    private Task Send(IEnumerable<PlannedOrder> orders) =>
        Parallel.ForEachAsync(
            orders,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (order, _) =>
            {
                var client = order.IsLive ? _live.Client : _test.Client;
                var ids = await client.Send(order);
                // A refund waits for its invoice, and nobody waits for it.
                lock (_endings)
                    _endings.Add(client.End(order, ids));
            }
        );

    private Task Make(Fault fault) =>
        fault.Kind switch
        {
            FaultKind.Kill => Kill([fault.Node]),
            FaultKind.KillAll => Kill(_nodes.All),
            FaultKind.Freeze => Freeze(fault.Node),
            FaultKind.CrashDatabase => _ground.CrashDatabase(),
            FaultKind.CutConnections => _ground.CutConnections(),
            FaultKind.FillDisk => FillDisk(),
            FaultKind.JumpClock => _nodes.JumpClock(
                fault.Node,
                TimeSpan.FromSeconds(fault.ClockSeconds),
                () => RealTime.Pass(s_wrong)
            ),
            FaultKind.RefuseLogins => _ground.RefuseLogins(() => RealTime.Pass(s_refused)),
            FaultKind.CloseRole => _ground.RefuseLogins(() => RealTime.Pass(s_closed)),
            FaultKind.Maintain => _ground.Maintain(() => RealTime.Pass(s_closed)),
            FaultKind.CrashCareless => _ground.CrashCareless(() => RealTime.Pass(s_refused)),
            FaultKind.ReadLong => _ground.ReadLong(s_read),
            FaultKind.ForgetNode => ForgetNode(fault.Node),
            FaultKind.ChangeClients => ChangeClients(fault.AfterOrders),
            _ => RunNow(),
        };

    private Task Kill(IEnumerable<int> nodes) => _nodes.Replace(nodes, () => _issues.Begin(_ground.Settings));

    /// <summary>What it wrote in the store that was moved away would be lost, and its numbers given twice.</summary>
    private async Task ForgetNode(int node)
    {
        await _issues.End();
        await _nodes.Freeze(node);
        await _nodes.Without(
            node,
            async () =>
            {
                await _ground.CutConnections();
                await _ground.Move();
            }
        );
        var written = await _ground.WrittenInLeft();
        await _nodes.Wake(node);
        await RealTime.Pass(s_wrong);
        if (await _ground.WrittenInLeft() is var now && now != written)
            _writtenAfterMoves.Add(
                $"A node that was forgotten wrote in a store that was moved away: {written} became {now}."
            );
        await _nodes.Exchange(node);
        await _ground.DropLeft();
    }

    private async Task FillDisk()
    {
        _ground.FillDisk();
        await RealTime.Pass(s_full);
        _ground.FreeDisk();
    }

    /// <summary>A lone node's clock that was fast has left later facts, and until their moment nobody is believed to
    /// know the time.</summary>
    private Task RunNow() =>
        Until(
            "runs were not begun",
            async () =>
            {
                var (code, error) = await NodeProcess.RunToEnd(_ground.Settings, "run", "now");
                if (code == 0)
                    return 0;
                error.ShouldContain("clock is behind");
                return 1;
            }
        );

    /// <summary>What is issued from now on has other figures; what was promised or issued before keeps its
    /// own.</summary>
    private async Task ChangeClients(int number)
    {
        foreach (var (client, _) in new[] { _live, _test })
        {
            var (code, error) = await NodeProcess.RunToEnd(
                _ground.Settings,
                ["client", "set", client.ClientId, "--delivery-place", $"Sandnes {number}", .. FeeOf(number)]
            );
            code.ShouldBe(0, error);
        }
    }

    private static string[] FeeOf(int number) =>
        ["--invoice-fee", $"private:email={number % 3 * 10},corporate:post={number % 5 * 10}"];

    private async Task Freeze(int node)
    {
        await _nodes.Freeze(node);
        await RealTime.Pass(s_frozen);
        await _nodes.Wake(node);
    }

    /// <summary>What a node with a fast clock accepted is of no run before that moment has come.</summary>
    private async Task UntilAllAreAccepted()
    {
        await using var database = InvoicedOnce.Open(_ground.Settings);
        await Until(
            "orders are accepted in the future",
            () =>
                database.Read(session =>
                    session.QuerySingle<long>(
                        "SELECT count(*) FROM orders WHERE accepted_at > @now",
                        new { now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() }
                    )
                )
        );
    }

    /// <summary>What waits for its next try has it now: the pauses between tries are not what is tested.</summary>
    private async Task UntilNothingIsLeft()
    {
        await using var database = InvoicedOnce.Open(_ground.Settings);
        await Until(
            "jobs are left",
            async () =>
            {
                await database.Write(session =>
                    session.Execute("UPDATE jobs SET due_at = created_at WHERE trouble IS NOT NULL")
                );
                // That nothing has come back is said in two days, and is no work that is left.
                return _ground.Recipients.Unread
                    + await database.Read(session =>
                        session.QuerySingle<long>(
                            "SELECT count(*) FROM jobs WHERE kind <> @kind",
                            new { kind = PresumeDelivery.KindName }
                        )
                    );
            }
        );
    }

    /// <summary>Where the work stands, for whoever asks why it did not come to its end.</summary>
    private async Task<IReadOnlyList<string>> JobsLeft()
    {
        await using var database = InvoicedOnce.Open(_ground.Settings);
        return await database.Read(session =>
            session.Query<string>(
                """
                SELECT count(*) || ' ' || kind || CASE WHEN claim_token IS NULL THEN '' ELSE ' in hand' END
                  || ', claims ' || min(claims) || ' to ' || max(claims)
                  || ', attempts ' || min(attempts) || ' to ' || max(attempts)
                  || ', faults ' || min(faults) || ' to ' || max(faults)
                  || ', due in ' || (min(due_at) - @now) || ' to ' || (max(due_at) - @now) || ' ms, '
                  || coalesce(trouble, 'no trouble')
                FROM jobs GROUP BY kind, claim_token IS NULL, trouble ORDER BY 1 DESC
                """,
                new { now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() }
            )
        );
    }

    private static async Task Until(string what, Func<Task<long>> count)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var waited = Stopwatch.StartNew();
        while (await count() is var left and > 0)
        {
            if (waited.Elapsed > s_longestEnd)
                throw new TimeoutException($"After {s_longestEnd} {left} {what}.");
            await pace.WaitForNextTickAsync();
        }
    }

    private async Task<(IReadOnlyList<string> Findings, IReadOnlyDictionary<string, int> Counts)> Audit()
    {
        await using var database = InvoicedOnce.Open(_ground.Settings);
        var evidence = await Evidence.Gather(database, _ground.Recipients, [_live, _test]);
        var verified = await Verify();
        var (code, complaint) = await NodeProcess.RunToEnd(s_longestVerify, _ground.Settings, "verify");
        return (
            [
                .. _writtenAfterMoves,
                .. CampaignAudit.Findings(evidence),
                .. verified.Findings.Select(finding => finding.ToString()),
                .. await Damages(database),
                .. code == 0 ? Array.Empty<string>() : [$"verify exits with {code}. {complaint}"],
            ],
            Counts(evidence)
        );
    }

    /// <summary>In this process, which says each finding; the command says whether there is one.</summary>
    private async Task<VerifyReport> Verify()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(_ground.Settings);
        await using var service = await Service.Build(builder, TimeProvider.System, use: StoreUse.Read);
        return await VerifyStore.Run(service.Services);
    }

    [GeneratedRegex("trace ([0-9a-f]{32})")]
    private static partial Regex Traces();

    /// <summary>What SQLite says of its own file.</summary>
    private static async Task<IEnumerable<string>> Damages(Database database) =>
        database.Dialect is SqliteDialect
            ? (await database.Read(session => session.Query<string>("PRAGMA integrity_check"))).Where(line =>
                line != "ok"
            )
            : [];

    private Dictionary<string, int> Counts(Evidence evidence) =>
        new(_issues.Figures())
        {
            ["kills"] = _nodes.Kills,
            ["orders"] = evidence.Orders.Count,
            ["documents"] = evidence.Documents.DistinctBy(document => document.InvoiceId).Count(),
            ["collected"] = evidence
                .Documents.GroupBy(document => document.InvoiceId)
                .Where(one => one.Count() > 1)
                .Sum(one => one.Count()),
            ["cancelled"] = evidence.Orders.Count(order => order.State == "CANCELLED"),
            ["sentOnceUnanswered"] = evidence.Unanswered.Count,
            ["sentOnceUnansweredStored"] = evidence.Orders.Count(order => evidence.Unanswered.Contains(order.Key)),
            ["repeatedRequests"] = _live.Client.Repeats + _test.Client.Repeats,
            ["deliveries"] = evidence.Deliveries.Count,
            ["byAccessPoint"] = _ground.Recipients.MessageIds.Count(),
            ["returnedMails"] = evidence.Returned.Count,
            ["repeatedDeliveries"] = evidence.RepeatedDeliveries,
            ["callbacks"] = evidence.Callbacks.Count,
            ["repeatedCallbacks"] = evidence.RepeatedCallbacks,
            ["metSomebodyDead"] = _ground.Recipients.Unanswered,
        };
}
