using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using static FsCheck.Fluent.Gen;

namespace Budstikke.Tests.Stories;

/// <summary>Something that a client, a customer's mailbox, a person or the clock does.</summary>
internal enum StepKind
{
    Create,
    Cancel,
    RunNow,
    Refund,
    Resend,
    Bounce,
    ClientSet,
    Clock,
    Answer,
    Decide,
}

/// <param name="Which">Of those that there are by then: an order, a channel, a mail.</param>
/// <param name="How">What of it: each kind takes what it can do from it.</param>
internal sealed record Step(StepKind Kind, int Which, int How)
{
    private const int MaxSteps = 25;

    /// <summary>A life begins with an order, and mostly goes on with orders and time.</summary>
    public static Gen<Step[]> Life() =>
        from first in Choose(0, 1_000)
        from count in Choose(1, MaxSteps)
        from rest in Any().ArrayOf(count)
        select (Step[])[new(StepKind.Create, first, first), .. rest];

    /// <summary>With one step less.</summary>
    public static IEnumerable<Step[]> Shorter(Step[] life) =>
        life.Length == 1 ? [] : life.Select((_, at) => life.Where((_, other) => other != at).ToArray());

    private static Gen<Step> Any() =>
        from kind in Frequency(
            (5, Constant(StepKind.Create)),
            (3, Constant(StepKind.Clock)),
            (3, Constant(StepKind.Answer)),
            (2, Constant(StepKind.Refund)),
            (2, Constant(StepKind.ClientSet)),
            (1, Elements(StepKind.Cancel, StepKind.RunNow, StepKind.Resend, StepKind.Bounce, StepKind.Decide))
        )
        from which in Choose(0, 1_000)
        from how in Choose(0, 1_000)
        select new Step(kind, which, how);
}

