using Budstikke.Tests.Peppol;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>A whole campaign: the same plan makes the same orders and the same faults.</summary>
internal sealed record CampaignPlan(Store Store, int Nodes, int Orders, int Kills, int Seed)
{
    /// <summary>Where a small disk can be mounted: it is filled now and then.</summary>
    public bool FillsDisk { get; init; } = SmallDisk.Missing is null;

    /// <summary>Where nodes can have clocks of their own.</summary>
    public bool JumpsClocks { get; init; } = NodeClocks.CanJump;

    /// <summary>Where a name server and a signer of answers can be had: companies get their documents by
    /// Peppol.</summary>
    public bool HasAccessPoint { get; init; } = Peers.Missing is null;

    public override string ToString() =>
        $"--store {Store} --nodes {Nodes} --orders {Orders} --kills {Kills} --seed {Seed}";
}

internal enum FaultKind
{
    /// <summary>One node gets <c>kill -9</c>, and another is started for it.</summary>
    Kill,

    /// <summary>All nodes get it at once, as in a power cut.</summary>
    KillAll,

    /// <summary>A node stands still for longer than its claims live.</summary>
    Freeze,

    /// <summary>The database crashes and comes back.</summary>
    CrashDatabase,

    /// <summary>Every connection to the database is cut.</summary>
    CutConnections,

    /// <summary>The disk that the store lies on is full for a while.</summary>
    FillDisk,

    /// <summary>A node is killed, and another comes whose clock is wrong, by seconds, hours or days, then as wrong the
    /// other way, then right.</summary>
    JumpClock,

    /// <summary>The nodes' role may not log in for a second, and all its connections are cut.</summary>
    RefuseLogins,

    /// <summary>The same for several seconds: who asks what became of a commit may ask in vain.</summary>
    CloseRole,

    /// <summary>The database takes no connections for a while, and all are cut.</summary>
    Maintain,

    /// <summary>The server is set to answer before its disk does, and crashes.</summary>
    CrashCareless,

    /// <summary>Somebody holds a snapshot of the store for a long time.</summary>
    ReadLong,

    /// <summary>The store is moved away while a node stands still that nobody remembers; it wakes beside the others,
    /// which serve the new one.</summary>
    ForgetNode,

    /// <summary>No fault: the clients' address, place of delivery and invoice fee change.</summary>
    ChangeClients,

    /// <summary>No fault: whatever waits for its period to close is invoiced now.</summary>
    RunNow,
}

/// <param name="AfterOrders">It is made once so many orders are answered.</param>
/// <param name="ClockSeconds">How far a clock that jumps is off from then on.</param>
/// <param name="WaitPercent">And then waits so long, of what a node took to start: until what came in is being issued,
/// sent or called. However busy the machine is, nodes that are killed again and again have some time to work.</param>
internal sealed record Fault(FaultKind Kind, int Node, int AfterOrders, int WaitPercent, int ClockSeconds)
{
    public override string ToString() =>
        $"after {AfterOrders} orders + {WaitPercent} % of a start: {Kind} (node {Node})";
}

/// <summary>What the client does with an order once it has its 201.</summary>
internal enum Ending
{
    Kept,
    Cancelled,
    PartlyRefunded,
    Refunded,
}

/// <param name="IsLive">Of the live client, by SMTP and print folder; else of the test client, by simulated
/// channels.</param>
/// <param name="IsKeyed">Sent under an idempotency key, and repeated until it is answered; else sent once, whatever
/// comes of it.</param>
/// <param name="IsTwin">Sent by two senders at once under one key.</param>
/// <param name="IsCorporate">To a company; else to a person.</param>
/// <param name="HasMailbox">Else the mail server refuses the customer.</param>
/// <param name="Interval">Of the API: 0, 1 or 2.</param>
/// <param name="IsSeparate">Else it is collected with its customer's others.</param>
internal sealed record PlannedOrder(
    int Index,
    bool IsLive,
    bool IsKeyed,
    bool IsTwin,
    bool IsCorporate,
    bool HasMailbox,
    int Interval,
    bool IsSeparate,
    Ending Ending
)
{
    /// <summary>It waits for an invoice run.</summary>
    public bool IsHeld => Interval != 0 || !IsSeparate;

    public string Key => $"order-{Index}";

    /// <summary>How its client's server takes the callbacks.</summary>
    public Temper Receiver =>
        (Index % TroubleEvery) switch
        {
            7 => Temper.Slow,
            23 => Temper.Dead,
            _ => Temper.AtOnce,
        };

    /// <summary>How its customer's mail server takes the mail. Customers of a run have one address each.</summary>
    public Temper Mailbox =>
        (Index % TroubleEvery) switch
        {
            11 when !IsHeld => Temper.Slow,
            31 when !IsHeld => Temper.Dead,
            5 or 19 when !IsHeld => Temper.Returning,
            _ => Temper.AtOnce,
        };

    private const int TroubleEvery = 40;
}

