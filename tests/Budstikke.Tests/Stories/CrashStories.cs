using System.Text;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>The service is killed at every point of an order's way, one after another, and started again on the same
/// store.</summary>
public sealed class CrashStories(ITestOutputHelper console)
{
    private static readonly string[] s_ofDoubt =
    [
        "DispatchRefused",
        "DispatchInDoubt",
        "CaseOpened",
        "CaseReported",
        "CaseClosed",
        "DoubtSettled",
    ];
    private static readonly IdempotencyKey s_key = new("order-7", Encoding.UTF8.GetBytes("{}"));

    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_survives_a_kill_at_any_point_of_its_way(Store store)
    {
        var fresh = StoreFolder.New();
        await using (await BudstikkeApp.Start(store, fresh)) { }
        var points = await Death.AtEveryPoint(
            fresh,
            async (folder, death) =>
            {
                var (order, sent) = await FirstLife(store, folder, death);
                var sentAgain = await SecondLife(store, folder, order, death.Where);
                ShouldBeRepeatsOfOneDispatchEach([.. sent, .. sentAgain], sent.Count);
            }
        );
        await StoreFolder.Delete(fresh);
        console.WriteLine($"killed at {points} points");
        // Two blocks of ids with their key, the intake, the number series, the shared part, and four jobs claimed and
        // settled (the first plan is the issuer's): three points each; and two sends.
        points.ShouldBeGreaterThan(39);
    }

    /// <summary>The order's id, where the client got one, and what left the house.</summary>
    private static async Task<(string? Order, IReadOnlyList<Dispatch> Sent)> FirstLife(
        Store store,
        string folder,
        Death death
    )
    {
        await using var app = await BudstikkeApp.Start(store, folder);
        RefuseEhf(app);
        death.Threaten(app);
        string? order = null;
        try
        {
            order = await app.Submit(Samples.ToCompany, key: s_key);
            await app.RunJobs();
        }
        catch (CrashException) { }
        return (order, app.AllSent);
    }

    private static async Task<IReadOnlyList<Dispatch>> SecondLife(
        Store store,
        string folder,
        string? promised,
        string where
    )
    {
        // Past every pause that a defect or a lost claim could cause; the claims of the dead have run out, none is
        // released.
        var pause = TimeSpan.FromMinutes(10);
        await using var app = await BudstikkeApp.Start(store, folder, BudstikkeApp.Monday + pause);
        RefuseEhf(app);
        // A client without an answer asks again; one with an answer never does.
        var order = promised ?? await app.Submit(Samples.ToCompany, key: s_key);
        await app.RunJobs();
        await SendOnWhatIsInDoubt(app);

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced, where);
        (await app.InvoiceOf(order)).Number.ShouldBe(10001, where);
        (await app.Timeline(order))
            .Except(s_ofDoubt)
            .ShouldBe(
                ["OrderAccepted", "InvoiceIssued", "OrderStatusChanged", "DispatchPlanned", "DispatchAccepted"],
                where
            );
        (await app.Facts(order)).Count(fact => fact.Kind is "DispatchRefused" or "DispatchInDoubt").ShouldBe(1, where);
        (await Count(app, "orders")).ShouldBe(1, where);
        (await Count(app, "invoices")).ShouldBe(1, where);
        (await Count(app, "jobs")).ShouldBe(0, where);
        (await app.Database.Read(session => session.QuerySingle<long>("SELECT next FROM number_series"))).ShouldBe(
            10002,
            where
        );
        return app.AllSent;
    }

    private static void ShouldBeRepeatsOfOneDispatchEach(IReadOnlyList<Dispatch> sent, int sentBefore)
    {
        sent.Select(dispatch => dispatch.Key).Distinct().Count().ShouldBe(2);
        // Once more at most, and then the channel is told that the first may have arrived.
        foreach (var tries in sent.Select((dispatch, i) => (dispatch, i)).GroupBy(one => one.dispatch.Key))
        {
            tries.Count().ShouldBeLessThanOrEqualTo(2);
            foreach (var (dispatch, _) in tries.Skip(1))
                dispatch.IsUnconfirmed.ShouldBeTrue();
            if (tries.Count() == 2)
                tries.First().i.ShouldBeLessThan(sentBefore);
        }
    }

    /// <summary>An EHF that was being sent when the service died may have arrived, although its repeat is refused: a
    /// person decides.</summary>
    private static async Task SendOnWhatIsInDoubt(BudstikkeApp app)
    {
        var cases = app.Services.GetRequiredService<Cases>();
        foreach (var row in await cases.List())
            await cases.Close(row.CaseId, "It has not arrived", "person:kari", DoubtDecision.SendOn);
        await app.RunJobs();
    }

    private static void RefuseEhf(BudstikkeApp app) => app.Ehf.Answer = new Refused("not registered");

    private static Task<long> Count(BudstikkeApp app, string table) =>
        app.Database.Read(session => session.QuerySingle<long>($"SELECT count(*) FROM {table}"));
}
