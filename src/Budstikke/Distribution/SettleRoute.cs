using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>A sending of a document whose route goes on, and for which orders.</summary>
internal sealed record RoutedDocument(
    string ClientId,
    string InvoiceId,
    string Number,
    IReadOnlyList<string> OrderIds,
    long Resend
);

/// <summary>The pure decision of what a step of the route comes to: a dispatch with its key and the job that sends it,
/// or a case for a person.</summary>
internal static class SettleRoute
{
    public static Settlement Of(RouteStep step, RoutedDocument document, DateTimeOffset now)
    {
        var next = step switch
        {
            SendBy send => Plan(send, document, now),
            Exhausted exhausted => GiveUp(exhausted, document),
            _ => Settlement.Done,
        };
        return next with
        {
            Writes =
            [
                .. step.Passed.Select(passed =>
                    DispatchStore.New(document.ClientId, document.InvoiceId, passed, "", document.Resend, now)
                ),
                .. next.Writes,
            ],
            Facts =
            [
                .. step.Passed.Select(passed => new ChannelPassedBy
                {
                    ClientId = document.ClientId,
                    OrderIds = document.OrderIds,
                    Channel = passed.Channel,
                    Reason = passed.Reason,
                }),
                .. next.Facts,
            ],
        };
    }

    private static Settlement Plan(SendBy send, RoutedDocument document, DateTimeOffset now)
    {
        var (clientId, channel) = (document.ClientId, send.Channel.Name);
        var next = new PastDispatch(channel, DispatchState.Planned, "");
        var key = DispatchStore.KeyOf(document.InvoiceId, channel, document.Resend);
        return new()
        {
            Writes = [DispatchStore.New(clientId, document.InvoiceId, next, send.Recipient, document.Resend, now)],
            Facts =
            [
                new DispatchPlanned
                {
                    ClientId = clientId,
                    OrderIds = document.OrderIds,
                    Key = key,
                    Channel = channel,
                    Recipient = send.Recipient,
                },
            ],
            Jobs = [SendDispatch.JobFor(clientId, channel, key)],
        };
    }

    private static Settlement GiveUp(Exhausted exhausted, RoutedDocument document) =>
        new()
        {
            Facts =
            [
                new DistributionExhausted
                {
                    ClientId = document.ClientId,
                    OrderIds = document.OrderIds,
                    InvoiceId = document.InvoiceId,
                    Number = document.Number,
                    Resend = document.Resend,
                    Reasons = [.. exhausted.Whole.Select(dispatch => $"{dispatch.Channel}: {dispatch.Reason}")],
                },
            ],
        };
}
