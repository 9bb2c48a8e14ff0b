using System.Globalization;
using Budstikke.Callbacks;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Wording;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Timeline;

/// <summary>The sentences of <see cref="FactWords"/> in Norwegian. What other servers and the rules said stands as they
/// said it.</summary>
internal static class NorwegianFactWords
{
    /// <summary>Null where there is none: the English one is shown then.</summary>
    public static string? Of(string kind, string content) =>
        FactKinds.Read(kind, content) is { } fact ? Of(fact) : null;

    private static string? Of(Fact fact) =>
        fact switch
        {
            OrderAccepted { HeldUntil: { } until } it =>
                $"{Kroner(it.GrandTotal)}; venter på fakturakjøringen {Moment(until)}",
            OrderAccepted it => $"{Kroner(it.GrandTotal)}, tatt vare på",
            OrderCancelled it => $"Kansellert: {it.Note}",
            OrderNoted it => it.Note,
            OrderStatusChanged it => $"Fra {it.From} til {it.To}",
            InvoiceIssued { DueDate: { } due } it =>
                $"Nummer {it.Number} på {Kroner(it.AmountDue)}, forfaller {Day(due)}, KID {it.Kid}",
            InvoiceIssued it => $"Nummer {it.Number}, ingenting å betale",
            InvoiceRejected it => $"Fakturaen ville ha brutt reglene: {Joined(it.Violations)}",
            IssueRequested => "Et menneske ba om at den faktureres nå",
            RefundRequested it => $"Kreditering {it.Refund} på {Kroner(it.Amount)}{For(it.Reason)}",
            RefundWithdrawn it => $"Kreditering {it.Refund} er trukket tilbake: {it.Note}",
            CreditNoteIssued it => $"Kreditnota {it.Number} på {Kroner(it.Amount)} til faktura {it.InvoiceNumber}",
            CreditNoteRejected it => $"Kreditering {it.Refund} ville ha brutt reglene: {Joined(it.Violations)}",
            InvoiceSplit it => $"Flere fakturaer: {Joined(it.Reasons)}",
            CallbackReceived it => $"{it.Status}: klientens server tok imot (HTTP {it.HttpStatus})",
            CallbackFailed it => $"{it.Status}: {it.Evidence}, prøves igjen {Moment(it.NextTryAt)}",
            CallbackGivenUp it => $"{it.Status}: {it.Evidence}",
            CallbackReplayRequested it => $"{it.Status}: meldes på nytt; det kan komme to ganger",
            CaseOpened it => $"{it.CaseId}: {it.Reason}",
            CaseReported it => $"{it.CaseId}: klientens kontakt fikk e-post: {it.Evidence}",
            CaseReportFailed it => $"{it.CaseId}: klientens kontakt er ikke nådd: {it.Evidence}",
            CaseTaken it => $"{it.CaseId}: noen arbeider med den",
            CaseSnoozed it => $"{it.CaseId}: utsatt til {Moment(it.Until)}",
            CaseNoted it => $"{it.CaseId}: {it.Note}",
            CaseClosed { Remains: { } remains } it => $"{it.CaseId}: {it.Note} Gjenstår: {remains}",
            CaseClosed it => $"{it.CaseId}: {it.Note}",
            JobFailing it => $"{it.JobKind} har feilet {it.Faults} ganger hos oss ({it.Trouble}), prøves igjen "
                + $"{Moment(it.NextTryAt)}",
            JobRecovered it => $"{it.JobKind} gikk gjennom etter {it.Faults} feil",
            _ => OfSending(fact),
        };

    private static string? OfSending(Fact fact) =>
        fact switch
        {
            ResendRequested it when (it.Email ?? it.Msisdn) is { } corrected =>
                $"Sending {it.Resend + 1}, til {corrected}",
            ResendRequested it => $"Sending {it.Resend + 1}",
            DispatchSuperseded it => $"{Channel(it.Channel)}: sending {it.Resend + 1} tok over",
            ChannelPassedBy it => $"{Channel(it.Channel)}: {it.Reason}{(it.Warning is { } more ? $" {more}" : "")}",
            DispatchPlanned it => $"Med {Channel(it.Channel)} til {it.Recipient}",
            DispatchAccepted it => $"{Channel(it.Channel)} tok imot: {it.Evidence}",
            DispatchDelivered it => $"{Channel(it.Channel)}: levert: {it.Evidence}",
            DispatchDeferred it => $"{Channel(it.Channel)}: {it.Evidence}, prøves igjen {Moment(it.NextTryAt)}",
            DispatchRefused it => $"{Channel(it.Channel)}: {it.Evidence}",
            DispatchInDoubt it => $"{Channel(it.Channel)}: {it.Earlier} Så: {it.Evidence}",
            DoubtSettled it => $"{Channel(it.Channel)}, avgjort av et menneske: {it.Note}",
            DispatchFailedLate it => $"{Channel(it.Channel)}: kom i retur: {it.Evidence}",
            RecipientAnswered it => $"{Channel(it.Channel)}: {it.Evidence}",
            DistributionExhausted it => $"Ingen kanal er igjen for {it.Number}: {Joined(it.Reasons)}",
            _ => null,
        };

    private static string Channel(string name) =>
        name switch
        {
            "Email" => "e-post",
            "Post" => "post",
            "EInvoice" => "eFaktura",
            "Ehf" => "EHF",
            _ => name,
        };

    private static string For(string? reason) => reason is null ? "" : $": {reason}";

    private static string Joined(IEnumerable<string> sentences) => string.Join(' ', sentences);

    private static string Kroner(decimal amount) => Formats.AmountWithCurrency(amount, "kr", Language.No);

    private static string Day(DateOnly day) => Formats.Date(day, Language.No);

    private static string Moment(DateTimeOffset at) =>
        $"{Day(OsloTime.DateOf(at))} {OsloTime.ClockOf(at).ToString("HH:mm", CultureInfo.InvariantCulture)}";
}
