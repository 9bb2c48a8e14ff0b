using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>A dispatch as it stands in the store.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Doubt">What is known of a try that may have arrived although no answer came; null where there is
/// none.</param>
/// <param name="SettledAt">When its state was changed last; Unix milliseconds, null while it is planned.</param>
/// <param name="DeliveredAt">When it was reported as delivered, whatever its state was then; Unix milliseconds.</param>
/// <param name="HeldSince">Since when it waits for our own mending; Unix milliseconds.</param>
/// <param name="HeldTold">When its client was told of that.</param>
/// <param name="NewestResend">Which sending of its invoice was the newest when it was read: only that one's dispatches
/// go on. Null where it was never sent again.</param>
internal sealed record DispatchRow(
    string DispatchKey,
    string ClientId,
    string InvoiceId,
    string Channel,
    long Resend,
    string Recipient,
    string State,
    string? Reason,
    string? Doubt,
    long PlannedAt,
    long? SettledAt,
    long? DeliveredAt,
    long? NewestResend,
    long? HeldSince,
    long? HeldTold
)
{
    /// <summary>Its invoice has been sent again since.</summary>
    public bool IsSuperseded => (NewestResend ?? 0) != Resend;

    public PastDispatch Past => new(Channel, StoredName.Parse<DispatchState>(State), Reason ?? "");
}

/// <summary>A try of a dispatch.</summary>
/// <param name="StartedAt">Unix milliseconds, as <paramref name="EndedAt"/>.</param>
internal sealed record AttemptRow(long Attempt, long StartedAt, long EndedAt, string Outcome, string? Evidence);

/// <summary>Which sending of an invoice it is; 0 is the first.</summary>
/// <param name="Email">
/// The corrected address, of a row that a node before the column <c>correction</c> wrote; such nodes read it alone.
/// </param>
/// <param name="Correction">JSON; null where there is none.</param>
internal sealed record ResendRow(string InvoiceId, long Resend, string? Email, string? Correction)
{
    /// <summary>Null where the order's own contacts stay.</summary>
    public Correction? Corrected =>
        Correction is not null ? JsonOptions.Restore<Correction>(Correction)
        : Email is not null ? new(null, null, Email)
        : null;
}
