using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>
/// Opens a case, once for the same of the same subject as long as it is open, and has the client's contact told. What
/// comes again after a person closed its case is another case.
/// </summary>
internal sealed class OpenCase(CaseStore cases, TimeProvider time) : IJobHandler
{
    public const string KindName = "open-case";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    /// <summary>Repeats wait in one lane, so that the second sees the first's case.</summary>
    public static NewJob JobFor(NewCase opened) =>
        new(opened.ClientId, KindName, opened.Subject)
        {
            Lane = LaneOf(opened.CaseId),
            Content = JsonOptions.Store(opened),
        };

    public static string LaneOf(string caseId) => $"{KindName}:{caseId}";

    /// <summary>Each sending that found no way is a case of its own, also after an earlier one's was closed.</summary>
    public static string SubjectOf(string invoiceId, long resend) => resend == 0 ? invoiceId : $"{invoiceId}-{resend}";

    public static NewJob JobFor(DistributionExhausted fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                Timelines = fact.Timelines,
                Subject = SubjectOf(fact.InvoiceId, fact.Resend),
                InvoiceId = fact.InvoiceId,
                Kind = NewCase.DistributionExhausted,
                Reasons = fact.Reasons,
            }
        );

    public static NewJob JobFor(InvoiceRejected fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                Timelines = fact.Timelines,
                Subject = fact.OrderId,
                Kind = NewCase.InvoiceRejected,
                Reasons = fact.Violations,
            }
        );

    public static NewJob JobFor(CreditNoteRejected fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                Timelines = fact.Timelines,
                Subject = SubjectOfRefund(fact.OrderId, fact.Refund),
                Kind = NewCase.CreditNoteRejected,
                Reasons = fact.Violations,
            }
        );

    /// <summary>A buyer who asks or pays is nobody's work here; one who rejects is.</summary>
    public static NewJob? JobFor(RecipientAnswered fact) =>
        fact.Answer == RecipientAnswer.Rejected
            ? JobFor(
                new NewCase
                {
                    ClientId = fact.ClientId,
                    Timelines = fact.Timelines,
                    Subject = fact.InvoiceId,
                    InvoiceId = fact.InvoiceId,
                    Kind = NewCase.RejectedByBuyer,
                    Reasons =
                    [
                        fact.Evidence,
                        "The buyer has the invoice and will not pay it as it is. Nothing is sent by itself: settle it "
                            + "with him, and refund what is to be given back.",
                    ],
                }
            )
            : null;

    /// <summary>Null where there is time enough for the next channel.</summary>
    public static NewJob? JobFor(DispatchFailedLate fact) =>
        fact is { DueInDays: { } days, InvoiceId: { } invoiceId }
            ? JobFor(
                new NewCase
                {
                    ClientId = fact.ClientId,
                    Timelines = fact.Timelines,
                    Subject = fact.Key,
                    InvoiceId = invoiceId,
                    Kind = NewCase.ReturnedNearDue,
                    Reasons =
                    [
                        $"{fact.Channel}: it came back: {fact.Evidence}",
                        days >= 0
                            ? $"The document is due in {days} days. The next channel brings it, and may be late."
                            : $"The document was due {-days} days ago. The next channel brings it by itself.",
                    ],
                }
            )
            : null;

    /// <summary>Each refund of an order is a matter of its own.</summary>
    public static string SubjectOfRefund(string orderId, long refund) => $"{orderId} {refund}";

    /// <summary>A room's own jobs open no case of themselves: what cannot be opened or mailed would be opened and
    /// mailed for ever.</summary>
    public static NewJob? JobFor(JobFailing fact) =>
        fact.JobKind is KindName or CloseCase.KindName or MailCase.KindName or MailAccountChange.KindName
            ? null
            : JobFor(
                new NewCase
                {
                    ClientId = fact.ClientId,
                    Timelines = fact.Timelines,
                    Subject = SubjectOfJob(fact.JobKind, fact.JobId),
                    Kind = NewCase.JobFailing,
                    Reasons =
                    [
                        $"{fact.JobKind} for {fact.Subject} has failed {fact.Faults} times in a row by an error "
                            + $"of ours: {fact.Trouble}.",
                        $"It is tried again at {fact.NextTryAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, and then ever "
                            + "more rarely; once it goes through, this case closes by itself.",
                        "The log has the error under its trace. When its cause is mended, close this case: the "
                            + "job is tried at once.",
                    ],
                }
            );

    /// <summary>Two jobs of a kind may be about the same.</summary>
    public static string SubjectOfJob(string kind, long jobId) => $"{kind} {jobId}";

    /// <summary>The job's id, of a subject as above.</summary>
    public static long JobIn(string subject) => long.Parse(subject.Split(' ')[^1]);

    public static NewJob JobFor(DispatchInDoubt fact) =>
        JobFor(
            new NewCase
            {
                ClientId = fact.ClientId,
                Timelines = fact.Timelines,
                Subject = fact.Key,
                InvoiceId = fact.InvoiceId,
                Kind = NewCase.ArrivalUnknown,
                Reasons =
                [
                    $"{fact.Channel} to {fact.Recipient}: {fact.Earlier}",
                    fact.Attempt is null
                        ? $"Then it was reported as failed: {fact.Evidence}"
                        : $"The repeat was refused: {fact.Evidence}",
                    "Find out whether it arrived. Close this case with --arrived where it did, or with "
                        + "--send-on to bring it by the next channel.",
                ],
            }
        );

    /// <summary>One for each client, however many of its invoices wait.</summary>
    public static NewJob? JobFor(DispatchHeld fact) =>
        fact.IsLong is true
            ? JobFor(
                new NewCase
                {
                    ClientId = fact.ClientId,
                    Timelines = fact.Timelines,
                    Subject = SubjectOfHold(fact.ClientId, fact.Channel),
                    Kind = NewCase.MailHeld,
                    Reasons =
                    [
                        $"{fact.Channel} has waited since {Moments.Text(fact.Since)}: {fact.Evidence}",
                        "No customer is to blame, so nothing goes by another channel for it. It is tried on, and this "
                            + "case closes by itself with the first that goes out.",
                    ],
                }
            )
            : null;

    public static string SubjectOfHold(string clientId, string channel) => $"{clientId} {channel}";

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var opened = JsonOptions.Restore<NewCase>(jobs[0].Content);
        var newest = await cases.Newest(opened.CaseId);
        if (newest is { ClosedAt: null })
            return new() { Writes = [CaseStore.IsStillOpen(newest.CaseId)] };
        var number = newest is null ? 1 : newest.Number + 1;
        var caseId = NewCase.IdOf(opened.Kind, opened.Subject, number);
        return new()
        {
            Writes = [CaseStore.New(opened, number, time.GetUtcNow())],
            Facts =
            [
                new CaseOpened
                {
                    ClientId = opened.ClientId,
                    OrderIds = CaseTimelines.Orders(opened.Timelines),
                    About = CaseTimelines.Other(opened.Timelines),
                    CaseId = caseId,
                    CaseKind = opened.Kind,
                    Number = number == 1 ? null : number,
                    Reason = opened.Reason,
                },
            ],
            // Whoever runs the service has no contact address; a log, a metric and the node's health tell him.
            Jobs = opened.ClientId == NewCase.Operator ? [] : [MailCase.JobFor(opened.ClientId, caseId)],
        };
    }

    public Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        Task.FromResult(CaseTimelines.Orders(JsonOptions.Restore<NewCase>(job.Content).Timelines));
}
