using Budstikke.Clients;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>Writes to the client's contact about an open case, and notes what became of the letter.</summary>
internal sealed class MailCase(CaseStore cases, ClientStore clients, SendServiceMail send, TimeProvider time)
    : IJobHandler
{
    /// <summary>Nearly three days.</summary>
    public static Patience Patience { get; } =
        new(
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(12),
            TimeSpan.FromHours(24),
            TimeSpan.FromHours(24)
        );

    public const string KindName = "mail-case";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    public static NewJob JobFor(string clientId, string caseId) => new(clientId, KindName, caseId);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var job = jobs[0];
        var row =
            await cases.Find(job.Subject) ?? throw new InvalidOperationException($"There is no case {job.Subject}.");
        // A person was faster: there is nothing left to ask for.
        if (row.ClosedAt is not null)
            return Settlement.Done;
        var client = await clients.Get(row.ClientId);
        var about = await cases.About(row);
        var letter = CaseLetter.Of(about);
        var mail = new ServiceMail(
            row.CaseId,
            row.ClientId,
            client.Mode,
            client.Seller.Email,
            letter.Subject,
            letter.Text,
            DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt)
        );
        var outcome = await send(mail, cancel);
        return Settle(about, job.Attempts + 1, outcome, time.GetUtcNow());
    }

    public async Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        await cases.Find(job.Subject) is { } row ? (await cases.About(row)).OrderIds : [];

    private static Settlement Settle(CaseAbout about, long attempt, Outcome outcome, DateTimeOffset now) =>
        outcome switch
        {
            Accepted => new()
            {
                Facts =
                [
                    new CaseReported
                    {
                        ClientId = about.Row.ClientId,
                        OrderIds = about.OrderIds,
                        About = about.Other,
                        CaseId = about.Row.CaseId,
                        Evidence = outcome.Evidence,
                    },
                ],
            },
            Deferred when Patience.PauseAfter(attempt) is { } pause => Settlement.Retry(now + pause, outcome.Evidence),
            Deferred => Fail(about, $"{outcome.Evidence} (given up after {attempt} attempts)"),
            _ => Fail(about, outcome.Evidence),
        };

    private static Settlement Fail(CaseAbout about, string evidence) =>
        new()
        {
            Facts =
            [
                new CaseReportFailed
                {
                    ClientId = about.Row.ClientId,
                    OrderIds = about.OrderIds,
                    About = about.Other,
                    CaseId = about.Row.CaseId,
                    Evidence = evidence,
                },
            ],
        };
}
