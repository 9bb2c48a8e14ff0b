using System.Globalization;
using Budstikke.Callbacks;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Timeline;

/// <summary>How a fact strikes who reads it.</summary>
internal enum Mood
{
    Plain,
    Good,
    Delayed,
    Bad,
}

/// <summary>What happened, for people: a mood and a sentence for each fact.</summary>
/// <param name="Sentence">English, without the order's id and the moment, which stand beside it.</param>
internal sealed record FactWords(Mood Mood, string Sentence)
{
    /// <summary>Of a fact that this program cannot read, the content as it stands.</summary>
    /// <param name="content">JSON.</param>
    public static FactWords Of(string kind, string content) =>
        FactKinds.Read(kind, content) is { } fact ? Of(fact) : new(Mood.Plain, content);

    public static FactWords Of(Fact fact) =>
        fact switch
        {
            OrderAccepted it => new(Mood.Good, $"NOK {Kroner(it.GrandTotal)}, stored{Waits(it)}"),
            OrderCancelled it => new(Mood.Plain, $"cancelled by the client: {it.Note}"),
            OrderStatusChanged it => new(Mood.Plain, $"{it.From} to {it.To}"),
            OrderNoted it => new(Mood.Plain, it.Note),
            InvoiceIssued it => new(
                Mood.Good,
                $"number {it.Number}, {Due(it)}, NOK {Kroner(it.AmountDue)}{Checked(it.CheckedBy, it.Warnings)}"
            ),
            InvoiceRejected it => new(Mood.Bad, $"no lawful invoice can be made: {Joined(it.Violations)}"),
            IssueRequested => new(Mood.Plain, "to be invoiced now, by a person's word"),
            RefundRequested it => new(Mood.Plain, $"refund {it.Refund} of NOK {Kroner(it.Amount)}{For(it.Reason)}"),
            RefundWithdrawn it => new(Mood.Plain, $"refund {it.Refund} is withdrawn: {it.Note}"),
            CreditNoteIssued it => new(
                Mood.Good,
                $"credit note {it.Number} of NOK {Kroner(it.Amount)} for invoice {it.InvoiceNumber}"
                    + Checked(it.CheckedBy, it.Warnings)
            ),
            CreditNoteRejected it => new(
                Mood.Bad,
                $"no lawful credit note can be made of refund {it.Refund}: {Joined(it.Violations)}"
            ),
            InvoiceSplit it => new(Mood.Plain, $"more than one invoice: {Joined(it.Reasons)}"),
            RunBegun it => new(Mood.Plain, $"a run by {it.Cause}: {it.Orders} orders of {it.Customers} customers"),
            RunAdvanced it => new(
                Mood.Plain,
                $"{it.Orders} orders on {it.Invoices} invoices of NOK {Kroner(it.Amount)}, {it.Rejected} rejected"
            ),
            RunPutAside it => new(Mood.Delayed, $"{it.Orders} orders of {it.CustomerId} are tried by themselves"),
            RunEnded => new(Mood.Good, "the run is through"),
            CallbackReceived it => new(Mood.Good, $"{it.Status}: HTTP {it.HttpStatus}"),
            CallbackFailed it => new(Mood.Delayed, $"{it.Status}: {it.Evidence}, next at {Moment(it.NextTryAt)}"),
            CallbackGivenUp it => new(Mood.Bad, $"{it.Status}: {it.Evidence}"),
            CallbackEndpointAsleep it => new(
                Mood.Bad,
                $"takes no callback since {Moment(it.FailingSince)}; asked once an hour, given up at {Moment(it.Until)}"
            ),
            CallbackEndpointAwake => new(Mood.Good, "takes callbacks again; all that waited goes out"),
            CallbackEndpointGivenUp it => new(
                Mood.Bad,
                $"has taken no callback since {Moment(it.FailingSince)}: {it.Waiting} that waited are given up"
            ),
            CallbackReplayRequested it => new(
                Mood.Plain,
                $"{it.Status}: to be told again, by a person's word; it may arrive twice"
            ),
            CaseOpened it => new(Mood.Bad, $"{it.CaseId}: {it.Reason}"),
            CaseReported it => new(Mood.Plain, $"{it.CaseId}: the client's contact was written to: {it.Evidence}"),
            CaseReportFailed it => new(
                Mood.Delayed,
                $"{it.CaseId}: the client's contact cannot be reached: {it.Evidence}"
            ),
            CaseTaken it => new(Mood.Plain, $"{it.CaseId}: somebody works on it"),
            CaseSnoozed it => new(Mood.Delayed, $"{it.CaseId}: put off until {Moment(it.Until)}"),
            CaseNoted it => new(Mood.Plain, $"{it.CaseId}: {it.Note}"),
            CaseClosed it => new(Mood.Good, $"{it.CaseId}: {it.Note}{Remains(it)}"),
            JobFailing it => new(
                Mood.Bad,
                $"{it.JobKind} failed {it.Faults} times by a defect of ours ({it.Trouble}), next at "
                    + $"{Moment(it.NextTryAt)}"
            ),
            JobRecovered it => new(Mood.Good, $"{it.JobKind} went through after {it.Faults} faults"),
            _ => OfSending(fact),
        };

