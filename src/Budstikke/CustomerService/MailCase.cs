using Budstikke.Clients;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>An e-mail of ours to a client.</summary>
/// <param name="Key">The same in every try; the Message-ID's left side.</param>
internal sealed record ServiceMail(
    string Key,
    ClientMode Mode,
    string ClientId,
    string To,
    string Subject,
    string Text,
    DateTimeOffset Date
);

/// <summary>Sends a mail to a client; simulated for a test client.</summary>
internal delegate Task<Outcome> SendServiceMail(ServiceMail mail, CancellationToken cancel);

/// <summary>Writes to the client's contact address about a case.</summary>
internal sealed class MailCase(Cases cases, ClientStore clients, SendServiceMail send, TimeProvider time) : IJobHandler
{
    public const string KindName = "mail-case";
    private const int Concurrency = 4;

    private static readonly TimeSpan[] s_pauses =
    [
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24),
    ];

    public JobKind Kind { get; } = new(KindName, Concurrency);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var opened =
            await cases.Find(job.Subject) ?? throw new InvalidOperationException($"There is no case {job.Subject}.");
        var client = await clients.Get(opened.ClientId);
        var outcome = await send(MailOf(opened, client), cancel);
        if (outcome is Deferred && job.Attempts < s_pauses.Length)
            return Settlement.Retry(time.GetUtcNow() + s_pauses[job.Attempts], outcome.Evidence);
        return new() { Facts = [FactOf(opened, outcome)] };
    }

    private static Fact FactOf(CaseRow opened, Outcome outcome) =>
        outcome is Accepted
            ? new CaseReported
            {
                ClientId = opened.ClientId,
                OrderIds = [opened.OrderId],
                CaseId = opened.CaseId,
                Evidence = outcome.Evidence,
            }
            : new CaseReportFailed
            {
                ClientId = opened.ClientId,
                OrderIds = [opened.OrderId],
                CaseId = opened.CaseId,
                Evidence = outcome.Evidence,
            };

    private static ServiceMail MailOf(CaseRow opened, Client client) =>
        new(
            $"case-{opened.CaseId}",
            client.Mode,
            client.ClientId,
            client.Seller.Email,
            $"Budstikke: ordre {opened.OrderId} trenger hjelp / order {opened.OrderId} needs you",
            $"""
            Ordre {opened.OrderId} kom ikke frem. Årsaken står nedenfor; rett den, eller gi kunden fakturaen på annen måte.

            Order {opened.OrderId} did not get through. The reason stands below; mend it, or bring the invoice to the customer another way.

            {opened.Reason}

            Sak / case: {opened.CaseId}
            """,
            DateTimeOffset.FromUnixTimeMilliseconds(opened.OpenedAt)
        );
}
