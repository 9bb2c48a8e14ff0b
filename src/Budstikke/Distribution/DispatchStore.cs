using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>The tables of this room: a dispatch is written before it is sent, and each attempt after it.</summary>
internal sealed class DispatchStore(Database database) : IAsyncDisposable
{
    /// <summary>More than any channel's patience has.</summary>
    private const long MaxAttemptsRead = 1000;

    private const string Columns =
        "dispatch_key AS DispatchKey, client_id AS ClientId, invoice_id AS InvoiceId, channel AS Channel, "
        + "resend AS Resend, recipient AS Recipient, state AS State, reason AS Reason, doubt AS Doubt, "
        + "planned_at AS PlannedAt, settled_at AS SettledAt, delivered_at AS DeliveredAt, "
        // A bare column: of an expression SQLite knows no type where there is no row.
        + "(SELECT r.resend FROM resends r WHERE r.invoice_id = dispatches.invoice_id "
        + "ORDER BY r.resend DESC LIMIT 1) AS NewestResend, held_since AS HeldSince, held_told AS HeldTold";

    private static readonly Table s_dispatches = new(
        "dispatches",
        [
            ("dispatch_key", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("channel", ColumnType.Text),
            ("resend", ColumnType.Bigint),
            ("recipient", ColumnType.Text),
            ("state", ColumnType.Text),
            ("reason", ColumnType.Text),
            ("planned_at", ColumnType.Bigint),
        ]
    );

    private static readonly CompareAndSet s_change = new(
        "dispatches",
        "dispatch_key",
        "state",
        [("state", ColumnType.Text), ("reason", ColumnType.Text), ("settled_at", ColumnType.Bigint)]
    );

    private static readonly Table s_attempts = new(
        "attempts",
        [
            ("client_id", ColumnType.Text),
            ("dispatch_key", ColumnType.Text),
            ("attempt", ColumnType.Bigint),
            ("started_at", ColumnType.Bigint),
            ("ended_at", ColumnType.Bigint),
            ("outcome", ColumnType.Text),
            ("evidence", ColumnType.Text),
        ]
    );

    private static readonly Table s_resends = new(
        "resends",
        [
            ("client_id", ColumnType.Text),
            ("invoice_id", ColumnType.Text),
            ("resend", ColumnType.Bigint),
            ("email", ColumnType.Text),
            ("correction", ColumnType.Text),
            ("requested_at", ColumnType.Bigint),
        ],
        "invoice_id, resend"
    );

    private readonly KeyedReads<DispatchRow> _dispatches = new(
        database,
        $"SELECT {Columns} FROM dispatches",
        "dispatch_key",
        row => row.DispatchKey
    );

    private readonly KeyedReads<DispatchRow> _ofInvoices = new(
        database,
        $"SELECT {Columns} FROM dispatches",
        "invoice_id",
        row => row.InvoiceId
    );

    private readonly KeyedReads<ResendRow> _sendings = new(
        database,
        "SELECT invoice_id AS InvoiceId, resend AS Resend, email AS Email, correction AS Correction FROM resends",
        "invoice_id",
        row => row.InvoiceId
    );

    /// <summary>Of one invoice in 24 hours: each may reach a person, by a channel that the operator pays for.</summary>
    public const int MaxResendsADay = 10;

    /// <summary>
    /// The next sending's number; null where there were enough of them. Whoever finds it taken by another at the same
    /// moment counts again, so that nobody's sending is left out of the count.
    /// </summary>
    public static async Task<long?> AddResend(
        Session session,
        string clientId,
        string invoiceId,
        Correction correction,
        DateTimeOffset now
    )
    {
        while (true)
        {
            var before = await session.QuerySingle<Resends>(
                """
                SELECT coalesce(max(resend), 0) AS Last, count(CASE WHEN requested_at > @dayAgo THEN 1 END) AS InDay
                FROM resends WHERE invoice_id = @invoiceId
                """,
                new { invoiceId, dayAgo = now.AddDays(-1).ToUnixTimeMilliseconds() }
            );
            if (before.InDay >= MaxResendsADay)
                return null;
            object?[] row =
            [
                clientId,
                invoiceId,
                before.Last + 1,
                correction.Email,
                correction.IsOfAnything ? JsonOptions.Store(correction) : null,
                now.ToUnixTimeMilliseconds(),
            ];
            if ((await session.Insert(s_resends, [row]))[0])
                return before.Last + 1;
        }
    }

    private sealed record Resends(long Last, long InDay);

    /// <summary>The newest sending of an invoice, the only one whose dispatches go on.</summary>
    public async Task<ResendRow> NewestSending(string invoiceId) =>
        (await _sendings.All(invoiceId)).MaxBy(sending => sending.Resend) ?? new(invoiceId, 0, null, null);

    /// <summary>What was corrected for all sendings of an invoice, the oldest first.</summary>
    public async Task<IReadOnlyList<Correction>> Corrections(string invoiceId) =>
        [
            .. (await _sendings.All(invoiceId))
                .OrderBy(sending => sending.Resend)
                .Select(sending => sending.Corrected)
                .OfType<Correction>(),
        ];

    public Task<DispatchRow?> Find(string key) => _dispatches.One(key);

    /// <summary>The orders on the document of a dispatch; none where there is no such dispatch.</summary>
    public async Task<IReadOnlyList<string>> OrdersOf(string key, InvoiceStore invoices) =>
        await Find(key) is { } dispatch ? await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId) : [];