/// <summary>What a plan's seed comes to.</summary>
internal static class Schedule
{
    private const int MaxWaitPercent = 100;

    /// <summary>From about a second to six days.</summary>
    private const double MaxClockMagnitude = 5.7;

    /// <summary>Up to half a minute.</summary>
    private const double MaxAloneMagnitude = 1.5;

    /// <summary>One in so many kills takes all nodes.</summary>
    private const int KillsPerPowerCut = 6;

    /// <summary>So many kills to one fault of each other kind.</summary>
    private const int KillsPerOther = 20;

    /// <summary>A move takes as long as the store is large.</summary>
    private const int KillsPerMove = 100;

    public static IReadOnlyList<Fault> FaultsOf(CampaignPlan plan)
    {
        var random = new Random(plan.Seed);
        var kinds = KindsOf(plan, random).ToArray();
        random.Shuffle(kinds);
        return
        [
            .. kinds.Select(
                (kind, i) =>
                    new Fault(
                        kind,
                        random.Next(plan.Nodes),
                        (int)((i + random.NextDouble()) * plan.Orders / kinds.Length),
                        random.Next(MaxWaitPercent),
                        ClockSeconds(random, plan.Store)
                    )
            ),
        ];
    }

    /// <summary>A node that is alone with its store and is started days ahead has nobody who knows better.</summary>
    private static int ClockSeconds(Random random, Store store) =>
        (int)Math.Pow(10, random.NextDouble() * (store == Store.Sqlite ? MaxAloneMagnitude : MaxClockMagnitude))
        * (random.Next(2) == 0 ? 1 : -1);

    public static IReadOnlyList<PlannedOrder> OrdersOf(CampaignPlan plan)
    {
        var random = new Random(plan.Seed);
        return
        [
            .. Enumerable
                .Range(0, plan.Orders)
                .Select(i =>
                {
                    var (isHeld, ending) = (random.Next(4) == 0, EndingOf(random.Next(20)));
                    var isKeyed = random.Next(2) == 0;
                    return new PlannedOrder(
                        i,
                        IsLive: random.Next(3) > 0,
                        IsKeyed: isKeyed,
                        IsTwin: random.Next(8) == 0 && isKeyed,
                        IsCorporate: random.Next(3) == 0,
                        HasMailbox: random.Next(5) > 0,
                        Interval: isHeld ? random.Next(3) : 0,
                        IsSeparate: !isHeld,
                        // A refund would wait for a run that nobody may have forced yet.
                        isHeld && ending != Ending.Cancelled
                            ? Ending.Kept
                            : ending
                    );
                }),
        ];
    }

    public static int KillsOf(Fault fault, int nodes) =>
        fault.Kind switch
        {
            FaultKind.Kill => 1,
            FaultKind.KillAll => nodes,
            _ => 0,
        };

    private static IEnumerable<FaultKind> KindsOf(CampaignPlan plan, Random random)
    {
        for (var left = plan.Kills; left > 0; )
        {
            var all = plan.Nodes > 1 && left >= plan.Nodes && random.Next(KillsPerPowerCut) == 0;
            left -= all ? plan.Nodes : 1;
            yield return all ? FaultKind.KillAll : FaultKind.Kill;
        }
        for (var i = 0; i < Math.Max(1, plan.Kills / KillsPerOther); i++)
        {
            yield return FaultKind.RunNow;
            yield return FaultKind.ChangeClients;
            if (plan.FillsDisk)
                yield return FaultKind.FillDisk;
            if (plan.JumpsClocks)
                yield return FaultKind.JumpClock;
        }
        // An embedded store has no server to lose, and no other node to take a frozen one's claims.
        if (plan.Store == Store.Sqlite)
            yield break;
        for (var i = 0; i < Math.Max(1, plan.Kills / KillsPerOther); i++)
        {
            yield return FaultKind.Freeze;
            yield return FaultKind.CrashDatabase;
            yield return FaultKind.CutConnections;
            yield return FaultKind.RefuseLogins;
            yield return FaultKind.CloseRole;
            yield return FaultKind.Maintain;
            yield return FaultKind.CrashCareless;
            yield return FaultKind.ReadLong;
        }
        for (var i = 0; i < Math.Max(1, plan.Kills / KillsPerMove); i++)
            yield return FaultKind.ForgetNode;
    }

    private static Ending EndingOf(int of20) =>
        of20 switch
        {
            < 3 => Ending.Cancelled,
            < 5 => Ending.PartlyRefunded,
            < 7 => Ending.Refunded,
            _ => Ending.Kept,
        };
}
