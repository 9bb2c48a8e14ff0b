using System.Text;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>Changes that arrive at the same moment share a transaction.</summary>
public sealed class KeyedChangeStories
{
    private const int Many = 100;

    [Theory, OnSqlite, OnPostgres]
    public async Task Those_that_arrive_while_one_is_written_share_the_next_transactions(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var orders = new List<string>();
        for (var i = 0; i < Many; i++)
            orders.Add(await app.Submit(Samples.ToPerson));

        var (answers, transactions) = await Together(app, [.. orders.Select(order => Cancels(app, order))]);

        answers.ShouldAllBe(answer => answer == Cancellation.Cancelled);
        transactions.ShouldBeLessThanOrEqualTo(2 * app.Database.Dialect.WritersInSteps);
        await app.RunJobs();
        foreach (var order in orders)
            (await app.Timeline(order)).ShouldBe(["OrderAccepted", "OrderCancelled", "OrderStatusChanged"]);
        app.AllSent.ShouldBeEmpty();
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_changes_of_one_order_in_one_transaction_see_one_another(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await Refunds.Invoiced(app, Samples.ToCompany);

        var (answers, _) = await Together(
            app,
            [.. Enumerable.Range(0, 8).Select(_ => (Func<Task<Refunding>>)(() => Refunds.Ask(app, order, 500)))]
        );
        await app.RunJobs();

        answers.Count(answer => answer == Refunding.Refunded).ShouldBe(2);
        answers.Count(answer => answer == Refunding.MoreThanIsLeft).ShouldBe(6);
        (await Refunds.NotesOf(app, order)).Sum(note => note.Totals.AmountDue).ShouldBe(1000);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_that_cannot_be_made_fails_alone(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var orders = new List<string>();
        for (var i = 0; i < 6; i++)
            orders.Add(await app.Submit(Samples.ToPerson));
        var isRefused = false;

        var (answers, _) = await Together(
            app,
            [
                .. orders[..3].Select(order => Cancels(app, order)),
                async () =>
                {
                    // Refused by the database: on PostgreSQL the whole transaction is void.
                    isRefused =
                        await Record.ExceptionAsync(() => Once(app, "culprit", NoSuchTable)) is { } error
                        && !app.Database.Dialect.IsUnavailable(error);
                    return Cancellation.AlreadyPaid;
                },
                .. orders[3..].Select(order => Cancels(app, order)),
            ]
        );

        isRefused.ShouldBeTrue();
        answers.Count(answer => answer == Cancellation.Cancelled).ShouldBe(orders.Count);
        foreach (var order in orders)
            (await app.Timeline(order)).Count(kind => kind == "OrderCancelled").ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Where_the_commit_may_have_gone_through_none_is_made_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var made = 0;

        var (errors, transactions) = await Together(
            app,
            [
                .. Enumerable
                    .Range(0, Many)
                    .Select(i =>
                        (Func<Task<Exception?>>)(
                            () =>
                                Record.ExceptionAsync(() =>
                                    Once(
                                        app,
                                        $"{i}",
                                        _ =>
                                        {
                                            Interlocked.Increment(ref made);
                                            return Task.CompletedTask;
                                        }
                                    )
                                )
                        )
                    ),
            ],
            point =>
            {
                if (point == "committed")
                    throw new CrashException();
            }
        );

        errors.ShouldAllBe(error => error is CrashException);
        made.ShouldBe(Many);
        transactions.ShouldBeLessThanOrEqualTo(2 * app.Database.Dialect.WritersInSteps);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Twins_in_one_transaction_are_made_once_and_another_body_is_no_repeat(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var answers = await InOneTransaction(app, "A", "A", "B", "A");

        answers.ShouldBe(["made 1", "made 1 again", "reused", "made 1 again"]);
        (await InOneTransaction(app, "A", "B")).ShouldBe(["made 1 again", "reused"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeat_hears_the_first_answer_also_behind_a_twin_with_another_body(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        (await InOneTransaction(app, "B")).ShouldBe(["made 1"]);

        (await InOneTransaction(app, "A", "B", "A", "B")).ShouldBe([
            "reused",
            "made 1 again",
            "reused",
            "made 1 again",
        ]);
    }

    /// <summary>In another order on another node they could wait for each other.</summary>
    [Fact]
    public async Task Changes_of_one_transaction_are_made_in_the_order_of_the_rows_that_they_change()
    {
        await using var app = await BudstikkeApp.Start();
        var rows = new List<string>();

        await app.Database.Write(session =>
            BatchOf(app)
                .Run(
                    session,
                    [
                        .. new[] { "resends 2", "orders 3", "resends 1", "orders 3" }.Select(row => new Change(
                            null,
                            row,
                            Make(row)
                        )),
                    ],
                    app.Clock.GetUtcNow()
                )
        );

        rows.ShouldBe(["orders 3", "orders 3", "resends 1", "resends 2"]);

        Func<Session, DateTimeOffset, Task<ChangeAnswer>> Make(string row) =>
            (_, _) =>
            {
                rows.Add(row);
                return Task.FromResult(new ChangeAnswer("made", IsReplay: false));
            };
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_of_one_collective_invoice_are_sent_again_together(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var collected = Samples.ToCompany with { SeparateInvoices = false };
        string[] orders = [await app.Submit(collected), await app.Submit(collected), await app.Submit(collected)];
        await app.Wait(TimeSpan.FromDays(1));
        app.Ehf.Sent.Count.ShouldBe(1);

        var (answers, _) = await Together(
            app,
            [.. orders.Select(order => (Func<Task<Resending>>)(() => Refunds.Resend(app, order)))]
        );
        await app.RunJobs();

        answers.ShouldAllBe(answer => answer == Resending.Requested);
        (await app.Facts(orders[0], "ResendRequested"))
            .Select(fact => fact.GetProperty("resend").GetInt32())
            .ShouldBe([1, 2, 3]);
        (await Audits.Of(app)).Findings.ShouldBeEmpty();
    }

    /// <summary>The intake's line never empties: what stands in it puts the next one behind itself.</summary>
    [Fact]
    public async Task An_accepted_order_is_claimed_while_callers_come_without_end()
    {
        const int WithoutEnd = 200_000;
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        var (isClaimed, intake) = (false, 0);
        var ended = new TaskCompletionSource();
        Intake();

        var (jobs, _) = await app.ClaimIssuing();
        Volatile.Write(ref isClaimed, true);
        await ended.Task;

        jobs.ShouldHaveSingleItem();
        intake.ShouldBeLessThan(WithoutEnd);

        void Intake() =>
            _ = app.Database.Write(
                _ =>
                {
                    if (Volatile.Read(ref isClaimed) || ++intake == WithoutEnd)
                        ended.SetResult();
                    else
                        Intake();
                    return Task.FromResult(0);
                },
                isIntake: true
            );
    }

    /// <summary>Asks all at the same moment: the first transactions do not begin before everyone has asked.</summary>
    private static async Task<(IReadOnlyList<T> Answers, int Transactions)> Together<T>(
        BudstikkeApp app,
        IReadOnlyList<Func<Task<T>>> asks,
        Action<string>? fault = null
    )
    {
        var begun = 0;
        using var gate = new ManualResetEventSlim();
        app.Database.Fault = point =>
        {
            if (point == "begin")
            {
                Interlocked.Increment(ref begun);
                gate.Wait();
            }
            fault?.Invoke(point);
        };
        var answers = asks.Select(ask => ask()).ToList();
        gate.Set();
        var all = await Task.WhenAll(answers);
        app.Database.Fault = null;
        return (all, begun);
    }

    /// <summary>What calls with the same key and these bodies come to.</summary>
    private static async Task<IReadOnlyList<string>> InOneTransaction(BudstikkeApp app, params string[] bodies)
    {
        var firstAnswers = app.Services.GetRequiredService<FirstAnswers>();
        var made = 0;
        Change[] changes =
        [
            .. bodies.Select(body => new Change(
                firstAnswers.Hash(app.Caller, new("k", Encoding.UTF8.GetBytes(body))),
                "row",
                (_, _) => Task.FromResult(new ChangeAnswer($"made {++made}", IsReplay: false))
            )),
        ];
        var answers = await app.Database.Write(session => BatchOf(app).Run(session, changes, app.Clock.GetUtcNow()));
        return
        [
            .. answers.Select(answer =>
                answer.Result is null ? "reused" : $"{answer.Result}{(answer.IsReplay ? " again" : "")}"
            ),
        ];
    }

    private static ChangeBatch BatchOf(BudstikkeApp app) =>
        new(app.Services.GetRequiredService<FirstAnswers>(), app.Services.GetRequiredService<FactRegister>());

    private static Func<Task<Cancellation>> Cancels(BudstikkeApp app, string order) => () => Refunds.Cancel(app, order);

    private static Task Once(BudstikkeApp app, string row, Func<Session, Task> work) =>
        app
            .Services.GetRequiredService<KeyedChanges>()
            .Once(
                app.Caller,
                null,
                row,
                async (session, _) =>
                {
                    await work(session);
                    return new Effect<Cancellation>(Cancellation.AlreadyPaid);
                }
            );

    private static Task NoSuchTable(Session session) => session.Execute("DELETE FROM no_such_table");
}
