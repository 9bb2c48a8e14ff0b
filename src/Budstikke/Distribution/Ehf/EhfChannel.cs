using Budstikke.Jobs;
using Budstikke.Peppol;

namespace Budstikke.Distribution.Ehf;

/// <summary>
/// The invoice as an EHF to the buyer's access point. Where that is, is asked when it is sent and never when it is
/// planned: whoever plans would wait for strangers' servers.
/// </summary>
internal sealed class EhfChannel(PeppolDirectory directory, SendByPeppol send) : IChannel
{
    /// <summary>Of a preview, which waits for the answer.</summary>
    private static readonly TimeSpan s_foresight = TimeSpan.FromSeconds(2);

    public Channel Channel => EhfDescription.Channel;

    public string? Via => EhfDescription.As4;

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        var finding = await directory.Find(dispatch.Recipient, DocumentOf(dispatch.Invoice), cancel);
        if (finding is not Found found)
            return Unsent(finding, dispatch.Invoice);
        var outcome = await send(found.Endpoint, DispatchOf(dispatch), cancel);
        return outcome with { Evidence = $"{outcome.Evidence}\n{found.StepsText}" };
    }

    /// <summary>The pure part of it: what a look-up comes to that found no access point.</summary>
    public static Outcome Unsent(Finding finding, DispatchedInvoice invoice) =>
        finding switch
        {
            NotRegistered not => new NotReachable($"{not.Reason}\n{not.StepsText}", not.Reason)
            {
                Warning = EhfDuty.WarningOf(invoice),
            },
            CouldNotFindOut unknown => new Deferred($"{unknown.Reason}\n{unknown.StepsText}")
            {
                Away = unknown.ForEverybody ? unknown.Reason : null,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "It was found."),
        };

    public async Task<Foresight?> Foresee(string recipient, CancellationToken cancel)
    {
        try
        {
            var finding = await directory
                .Find(recipient, PeppolDocument.Invoice, cancel)
                .WaitAsync(s_foresight, cancel);
            return finding switch
            {
                Found => new(IsReachable: true, $"{recipient} takes invoices by Peppol."),
                NotRegistered not => new(IsReachable: false, not.Reason),
                CouldNotFindOut unknown => new(IsReachable: true, $"Not looked up: {unknown.Reason}"),
                _ => null,
            };
        }
        catch (TimeoutException)
        {
            return new(IsReachable: true, $"Not looked up: no answer within {s_foresight.TotalSeconds} s.");
        }
    }

    private static PeppolDocument DocumentOf(DispatchedInvoice invoice) =>
        invoice.IsCreditNote ? PeppolDocument.CreditNote : PeppolDocument.Invoice;

    private static PeppolDispatch DispatchOf(Dispatch dispatch) =>
        new()
        {
            Key = dispatch.Key,
            ClientId = dispatch.ClientId,
            Sender = dispatch.Invoice.SellerEndpoint,
            SenderCountry = dispatch.Invoice.SellerCountry,
            IsUnconfirmed = dispatch.IsUnconfirmed,
            EarlierAttempts = dispatch.EarlierAttempts,
            IssuedAt = dispatch.Invoice.IssuedAt,
            ReadDocument = dispatch.ReadUbl,
        };
}
