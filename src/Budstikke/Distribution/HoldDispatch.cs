using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>
/// The pure decision about a dispatch whose channel is closed, or that was put off for a fault that is ours or the
/// carrier's. It waits, never goes on to the next channel for it, and becomes a person's matter when it is long.
/// </summary>
internal static class HoldDispatch
{
    /// <summary>Then its client is told.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromHours(24);

    /// <summary>The same where the invoice is due soon; not at once, since most pauses are over in minutes.</summary>
    private static readonly TimeSpan s_longWhereDue = TimeSpan.FromHours(1);

    private const int DaysBeforeDue = 5;

    /// <summary>Null where it is neither held nor put off.</summary>
    public static Settlement? Of(SentDispatch sent, Outcome outcome, DateTimeOffset now)
    {
        var since = sent.Dispatch.HeldSince is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : now;
        DateTimeOffset? again = outcome switch
        {
            Held held => held.Until + Spread.Of(TimeSpan.FromMinutes(1), sent.Dispatch.PlannedAt),
            Deferred { PutOff: not null } => now + PauseAfter(now - since),
            _ => null,
        };
        if (again is not { } next)
            return null;
        var isLong = sent.Dispatch.HeldTold is null && now - since >= (IsDueSoon(sent, now) ? s_longWhereDue : s_long);
        if (!isLong && sent.Dispatch.HeldSince is not null)
            return Settlement.Wait(next);
        return Settlement.Wait(next) with
        {
            Writes = [DispatchStore.Hold(sent.Dispatch.DispatchKey, now, isLong)],
            Facts =
            [
                new DispatchHeld
                {
                    ClientId = sent.Dispatch.ClientId,
                    OrderIds = sent.OrderIds,
                    Key = sent.Dispatch.DispatchKey,
                    InvoiceId = sent.Dispatch.InvoiceId,
                    Channel = sent.Dispatch.Channel,
                    Evidence = outcome.Evidence,
                    Since = since,
                    NextTryAt = next,
                    IsLong = isLong ? true : null,
                },
            ],
        };
    }

    private static TimeSpan PauseAfter(TimeSpan held) =>
        held < TimeSpan.FromMinutes(15) ? TimeSpan.FromMinutes(5)
        : held < TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(15)
        : TimeSpan.FromMinutes(30);

    private static bool IsDueSoon(SentDispatch sent, DateTimeOffset now) =>
        sent.DueDate is { } due && due <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(DaysBeforeDue);
}
