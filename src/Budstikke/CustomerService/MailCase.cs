using Budstikke.Clients;
using Budstikke.Documents.Wording;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Orders;

namespace Budstikke.CustomerService;

/// <summary>Writes to the client's contact about an open case, and notes what became of the letter.</summary>
internal sealed class MailCase(
    CaseStore cases,
    ClientStore clients,
    OrderStore orders,
    InvoiceStore invoices,
    SendServiceMail send,
    TimeProvider time
) : IJobHandler
{
    /// <summary>A larger document goes without: the mail must be small enough for the servers on its way.</summary>
    private const int MaxPdfBytes = 10 * 1024 * 1024;

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
        var language = Languages.Of(client.Settings.ContactLanguage) ?? Language.No;
        var letter = CaseLetter.Of(about, await MatterOf(about), language, client.Mode == ClientMode.Test);
        var mail = new ServiceMail(
            row.CaseId,
            row.ClientId,
            client.Mode,
            client.Seller.Email,
            letter.Subject,
            letter.Text,
            DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedAt)
        )
        {
            Document = await DocumentOf(about),
            Language = Languages.TagOf(language),
        };
        var outcome = await send(mail, cancel);
        return Settle(about, job.Attempts + 1, outcome, time.GetUtcNow());
    }

    public async Task<IReadOnlyList<string>> OrdersOf(Job job) =>
        await cases.Find(job.Subject) is { } row ? (await cases.About(row)).OrderIds : [];

    /// <summary>A job that fails may do so because its order cannot be read, and asks nothing of the client.</summary>
    private async Task<CaseMatter?> MatterOf(CaseAbout about)
    {
        if (about.Row.Kind == NewCase.JobFailing)
            return null;
        if (about.Invoice is { } invoice)
            return new(
                invoice.Snapshot.Customer,
                invoice.AmountDue / 100m,
                invoice.DueDate is { } due ? DateOnly.Parse(due) : null
            );
        return about.OrderIds.Count > 0 && await orders.Find(about.Row.ClientId, about.OrderIds[0]) is { } order
            ? new(order.Order.Customer, order.GrandTotal / 100m, null)
            : null;
    }

    private async Task<MailAttachment?> DocumentOf(CaseAbout about) =>
        about.Invoice is { } invoice
        && await invoices.Document(invoice.ClientId, invoice.InvoiceId, RenderInvoice.Pdf) is { } pdf
        && pdf.Length <= MaxPdfBytes
            ? new($"{invoice.Number}.pdf", "application/pdf", pdf)
            : null;

    private static Settlement Settle(CaseAbout about, long attempt, Outcome outcome, DateTimeOffset now)
    {
        var settlement = Decide(about, attempt, outcome, now);
        DateTimeOffset? toldAt = outcome is Accepted ? now : null;
        return settlement with { Writes = [CaseStore.Told(about.Row.CaseId, toldAt, outcome.Evidence)] };
    }

    private static Settlement Decide(CaseAbout about, long attempt, Outcome outcome, DateTimeOffset now) =>
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
            Held held => Settlement.Wait(held.Until),
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
