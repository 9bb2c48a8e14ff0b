using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A document with its number, ready to be rendered.</summary>
/// <param name="Subject">What it is made of, whatever its number.</param>
/// <param name="Issued">What is written and becomes true with it.</param>
internal sealed record NumberedDocument(NewDocument Document, string Subject, Func<RenderedInvoice, Settlement> Issued);

/// <summary>What a job of the issuer came to.</summary>
/// <param name="Documents">With the numbers that follow each other from the one that it was given.</param>
/// <param name="Invoiced">The orders on its invoices; none on a credit note.</param>
/// <param name="Beside">What is written whether there are documents or not.</param>
internal sealed record NumberedJob(
    IReadOnlyList<NumberedDocument> Documents,
    IReadOnlyList<string> Invoiced,
    Settlement Beside
);

/// <summary>Gives what one job of the issuer asks for the numbers from the given one on.</summary>
internal delegate NumberedJob TakeNumbers(long first, DateTimeOffset now);

/// <summary>One of the things that a client's issuer issues.</summary>
internal interface IIssued
{
    /// <summary>The kind of its jobs.</summary>
    string Kind { get; }

    /// <summary>Reads what the jobs ask for, all of this kind and of this client; by the jobs' ids.</summary>
    /// <param name="refused">What may not be issued, since the official rules refuse it.</param>
    Task<IReadOnlyDictionary<long, TakeNumbers>> Find(IReadOnlyList<Job> jobs, Client client, RuleRefusals refused);

    /// <inheritdoc cref="IJobHandler.OrdersOf"/>
    IReadOnlyList<string> OrdersOf(Job job) => [job.Subject];
}

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
    IEnumerable<IIssued> issued,
    SharedParts sharedParts,
    OfficialRules rules,
    TimeProvider time
) : IJobHandler
{
    private readonly Dictionary<string, IIssued> _issued = issued.ToDictionary(one => one.Kind, StringComparer.Ordinal);

    public JobKind Kind { get; } =
        new(IssueInvoices.KindName, Concurrency: 1, IsBatch: true)
        {
            Others = [.. issued.Select(one => one.Kind).Where(kind => kind != IssueInvoices.KindName)],
        };

    /// <summary>In the client's one lane.</summary>
    public static NewJob JobFor(string kind, string clientId, string subject) =>
        new(clientId, kind, subject) { Lane = JobKind.LaneOf(IssueInvoices.KindName, clientId) };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var refused = new RuleRefusals(rules);
        while (true)
            if (await Issue(jobs, refused) is { } settlement)
                return settlement;
    }

    /// <summary>Null where the official rules refuse a document: what is left is numbered anew.</summary>
    private async Task<Settlement?> Issue(IReadOnlyList<Job> jobs, RuleRefusals refused)
    {
        var client = await clients.Newest(jobs[0].ClientId);
        var found = new Dictionary<long, TakeNumbers>();
        foreach (var ofKind in jobs.GroupBy(job => job.Kind))
        foreach (var (jobId, take) in await _issued[ofKind.Key].Find([.. ofKind], client, refused))
            found.Add(jobId, take);
        var (first, now) = (await series.Next(client), time.GetUtcNow());
        var numbered = new List<NumberedJob>();
        var next = first;
        // In the lane's order, so that what came first has the lower number.
        foreach (var job in jobs)
        {
            numbered.Add(found[job.JobId](next, now));
            next += numbered[^1].Documents.Count;
        }
        // Rendering and checking take most of the time of issuing, so they are done on every core.
        var documents = numbered.SelectMany(job => job.Documents).ToList();
        var rendered = await Task.WhenAll(documents.Select(one => Task.Run(() => one.Document.Render(rules))));
        if (refused.Take(documents.Zip(rendered)))
            return null;
        foreach (var part in rendered.SelectMany(one => one.Shared))
            await sharedParts.Ensure(part);
        return Together(
            [.. documents.Zip(rendered, (one, bytes) => one.Issued(bytes)), .. numbered.Select(job => job.Beside)],
            StatesOf(numbered, now),
            NumberSeries.Advance(client, first, next)
        );
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => Task.FromResult(_issued[job.Kind].OrdersOf(job));

    private IEnumerable<Write> StatesOf(IEnumerable<NumberedJob> numbered, DateTimeOffset now)
    {
        string[] invoiced = [.. numbered.SelectMany(job => job.Invoiced)];
        return invoiced.Length == 0
            ? []
            : [OrderState.Change(database.Dialect, invoiced, OrderState.Sent, OrderState.Invoiced, now)];
    }

    /// <param name="advance">Null where no number is taken.</param>
    private static Settlement Together(
        IReadOnlyList<Settlement> parts,
        IEnumerable<Write> states,
        Statement? advance
    ) =>
        new()
        {
            // The number series is written first, so that another issuer is waited for before anything else is written.
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
