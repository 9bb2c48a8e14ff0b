namespace Budstikke.WebConsole;

/// <summary>What a fact is called in a list; its sentence is the Timeline room's.</summary>
internal static class FactTitles
{
    private static readonly Dictionary<string, Term> s_titles = new(StringComparer.Ordinal)
    {
        ["OrderAccepted"] = new("Ordre mottatt", "Order accepted"),
        ["OrderCancelled"] = new("Ordre kansellert", "Order cancelled"),
        ["OrderStatusChanged"] = new("Ny tilstand", "New state"),
        ["InvoiceIssued"] = new("Faktura utstedt", "Invoice issued"),
        ["InvoiceRejected"] = new("Kan ikke faktureres", "Cannot be invoiced"),
        ["IssueRequested"] = new("Fakturering bestilt", "To be invoiced"),
        ["RefundRequested"] = new("Kreditering bestilt", "Credit asked for"),
        ["RefundWithdrawn"] = new("Kreditering trukket tilbake", "Credit withdrawn"),
        ["CreditNoteIssued"] = new("Kreditnota utstedt", "Credit note issued"),
        ["CreditNoteRejected"] = new("Kan ikke krediteres", "Cannot be credited"),
        ["ResendRequested"] = new("Ny sending bestilt", "To be sent again"),
        ["DispatchPlanned"] = new("Sending planlagt", "Sending planned"),
        ["DispatchAccepted"] = new("Tatt imot", "Taken"),
        ["DispatchDelivered"] = new("Levert", "Delivered"),
        ["DispatchDeferred"] = new("Utsatt", "Deferred"),
        ["DispatchRefused"] = new("Avvist", "Refused"),
        ["DispatchFailedLate"] = new("Kom i retur", "Came back"),
        ["DispatchInDoubt"] = new("Uvisst om den kom fram", "Unknown whether it arrived"),
        ["DispatchSuperseded"] = new("Avløst av ny sending", "A newer sending took its place"),
        ["ChannelPassedBy"] = new("Kanal hoppet over", "Channel passed by"),
        ["DistributionExhausted"] = new("Ingen kanal igjen", "No channel is left"),
        ["RecipientAnswered"] = new("Mottakeren svarte", "The buyer answered"),
        ["DoubtSettled"] = new("Tvil avgjort", "Doubt settled"),
        ["CallbackReceived"] = new("Klienten fikk vite det", "The client was told"),
        ["CallbackFailed"] = new("Klienten svarte ikke", "The client did not answer"),
        ["CallbackGivenUp"] = new("Tilbakekall gitt opp", "Callback given up"),
        ["CallbackReplayRequested"] = new("Tilbakekall bestilt på nytt", "Callback asked for again"),
        ["CaseOpened"] = new("Sak åpnet", "Case opened"),
        ["CaseTaken"] = new("Sak tatt", "Case taken"),
        ["CaseSnoozed"] = new("Sak utsatt", "Case put off"),
        ["CaseNoted"] = new("Notat på sak", "Note on a case"),
        ["OrderNoted"] = new("Notat", "Note"),
        ["CaseClosed"] = new("Sak lukket", "Case closed"),
        ["CaseReported"] = new("Klienten ble varslet om saken", "The client was told of the case"),
        ["CaseReportFailed"] = new("Klienten ble ikke varslet", "The client could not be told"),
        ["JobFailing"] = new("Feil hos oss", "An error of ours"),
        ["JobRecovered"] = new("Feilen er over", "The error is over"),
    };

    /// <summary>A fact that has none is called by its name.</summary>
    public static Term Of(string kind) => s_titles.GetValueOrDefault(kind) ?? new(kind, kind);
}
