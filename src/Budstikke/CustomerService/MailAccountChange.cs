using Budstikke.Clients;
using Budstikke.Documents.Wording;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.CustomerService;

/// <summary>What was changed, as the job of the letter keeps it.</summary>
/// <param name="To">The contact's address before the change: whoever moves the money may move the address too.</param>
/// <param name="Before">Masked.</param>
/// <param name="After">Masked.</param>
/// <param name="At">Unix milliseconds.</param>
internal sealed record ChangedAccount(string To, string Before, string After, string By, long At);

/// <summary>Tells a client's contact of another bank account: its customers pay to the new one from the next invoice
/// on.</summary>
internal sealed class MailAccountChange(ClientStore clients, SendServiceMail send, TrailBook trail, TimeProvider time)
    : IJobHandler
{
    public const string KindName = "mail-account-change";
    private const string Test = "TEST: ";

    private static readonly CaseTerm s_subject = new("Another bank account: {0}", "Ny bankkonto: {0}");
    private static readonly CaseTerm s_text = new(
        "The bank account of {0} was changed from {1} to {2} on {3} (UTC), by {4}. Customers are asked to pay to the "
            + "new account from the next invoice on.\n\nDid you not ask for this? Then tell whoever runs the service "
            + "at once: the command `client set --account` brings the old account back, and `audit` shows who did it.",
        "Bankkontoen til {0} ble endret fra {1} til {2} den {3} (UTC), av {4}. Kundene blir bedt om å betale til den "
            + "nye kontoen fra og med neste faktura.\n\nHar dere ikke bedt om dette? Si straks fra til den som driver "
            + "tjenesten: kommandoen `client set --account` setter den gamle kontoen tilbake, og `audit` viser hvem "
            + "som gjorde det."
    );

    public JobKind Kind { get; } = new(KindName, Concurrency: 2);

    /// <summary>None where the account is what it was.</summary>
    public static IEnumerable<NewJob> JobsOf(ChangedClient change, Actor actor, DateTimeOffset now)
    {
        var (before, after) = (change.Before.Seller, change.After.Seller);
        if (before.Account != after.Account)
            yield return new(change.After.ClientId, KindName, $"{change.After.ClientId} {change.Before.Version + 1}")
            {
                Content = JsonOptions.Store(
                    new ChangedAccount(
                        before.Email,
                        ClientChanges.MaskedAccount(before.Account),
                        ClientChanges.MaskedAccount(after.Account),
                        actor.By,
                        now.ToUnixTimeMilliseconds()
                    )
                ),
            };
    }

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var client = await clients.Get(job.ClientId);
        var outcome = await send(
            LetterOf(job, client, JsonOptions.Restore<ChangedAccount>(job.Content)) with
            {
                Language = client.Settings.ContactLanguage,
            },
            cancel
        );
        if (outcome is Held held)
            return Settlement.Wait(held.Until);
        var now = time.GetUtcNow();
        if (outcome is Deferred && MailCase.Patience.PauseAfter(job.Attempts + 1) is { } pause)
            return Settlement.Retry(now + pause, outcome.Evidence);
        var action = outcome is Accepted ? "AccountChangeTold" : "AccountChangeNotTold";
        return new()
        {
            Writes =
            [
                new LastWrite(session =>
                    trail.Add(session, new(job.ClientId, action, job.ClientId), Actor.System, now)
                ),
            ],
        };
    }

    /// <summary>It is about no order.</summary>
    public Task<IReadOnlyList<string>> OrdersOf(Job job) => Task.FromResult<IReadOnlyList<string>>([]);

    private static ServiceMail LetterOf(Job job, Client client, ChangedAccount changed)
    {
        var language = Languages.Of(client.Settings.ContactLanguage) ?? Language.No;
        var subject = string.Format(null, s_subject.In(language), client.Seller.Name);
        return new(
            $"ACCOUNT-{job.Subject.Replace(' ', '-')}",
            job.ClientId,
            client.Mode,
            changed.To,
            client.Mode == ClientMode.Test ? Test + subject : subject,
            string.Format(
                null,
                s_text.In(language),
                client.Seller.Name,
                changed.Before,
                changed.After,
                Moments.Short(changed.At),
                changed.By
            ),
            DateTimeOffset.FromUnixTimeMilliseconds(changed.At)
        );
    }
}
