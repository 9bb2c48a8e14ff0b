using Budstikke.Distribution;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>Closes a case that nobody need look at any more, since its trouble has gone by itself.</summary>
internal sealed class CloseCase(CaseStore cases, TimeProvider time) : IJobHandler
{
    public const string KindName = "close-case";

    private const string System = "system";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    public static NewJob JobFor(JobRecovered fact) =>
        JobFor(
            fact.ClientId,
            NewCase.JobFailing,
            OpenCase.SubjectOfJob(fact.JobKind, fact.JobId),
            $"{fact.JobKind} has gone through after {fact.Faults} errors."
        );

    /// <summary>What came back had arrived nowhere, and goes by the next channel.</summary>
    public static NewJob JobFor(DispatchFailedLate fact) =>
        JobFor(fact.ClientId, NewCase.ArrivalUnknown, fact.Key, $"It came back: {fact.Evidence}");

    /// <summary>Behind the job that opens the case, in its lane.</summary>
    private static NewJob JobFor(string clientId, string kind, string subject, string note)
    {
        var caseId = NewCase.IdOf(kind, subject);
        return new(clientId, KindName, caseId)
        {
            Lane = OpenCase.LaneOf(caseId),
            Content = JsonOptions.Store(new Closing(note)),
        };
    }

    private sealed record Closing(string Note);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        if (await cases.Newest(jobs[0].Subject) is not { ClosedAt: null } row)
            return Settlement.Done;
        var note = JsonOptions.Restore<Closing>(jobs[0].Content).Note;
        return new()
        {
            Writes = [CaseStore.Close(row.CaseId, note, System, time.GetUtcNow())],
            Facts =
            [
                new CaseClosed
                {
                    ClientId = row.ClientId,
                    OrderIds = await cases.OrdersOf(row),
                    CaseId = row.CaseId,
                    Note = note,
                },
            ],
        };
    }

    public async Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        await cases.Newest(job.Subject) is { } row ? await cases.OrdersOf(row) : [];
}