    private static FactWords OfSending(Fact fact) =>
        fact switch
        {
            ResendRequested it => new(Mood.Plain, $"sending {it.Resend + 1}{To(it)}"),
            DispatchSuperseded it => new(Mood.Plain, $"{it.Channel}: sending {it.Resend + 1} took its place"),
            ChannelPassedBy { Warning: { } warning } it => new(Mood.Bad, $"{it.Channel}: {it.Reason} {warning}"),
            ChannelPassedBy it => new(Mood.Delayed, $"{it.Channel}: {it.Reason}"),
            DispatchPlanned it => new(Mood.Plain, $"{it.Channel} to {it.Recipient}"),
            DispatchAccepted it => new(Mood.Good, $"{it.Channel}: {it.Evidence}"),
            DispatchDelivered it => new(Mood.Good, $"{it.Channel}: delivered: {it.Evidence}"),
            DispatchDeferred it => new(Mood.Delayed, $"{it.Channel}: {it.Evidence}, next at {Moment(it.NextTryAt)}"),
            DispatchHeld it => new(
                Mood.Delayed,
                $"{it.Channel} waits, by no fault of the customer: {it.Evidence}, next at {Moment(it.NextTryAt)}"
            ),
            DispatchRefused it => new(Mood.Bad, $"{it.Channel}: {it.Evidence}"),
            DispatchInDoubt it => new(Mood.Bad, $"{it.Channel}: {it.Earlier} Then: {it.Evidence}"),
            DoubtSettled it => new(Mood.Plain, $"{it.Channel}, decided by a person, {it.Decision}: {it.Note}"),
            DispatchFailedLate it => new(Mood.Bad, $"{it.Channel}: came back: {it.Evidence}"),
            DispatchNoted it => new(MoodOf(it.Word), $"{it.Channel}: {WordsOf(it.Word)}: {it.Evidence}"),
            RecipientAnswered it => new(MoodOf(it.Answer), $"{it.Channel}: {it.Evidence}"),
            DistributionExhausted it => new(Mood.Bad, $"no channel is left for {it.Number}: {Joined(it.Reasons)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "no sentence"),
        };

    private static string WordsOf(ReportWord word) =>
        word switch
        {
            ReportWord.Delayed => "delayed on its way",
            ReportWord.Relayed => "passed on",
            ReportWord.Complaint => "the recipient calls it unwanted",
            ReportWord.AutoReply => "an automatic answer",
            ReportWord.TooLate => "came back too late to be sent on by itself",
            ReportWord.PresumedDelivered => "presumed delivered",
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no words"),
        };

    private static Mood MoodOf(ReportWord word) =>
        word switch
        {
            ReportWord.Delayed => Mood.Delayed,
            ReportWord.Complaint or ReportWord.TooLate => Mood.Bad,
            ReportWord.PresumedDelivered => Mood.Good,
            _ => Mood.Plain,
        };

    private static Mood MoodOf(RecipientAnswer answer) =>
        answer switch
        {
            RecipientAnswer.Rejected => Mood.Bad,
            RecipientAnswer.UnderQuery => Mood.Delayed,
            _ => Mood.Plain,
        };

    private static string Waits(OrderAccepted accepted) =>
        accepted.HeldUntil is { } until ? $"; waits for the run of {Moment(until)}" : "";

    private static string Due(InvoiceIssued issued) =>
        issued.DueDate is { } due ? $"due {Day(due)}, KID {issued.Kid}" : "nothing to pay";

    /// <summary>By which official rules a document was checked, and what they warn of.</summary>
    private static string Checked(IReadOnlyList<string>? by, IReadOnlyList<string>? warnings) =>
        by is null ? ""
        : warnings is null ? $"; checked by {string.Join(", ", by)}"
        : $"; checked by {string.Join(", ", by)}, with warnings: {Joined(warnings)}";

    private static string For(string? reason) => reason is null ? "" : $": {reason}";

    private static string To(ResendRequested asked) =>
        (asked.Email ?? asked.Msisdn) is { } corrected ? $", to {corrected}" : "";

    private static string Remains(CaseClosed closed) =>
        closed.Remains is { } remains ? $" What remains: {remains}" : "";

    private static string Joined(IEnumerable<string> sentences) => string.Join(' ', sentences);

    private static string Kroner(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
