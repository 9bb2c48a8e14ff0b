using System.Text;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>The service is killed at every point of a refund's way, one after another, and started again on the same
/// store.</summary>
public sealed class RefundCrashStories(ITestOutputHelper console)
{
    private const decimal Amount = 299.99m;
    private static readonly IdempotencyKey s_key = new("refund-7", Encoding.UTF8.GetBytes("{}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_survives_a_kill_at_any_point_of_its_way(Store store)
    {
        var invoiced = StoreFolder.New();
        string order;
        await using (var app = await BudstikkeApp.Start(store, invoiced))
            order = await Refunds.Invoiced(app, Samples.ToCompany);

        var points = await Death.AtEveryPoint(
            invoiced,
            async (folder, death) =>
            {
                var (isPromised, sent) = await FirstLife(store, folder, order, death);
                var sentAgain = await SecondLife(store, folder, order, isPromised, death.Where);
                string[] keys = [.. sent.Concat(sentAgain).Select(dispatch => dispatch.Key)];
                keys.Distinct().ShouldHaveSingleItem();
                keys.Length.ShouldBeLessThanOrEqualTo(2);
            }
        );

        await StoreFolder.Delete(invoiced);
        console.WriteLine($"killed at {points} points");
        // The promise; its job, which plans too, and the send claimed and settled: three points each; and the send.
        points.ShouldBeGreaterThan(20);
    }

    private static async Task<(bool IsPromised, IReadOnlyList<Dispatch> Sent)> FirstLife(
        Store store,
        string folder,
        string order,
        Death death
    )
    {
        await using var app = await BudstikkeApp.Start(store, folder);
        death.Threaten(app);
        var isPromised = false;
        try
        {
            await Refunds.Ask(app, order, new(Amount, []), s_key);
            isPromised = true;
            await app.RunJobs();
        }
        catch (CrashException) { }
        return (isPromised, app.AllSent);
    }

    private static async Task<IReadOnlyList<Dispatch>> SecondLife(
        Store store,
        string folder,
        string order,
        bool isPromised,
        string where
    )
    {
        var pause = TimeSpan.FromMinutes(10);
        await using var app = await BudstikkeApp.Start(store, folder, BudstikkeApp.Monday + pause);
        // A client without an answer asks again; one with an answer never does.
        if (!isPromised)
            (await Refunds.Ask(app, order, new(Amount, []), s_key))!.Result.ShouldBe(Refunding.Refunded, where);
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.PartiallyRefunded, where);
        var (_, note) = await Refunds.PairOf(app, order);
        (note.Number, note.Totals.AmountDue).ShouldBe(("10002", Amount), where);
        (await app.Timeline(order))
            .SkipWhile(kind => kind != nameof(RefundRequested))
            .ShouldBe(
                ["RefundRequested", "CreditNoteIssued", "OrderStatusChanged", "DispatchPlanned", "DispatchAccepted"],
                where
            );
        (await app.JobCount()).ShouldBe(0, where);
        (await Audits.Of(app)).Findings.ShouldBeEmpty(where);
        return app.AllSent;
    }
}