/// <summary>A service to which steps happen.</summary>
internal sealed class AnyLife(BudstikkeApp app)
{
    private static readonly decimal[] s_rates = [0, 15, 25];
    private static readonly IReadOnlyList<decimal>[] s_rateSets =
    [
        [0, 12, 15, 25],
        [0, 12, 25],
        [0, 15],
    ];
    private static readonly TimeSpan[] s_times =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromHours(7),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(17),
    ];
    private static readonly TimeSpan s_back = TimeSpan.FromMinutes(50);
    private readonly List<string> _orders = [];

    public IReadOnlyList<string> Orders => _orders;

    public Task Do(Step step) =>
        step.Kind switch
        {
            StepKind.Create => Create(step),
            StepKind.Cancel => Refunds.Cancel(app, OrderOf(step)),
            StepKind.RunNow => app
                .Services.GetRequiredService<InvoiceRuns>()
                .Begin(app.Caller.Client.ClientId, InvoiceRun.Now, "person:kari"),
            StepKind.Refund => Refunds.Ask(app, OrderOf(step), 1 + (step.How % 40)),
            StepKind.Resend => Resend(step),
            StepKind.Bounce => Report(step),
            StepKind.ClientSet => ChangeClient.Run(
                app.Acting,
                app.Caller.Client.ClientId,
                before =>
                    before with
                    {
                        VatRates = s_rateSets[step.How % s_rateSets.Length],
                        Seller = before.Seller with { Street = $"Luramyrveien {step.Which}" },
                    },
                client => CheckSeller.Of(client, app.Clock.GetUtcNow())
            ),
            StepKind.Clock => Pass(step),
            StepKind.Answer => Answer(step),
            _ => Decide(step),
        };

    /// <summary>Everything that could still happen has happened: every period is over, every try made.</summary>
    public Task LeaveAlone() => app.Wait(TimeSpan.FromDays(45));

    public void Mend()
    {
        foreach (var channel in Channels)
            channel.While = null;
    }

    /// <summary>One sentence for each order that is not at an end.</summary>
    public async Task<IReadOnlyList<string>> Unsettled()
    {
        var unsettled = new List<string>();
        foreach (var order in _orders)
            if (await WhyUnsettled(order) is { } why)
                unsettled.Add($"{order} {why}: {string.Join(' ', await app.Timeline(order))}");
        return unsettled;
    }

    private FakeChannel[] Channels => [app.Ehf, app.EInvoice, app.Email, app.Post];

    private string OrderOf(Step step) => _orders[step.Which % _orders.Count];

    private async Task Create(Step step)
    {
        var order = step.How % 4 == 0 ? Samples.ToCompany : Samples.ToPerson;
        var rate = s_rates[step.How % s_rates.Length];
        _orders.Add(
            await app.Submit(
                order with
                {
                    Lines = [Samples.ToPerson.Lines[0] with { VatRate = rate }],
                    Claimed = new(51, 0, 0, 51),
                    OrderedAt = app.Clock.GetUtcNow(),
                    Interval = (InvoiceInterval)(step.Which % 3),
                    SeparateInvoices = step.Which % 2 == 0,
                    Customer = order.Customer with { Msisdn = $"4000000{step.Which % 3}" },
                }
            )
        );
    }

    private Task Resend(Step step) =>
        app
            .Services.GetRequiredService<ResendInvoice>()
            .Run(app.Caller, OrderOf(step), new(null, null, step.How % 2 == 0 ? "new@customer.example" : null), null);

    private Task Report(Step step)
    {
        if (app.AllSent is not { Count: > 0 } sent)
            return Task.CompletedTask;
        var dispatch = sent[step.Which % sent.Count];
        var outcome =
            step.How % 3 == 0 && dispatch.Key.Contains("-ehf", StringComparison.Ordinal)
                ? LateOutcome.Delivered
                : LateOutcome.Failed;
        return app.Enqueue(
            ReportLateOutcome.JobFor(outcome, dispatch.ClientId, dispatch.Key, "told later", TimeSpan.Zero)
        );
    }

    private async Task Pass(Step step)
    {
        var time = s_times[step.Which % s_times.Length];
        switch (step.How % 5)
        {
            case 0:
                app.Clock.Set(app.Clock.GetUtcNow() - s_back);
                await app.RunJobs();
                break;
            case 1:
                app.Clock.Set(app.Clock.GetUtcNow() + time);
                await app.RunJobs();
                break;
            case 2:
                app.Clock.SetWrong(step.Which % 2 == 0 ? time : -time);
                await app.Services.GetRequiredService<Worker>().RunDue();
                app.Clock.SetWrong(TimeSpan.Zero);
                break;
            default:
                await app.Wait(time);
                break;
        }
    }

    private Task Answer(Step step)
    {
        var channel = Channels[step.Which % Channels.Length];
        channel.While = step.How % 8 == 0 ? _ => throw new InvalidOperationException("a defect") : null;
        channel.Answer = (step.How % 5) switch
        {
            0 => new Refused("no such address"),
            1 => new Deferred("later"),
            2 => new Deferred("Outcome unknown.", MayHaveArrived: true),
            _ => new Accepted("taken"),
        };
        return app.RunJobs();
    }

    /// <summary>A person finds out whether a document arrived, or says that a defect is mended.</summary>
    private async Task Decide(Step step)
    {
        var cases = app.Services.GetRequiredService<Cases>();
        foreach (var row in (await cases.List()).Where(row => row.Kind is NewCase.ArrivalUnknown or NewCase.JobFailing))
            await cases.Close(
                row.CaseId,
                "looked into it",
                "person:kari",
                row.Kind == NewCase.JobFailing ? null
                    : step.How % 2 == 0 ? DoubtDecision.Arrived
                    : DoubtDecision.SendOn
            );
    }

    /// <summary>Null: it is invoiced and every document of it is settled with a channel, it is cancelled, or it lies in
    /// an open case.</summary>
    private async Task<string?> WhyUnsettled(string order)
    {
        var state = await app.StateOf(order);
        var owner = app.Caller.Client.ClientId;
        var documents = await app.Services.GetRequiredService<InvoiceStore>().OfOrder(owner, order);
        var originals = documents.Count(row => row.Kind == InvoiceRow.Invoice);
        if (originals != (state is OrderState.Sent or OrderState.Cancelled ? 0 : 1))
            return $"is {state} with {originals} invoices";
        if (state == OrderState.Cancelled || await IsInOpenCase(order))
            return null;
        if (state == OrderState.Sent)
            return "is not invoiced";
        foreach (var document in documents)
            if (!await IsSettled(document.InvoiceId))
                return $"has {document.Number}, which no channel has taken";
        var refunds = await app.Services.GetRequiredService<RefundStore>().Of(owner, [order]);
        return refunds.Any(refund => refund.CreditNoteId is null && refund.WithdrawnAt is null)
            ? "has a refund without a credit note"
            : null;
    }

    private async Task<bool> IsSettled(string invoiceId)
    {
        var store = app.Services.GetRequiredService<DispatchStore>();
        var newest = await store.NewestSending(invoiceId);
        return (await store.Of(invoiceId, newest.Resend)).Any(row =>
            row.Past.State is DispatchState.Accepted or DispatchState.Delivered
        );
    }

    private async Task<bool> IsInOpenCase(string order)
    {
        var open = (await app.Services.GetRequiredService<Cases>().List()).Select(row => row.CaseId).ToHashSet();
        return (await app.Facts(order, nameof(CaseOpened))).Any(fact =>
            open.Contains(fact.GetProperty("caseId").GetString()!)
        );
    }
}
