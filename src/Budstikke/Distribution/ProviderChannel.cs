using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Providers;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>
/// A channel by way of a provider, for clients that have an account with it. It asks the provider what became of what
/// it took.
/// </summary>
/// <param name="receiverOf">Whom a dispatch goes to; or why it cannot go, as a sentence.</param>
internal sealed class ProviderChannel(
    Channel channel,
    Provider provider,
    Func<Dispatch, Task<(ProviderReceiver? To, string? WhyNot)>> receiverOf,
    ClientStore clients,
    Secrets secrets,
    NameIds ids
) : IChannel
{
    public Channel Channel => channel;

    public string? Via => provider.Name;

    public bool IsFollowed => true;

    public string? WhyAbsentFor(Client client) =>
        client.AccountWith(provider.Name) is null ? $"The client has no account with {provider.Name}." : null;

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        if (await LoginOf(dispatch.ClientId) is not { } login)
            return new Refused($"The client has no account with {provider.Name}.", ByData: true);
        var (to, whyNot) = await receiverOf(dispatch);
        if (to is null)
            return new Refused(whyNot!, ByData: true);
        return await provider.Send(
            login,
            new()
            {
                Id = await ids.Of(dispatch.Key),
                IsCreditNote = dispatch.Invoice.IsCreditNote,
                Language = dispatch.Invoice.Language,
                IsRepeat = dispatch.IsUnconfirmed || dispatch.EarlierAttempts > 0,
                To = to,
                Content = await dispatch.ReadUbl(cancel),
            },
            cancel
        );
    }

    public async Task<FollowUp> Follow(FollowedDispatch dispatch, CancellationToken cancel)
    {
        if (await LoginOf(dispatch.ClientId) is not { } login)
            return new(null, $"The client has no account with {provider.Name} any more.", []);
        var news = await provider.Follow(login, await ids.Of(dispatch.Key), cancel);
        return new(
            news.State switch
            {
                ProviderState.Delivered => LateOutcome.Delivered,
                ProviderState.Failed => LateOutcome.Failed,
                _ => null,
            },
            news.Evidence,
            [.. news.Notes.Select(note => new NotedAnswer(AnswerOf(note.Answer), note.Evidence))]
        );
    }

    private static RecipientAnswer AnswerOf(ReceiverAnswer answer) =>
        answer switch
        {
            ReceiverAnswer.InProcess => RecipientAnswer.InProcess,
            ReceiverAnswer.UnderQuery => RecipientAnswer.UnderQuery,
            ReceiverAnswer.Rejected => RecipientAnswer.Rejected,
            ReceiverAnswer.Paid => RecipientAnswer.Paid,
            _ => RecipientAnswer.Noted,
        };

    private async Task<ProviderLogin?> LoginOf(string clientId) =>
        (await clients.Get(clientId)).AccountWith(provider.Name) is { } account
            ? new(account.Company, account.OpenKey(secrets))
            : null;
}
