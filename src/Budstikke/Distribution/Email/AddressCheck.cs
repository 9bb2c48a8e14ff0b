using Budstikke.Jobs;

namespace Budstikke.Distribution.Email;

/// <summary>Why a dispatch is not to be mailed at all; null where it is.</summary>
internal delegate Task<NotReachable?> WhyNotMailed(Dispatch dispatch, CancellationToken cancel);

/// <summary>
/// What is known of an address before anything is mailed to it: that mail came back from it, or that no mail can reach
/// its domain. Then the route goes straight on.
/// </summary>
internal sealed class AddressCheck(Suppressions suppressions, MailDomains domains, TimeProvider time)
{
    /// <summary>Null where the mail is to be sent.</summary>
    public async Task<NotReachable?> WhyNot(Dispatch dispatch, CancellationToken cancel)
    {
        // A try before may have arrived: only the mail server can say more of it.
        if (dispatch.IsUnconfirmed)
            return null;
        return await Suppressed(dispatch)
            ?? (
                await domains.WhyNoMail(dispatch.Recipient.Split('@')[^1], cancel) is { } said
                    ? new($"{said.Evidence} (asked before anything was sent)", said.Reason)
                    : null
            );
    }

    private async Task<NotReachable?> Suppressed(Dispatch dispatch)
    {
        if (await suppressions.Find(dispatch.ClientId, dispatch.Recipient, time.GetUtcNow()) is not { } row)
            return null;
        if (dispatch.Resend > 0 && dispatch.PlannedAt.ToUnixTimeMilliseconds() >= row.Since)
        {
            // The client wants it sent there, and knows more than we do.
            await suppressions.Lift(row.ClientId, row.Address);
            return null;
        }
        return new(
            $"Suppressed from {Moments.Text(row.Since)} to {Moments.Text(row.Until)} ({row.BounceId}): {row.Reason}",
            $"Nothing is mailed to {row.Address} for now: {row.Reason}"
        );
    }
}