    public async Task<IReadOnlyList<DispatchRow>> Of(string invoiceId, long resend) =>
        [.. (await _ofInvoices.All(invoiceId)).Where(dispatch => dispatch.Resend == resend)];

    public async ValueTask DisposeAsync()
    {
        await _dispatches.DisposeAsync();
        await _ofInvoices.DisposeAsync();
        await _sendings.DisposeAsync();
    }

    /// <summary>Of all sendings of an invoice, the oldest first.</summary>
    public async Task<IReadOnlyList<DispatchRow>> OfAllSendings(string invoiceId) =>
        [.. (await _ofInvoices.All(invoiceId)).OrderBy(one => one.Resend).ThenBy(one => one.PlannedAt)];

    /// <summary>What was tried of a dispatch, the oldest first.</summary>
    public Task<IReadOnlyList<AttemptRow>> Attempts(string key) =>
        database.Read(session =>
            session.Query<AttemptRow>(
                """
                SELECT attempt AS Attempt, started_at AS StartedAt, ended_at AS EndedAt, outcome AS Outcome,
                  evidence AS Evidence
                FROM attempts WHERE dispatch_key = @key ORDER BY attempt LIMIT @max
                """,
                new { key, max = MaxAttemptsRead }
            )
        );

    /// <summary>The same invoice, channel and resend have the same key, so a second plan of it conflicts instead of
    /// sending twice.</summary>
    public static string KeyOf(string invoiceId, string channel, long resend) =>
        $"{invoiceId}-{channel}{(resend == 0 ? "" : $"-{resend}")}".ToLowerInvariant();

    public static NewRow New(
        string clientId,
        string invoiceId,
        PastDispatch dispatch,
        string recipient,
        long resend,
        DateTimeOffset now
    ) =>
        new(
            s_dispatches,
            KeyOf(invoiceId, dispatch.Channel, resend),
            clientId,
            invoiceId,
            dispatch.Channel,
            resend,
            recipient,
            StoredName.Of(dispatch.State),
            dispatch.Reason.Length == 0 ? null : dispatch.Reason,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>Compare and set: an outcome is noted once.</summary>
    public static ChangedRow Change(
        string key,
        DispatchState from,
        DispatchState to,
        string? reason,
        DateTimeOffset now
    ) => new(s_change, key, StoredName.Of(from), StoredName.Of(to), reason, now.ToUnixTimeMilliseconds());

    /// <summary>Notes when the dispatch was delivered. A delivery counts once, whatever has become of the dispatch
    /// since.</summary>
    public static Statement NoteDelivery(string key, DateTimeOffset now) =>
        new(
            "UPDATE dispatches SET delivered_at = @at WHERE dispatch_key = @key AND delivered_at IS NULL",
            new { key, at = now.ToUnixTimeMilliseconds() },
            1
        );

    /// <summary>The first that is known of a try without an answer; it stays, since it may have arrived whatever comes
    /// after it.</summary>
    public static Statement Doubt(string key, string doubt) =>
        new("UPDATE dispatches SET doubt = @doubt WHERE dispatch_key = @key AND doubt IS NULL", new { key, doubt });

    /// <summary>It waits for our own mending since then; what is written first stays.</summary>
    public static Statement Hold(string key, DateTimeOffset now, bool isTold) =>
        new(
            "UPDATE dispatches SET held_since = coalesce(held_since, @at), "
                + "held_told = coalesce(held_told, @told) WHERE dispatch_key = @key",
            new
            {
                key,
                at = now.ToUnixTimeMilliseconds(),
                told = isTold ? now.ToUnixTimeMilliseconds() : (long?)null,
            }
        );

    /// <summary>Somebody has found out that it arrived: what he says is the evidence, behind the attempts that had
    /// none.</summary>
    public static Statement Confirm(DispatchRow dispatch, string evidence, DateTimeOffset now) =>
        new(
            """
            INSERT INTO attempts (client_id, dispatch_key, attempt, started_at, ended_at, outcome, evidence)
            SELECT @ClientId, @DispatchKey, coalesce(max(attempt), 0) + 1, @at, @at, @outcome, @evidence
            FROM attempts WHERE dispatch_key = @DispatchKey
            """,
            new
            {
                dispatch.ClientId,
                dispatch.DispatchKey,
                at = now.ToUnixTimeMilliseconds(),
                outcome = StoredName.Of<Accepted>(),
                evidence,
            },
            1
        );

    public static NewRow Attempt(
        DispatchRow dispatch,
        long attempt,
        DateTimeOffset started,
        DateTimeOffset ended,
        string outcome,
        string evidence
    ) =>
        new(
            s_attempts,
            dispatch.ClientId,
            dispatch.DispatchKey,
            attempt,
            started.ToUnixTimeMilliseconds(),
            ended.ToUnixTimeMilliseconds(),
            outcome,
            evidence
        );
}
