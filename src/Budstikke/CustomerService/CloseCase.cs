using System.Text.Json.Serialization;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;

namespace Budstikke.CustomerService;

/// <summary>What a case was opened for is dealt with elsewhere, or has mended itself.</summary>
/// <param name="Timelines">Whose cases: the first id of each case's. Stored under the name that it had when all were
/// orders'.</param>
/// <param name="Subject">Null: every case of that kind.</param>
/// <param name="Note">What was done about it.</param>
/// <param name="By">As a fact says it.</param>
internal sealed record CauseGone(
    string CaseKind,
    [property: JsonPropertyName("orderIds")] IReadOnlyList<string> Timelines,
    string? Subject,
    string Note,
    string By
);

/// <summary>Closes open cases whose cause is gone, so that nobody looks for it in vain.</summary>
internal sealed class CloseCase(CaseStore cases, TimeProvider time) : IJobHandler
{
    public const string KindName = "close-case";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    /// <summary>Closes the case of an order that could not be invoiced: once cancelled, it need not be.</summary>
    public static NewJob JobFor(OrderCancelled fact) =>
        JobFor(fact, new(NewCase.InvoiceRejected, fact.Timelines, null, "The order was cancelled.", fact.CausedBy));

    /// <summary>Null for nearly every invoice: its orders were never with a person.</summary>
    public static NewJob? JobFor(InvoiceIssued fact) =>
        fact.WereAside is { } orders
            ? JobFor(
                fact,
                new(NewCase.InvoiceRejected, orders, null, $"Invoiced with number {fact.Number}.", fact.CausedBy)
            )
            : null;

    public static NewJob JobFor(RefundWithdrawn fact) =>
        JobFor(
            fact,
            new(
                NewCase.CreditNoteRejected,
                fact.Timelines,
                OpenCase.SubjectOfRefund(fact.OrderId, fact.Refund),
                fact.Note,
                fact.CausedBy
            )
        );

    /// <summary>Closes the case of a dispatch in doubt: it came back, so it had not arrived, and the next channel
    /// brings it.</summary>
    public static NewJob JobFor(DispatchFailedLate fact) =>
        JobFor(
            fact,
            new(NewCase.ArrivalUnknown, fact.Timelines, fact.Key, $"It came back: {fact.Evidence}", fact.CausedBy)
        );

    /// <summary>Null for nearly every delivery: it was not in doubt.</summary>
    public static NewJob? JobFor(DispatchDelivered fact) =>
        fact.EndsDoubt is true
            ? JobFor(
                fact,
                new(
                    NewCase.ArrivalUnknown,
                    fact.Timelines,
                    fact.Key,
                    $"It was delivered: {fact.Evidence}",
                    fact.CausedBy
                )
            )
            : null;

    /// <summary>Null for nearly every dispatch: nobody was told that it waits.</summary>
    public static NewJob? JobFor(DispatchAccepted fact) =>
        fact.EndsHold is true
            ? JobFor(
                fact,
                new(
                    NewCase.MailHeld,
                    fact.Timelines,
                    OpenCase.SubjectOfHold(fact.ClientId, fact.Channel),
                    "It goes out again.",
                    fact.CausedBy
                )
            )
            : null;

    public static NewJob JobFor(JobRecovered fact) =>
        JobFor(
            fact,
            new(
                NewCase.JobFailing,
                fact.Timelines,
                OpenCase.SubjectOfJob(fact.JobKind, fact.JobId),
                $"{fact.JobKind} has gone through after {fact.Faults} errors.",
                fact.CausedBy
            )
        );

    /// <summary>In the lane in which the case is opened: the opening may still be under way.</summary>
    public static NewJob JobFor(Fact fact, CauseGone gone) => JobFor(fact.ClientId, gone);

    public static NewJob JobFor(string clientId, CauseGone gone) =>
        new(clientId, KindName, gone.Timelines[0])
        {
            Lane = OpenCase.LaneOf(NewCase.IdOf(gone.CaseKind, gone.Subject ?? gone.Timelines[0])),
            Content = JsonOptions.Store(gone),
        };

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var gone = JsonOptions.Restore<CauseGone>(jobs[0].Content);
        var now = time.GetUtcNow();
        var (writes, facts) = (new List<Write>(), new List<Fact>());
        foreach (var row in await OpenCasesOf(gone))
        {
            var about = await cases.About(row);
            writes.Add(CaseStore.Close(row.CaseId, gone.Note, gone.By, now));
            facts.Add(
                new CaseClosed
                {
                    ClientId = row.ClientId,
                    OrderIds = about.OrderIds,
                    About = about.Other,
                    CausedBy = gone.By,
                    CaseId = row.CaseId,
                    Note = gone.Note,
                }
            );
        }
        return new() { Writes = writes, Facts = facts };
    }

    /// <summary>Of one subject only the newest can be open.</summary>
    private async Task<IReadOnlyList<CaseRow>> OpenCasesOf(CauseGone gone) =>
        gone.Subject is null ? await cases.OpenOf(gone.Timelines, gone.CaseKind)
        : await cases.Newest(NewCase.IdOf(gone.CaseKind, gone.Subject)) is { ClosedAt: null } row ? [row]
        : [];

    public Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        Task.FromResult(CaseTimelines.Orders(JsonOptions.Restore<CauseGone>(job.Content).Timelines));
}
