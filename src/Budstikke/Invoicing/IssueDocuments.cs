using Budstikke.Clients;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A document with its number, ready to be rendered.</summary>
/// <param name="Issued">What is written and becomes true with it.</param>
internal sealed record NumberedDocument(NewDocument Document, Func<RenderedInvoice, Settlement> Issued);

/// <summary>What a job of the issuer came to.</summary>
/// <param name="Documents">With the numbers that follow each other from the one that it was given.</param>
/// <param name="Invoiced">The orders on its invoices; none on a credit note.</param>
/// <param name="Beside">What is written whether there are documents or not.</param>
internal sealed record NumberedJob(
    IReadOnlyList<NumberedDocument> Documents,
    IReadOnlyList<string> Invoiced,
    Settlement Beside
);

/// <summary>
/// A client's one issuer. Orders that are invoiced at once, turns of runs and refunds stand in one lane, since their
/// documents share one number series: reads the next number, renders outside the transaction, and commits documents,
/// states and the advanced series together. The series moves only from the number that was read, so numbers have no
/// gaps and are never used twice.
/// </summary>
internal sealed class IssueDocuments(
    Database database,
    ClientStore clients,
    NumberSeries series,
    IssueInvoices invoices,
    IssueCreditNotes creditNotes,
    SharedParts sharedParts,
    TimeProvider time
) : IJobHandler
{
    public const string KindName = "issue";

    private static readonly JobKind s_kind = new(KindName, Concurrency: 1, IsBatch: true);

    public JobKind Kind => s_kind;

    public static NewJob? JobFor(OrderAccepted fact) => fact.IsAtOnce ? JobFor(fact.ClientId, fact.OrderId) : null;

    public static NewJob JobFor(IssueRequested fact) => JobFor(fact.ClientId, fact.OrderId);

    /// <summary>The order gets an invoice of its own, at once.</summary>
    public static NewJob JobFor(string clientId, string orderId) =>
        new(clientId, KindName, orderId) { Lane = s_kind.LaneOf(clientId) };

    /// <param name="subject">The run, or the customer whose orders the turn names.</param>
    public static NewJob JobFor(string clientId, string subject, RunTurn turn) =>
        JobFor(clientId, subject) with
        {
            Content = JsonOptions.Store(turn),
        };

    public static NewJob JobFor(RefundRequested fact) =>
        JobFor(fact.ClientId, fact.OrderId) with
        {
            Content = JsonOptions.Store(new RefundAsked(fact.Refund)),
        };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var client = await clients.Newest(jobs[0].ClientId);
        var ofRefunds = jobs.ToLookup(job => RefundAsked.Of(job) is not null);
        var toCredit = await creditNotes.Find([.. ofRefunds[true]]);
        var toInvoice = await invoices.Find([.. ofRefunds[false]], client);
        var (first, now) = (await series.Next(client), time.GetUtcNow());
        var numbered = new List<NumberedJob>();
        var next = first;
        // In the lane's order, so that what came first has the lower number.
        foreach (var job in jobs)
        {
            numbered.Add(
                toCredit.TryGetValue(job.JobId, out var refund)
                    ? creditNotes.Number(refund, next, now)
                    : invoices.Number(toInvoice[job.JobId], client, next, now)
            );
            next += numbered[^1].Documents.Count;
        }
        return Together(await Render(numbered), StatesOf(numbered, now), NumberSeries.Advance(client, first, next));
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        Task.FromResult(RunTurn.Of(job) is { } turn ? turn.OrderIds ?? [] : [job.Subject]);

    private IEnumerable<Write> StatesOf(IEnumerable<NumberedJob> numbered, DateTimeOffset now)
    {
        string[] invoiced = [.. numbered.SelectMany(job => job.Invoiced)];
        return invoiced.Length == 0
            ? []
            : [OrderState.Change(database.Dialect, invoiced, OrderState.Sent, OrderState.Invoiced, now)];
    }

    /// <summary>Most of the time of issuing, so on every core.</summary>
    private async Task<IReadOnlyList<Settlement>> Render(IReadOnlyList<NumberedJob> numbered)
    {
        var documents = numbered.SelectMany(job => job.Documents).ToList();
        var rendered = await Task.WhenAll(documents.Select(one => Task.Run(one.Document.Render)));
        foreach (var part in rendered.SelectMany(one => one.Shared))
            await sharedParts.Ensure(part);
        return [.. documents.Zip(rendered, (one, bytes) => one.Issued(bytes)), .. numbered.Select(job => job.Beside)];
    }

    /// <param name="advance">Null where no number is taken.</param>
    private static Settlement Together(
        IReadOnlyList<Settlement> parts,
        IEnumerable<Write> states,
        Statement? advance
    ) =>
        new()
        {
            // First, so that another issuer is waited for before anything else is written.
            Writes =
            [
                .. advance is null ? [] : new Write[] { advance },
                .. states,
                .. parts.SelectMany(part => part.Writes),
            ],
            Facts = [.. parts.SelectMany(part => part.Facts)],
            Jobs = [.. parts.SelectMany(part => part.Jobs)],
        };
}

/// <summary>What a job says whose subject is an order and who asks for the credit note of a refund.</summary>
/// <param name="Refund">1 for the order's first.</param>
internal sealed record RefundAsked(long Refund)
{
    private sealed record Content(long? Refund);

    /// <summary>Null: the job asks for invoices.</summary>
    public static RefundAsked? Of(Job job) =>
        JsonOptions.Restore<Content>(job.Content).Refund is { } refund ? new(refund) : null;
}
