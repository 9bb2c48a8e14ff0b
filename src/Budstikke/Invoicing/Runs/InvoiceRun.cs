using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing.Runs;

/// <summary>An invoice run of one client as it stands in the store.</summary>
/// <param name="Cause">schedule, or now.</param>
/// <param name="Cut">Unix milliseconds: which orders it takes.</param>
/// <param name="Orders">When it began.</param>
/// <param name="Amount">Øre, of the invoices.</param>
internal sealed record InvoiceRun(
    string RunId,
    string ClientId,
    string Cause,
    long Cut,
    long Orders,
    long Customers,
    long IssuedOrders,
    long RejectedOrders,
    long Invoices,
    long Amount,
    string CausedBy,
    long BegunAt,
    long AdvancedAt,
    long? EndedAt
)
{
    /// <summary>Its orders' period is over.</summary>
    public const string Schedule = "schedule";

    /// <summary>Somebody closes the open periods.</summary>
    public const string Now = "now";

    /// <summary>
    /// A scheduled run takes what is due; one that somebody wants takes everything that has been accepted by then, and
    /// what a wrong clock accepted later (see <see cref="HeldOrders.BringBack"/>).
    /// </summary>
    public HeldSelection Selection => SelectionOf(ClientId, Cause, Cut);

    public static HeldSelection SelectionOf(string clientId, string cause, long cut) =>
        new(clientId, HeldSelection.Any, cause == Schedule ? cut : HeldOrders.SetAside, cut);
}

/// <summary>The runs and how far they are.</summary>
internal sealed class InvoiceRuns(Database database, FactRegister facts, NodeClock clock) : IDisposable
{
    public const int MaxRead = 50;

    private const string Columns =
        "run_id AS RunId, client_id AS ClientId, cause AS Cause, cut AS Cut, orders AS Orders, "
        + "customers AS Customers, issued_orders AS IssuedOrders, rejected_orders AS RejectedOrders, "
        + "invoices AS Invoices, amount AS Amount, caused_by AS CausedBy, begun_at AS BegunAt, "
        + "advanced_at AS AdvancedAt, ended_at AS EndedAt";

    private readonly IdSequence _ids = new(database, "RUN");

    /// <summary>The clients that have orders whose moment has come, and no scheduled run under way.</summary>
    public Task<IReadOnlyList<string>> DueClients() =>
        Clients(
            $"""
            AND @now >= (
              SELECT o.held_until FROM orders o WHERE {HeldOrders.AreHeld} AND o.client_id = h.client_id
                ORDER BY o.held_until LIMIT 1)
            AND NOT EXISTS
              (SELECT 1 FROM invoice_runs r WHERE r.client_id = h.client_id AND r.ended_at IS NULL
                AND r.cause = 'schedule')
            """
        );

    /// <summary>The clients that have held orders.</summary>
    public Task<IReadOnlyList<string>> HoldingClients() => Clients("");

    /// <summary>Steps from client to client by the index: with min and EXISTS the planner may choose to read every held
    /// order.</summary>
    private Task<IReadOnlyList<string>> Clients(string which) =>
        database.Read(session =>
            session.Query<string>(
                $"""
                WITH RECURSIVE holding (client_id) AS (
                  SELECT (SELECT o.client_id FROM orders o WHERE {HeldOrders.AreHeld} ORDER BY o.client_id LIMIT 1)
                  UNION ALL
                  SELECT (
                    SELECT o.client_id FROM orders o WHERE {HeldOrders.AreHeld} AND o.client_id > h.client_id
                    ORDER BY o.client_id LIMIT 1)
                  FROM holding h WHERE h.client_id IS NOT NULL)
                SELECT h.client_id FROM holding h WHERE h.client_id IS NOT NULL {which}
                """,
                new { now = clock.Now.ToUnixTimeMilliseconds() }
            )
        );

    /// <summary>Writes the run with its first job; null where there is nothing to issue, or a node has begun the same
    /// one.</summary>
    public async Task<InvoiceRun?> Begin(string clientId, string cause, string causedBy)
    {
        var now = clock.Now;
        var runId = await _ids.Take();
        var cut = now.ToUnixTimeMilliseconds();
        return await database.Write(async session =>
        {
            if (cause == InvoiceRun.Now)
                await HeldOrders.BringBack(session, clientId, cut);
            var held = await HeldOrders.Count(session, InvoiceRun.SelectionOf(clientId, cause, cut));
            var run = new InvoiceRun(
                runId,
                clientId,
                cause,
                cut,
                held.Orders,
                held.Customers,
                0,
                0,
                0,
                0,
                causedBy,
                cut,
                cut,
                null
            );
            if (held.Orders == 0 || await Insert(session, run) == 0)
                return null;
            var begun = new RunBegun
            {
                ClientId = clientId,
                OrderIds = [],
                About = runId,
                CausedBy = causedBy,
                Cause = cause,
                Orders = held.Orders,
                Customers = held.Customers,
            };
            await session.CarryOut([
                .. JobQueue.Rows([IssueRun.JobFor(clientId, runId, RunTurn.First(runId))], now),
                .. facts.Announce([begun], now),
            ]);
            return run;
        });
    }

    private static Task<int> Insert(Session session, InvoiceRun run) =>
        session.Execute(
            """
            INSERT INTO invoice_runs (run_id, client_id, cause, cut, orders, customers, caused_by, begun_at,
              advanced_at)
            VALUES (@RunId, @ClientId, @Cause, @Cut, @Orders, @Customers, @CausedBy, @BegunAt, @AdvancedAt)
              ON CONFLICT DO NOTHING
            """,
            run
        );

    public async Task<InvoiceRun?> Find(string runId) =>
        await Read("WHERE run_id = @runId", new { runId, MaxRead = 1L }) is [var run] ? run : null;

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<InvoiceRun>> List(string? clientId) =>
        Read(clientId is null ? "" : "WHERE client_id = @clientId", new { clientId, MaxRead = (long)MaxRead });

    private Task<IReadOnlyList<InvoiceRun>> Read(string which, object parameters) =>
        database.Read(session =>
            session.Query<InvoiceRun>(
                $"SELECT {Columns} FROM invoice_runs {which} ORDER BY begun_at DESC, run_id DESC LIMIT @MaxRead",
                parameters
            )
        );

    public static Statement Advance(string runId, RunAdvanced step, bool isLast, DateTimeOffset now) =>
        new(
            """
            UPDATE invoice_runs SET issued_orders = issued_orders + @Orders,
              rejected_orders = rejected_orders + @Rejected,
              invoices = invoices + @Invoices, amount = amount + @amount, advanced_at = @at,
              ended_at = CASE WHEN @isLast = 1 THEN @at ELSE ended_at END
            WHERE run_id = @runId
            """,
            new
            {
                runId,
                step.Orders,
                step.Rejected,
                step.Invoices,
                amount = Ore.Of(step.Amount),
                at = now.ToUnixTimeMilliseconds(),
                isLast = isLast ? 1L : 0L,
            },
            1
        );

    public void Dispose() => _ids.Dispose();
}
