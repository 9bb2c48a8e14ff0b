using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

public sealed class RouteStories
{
    [Fact]
    public async Task A_company_with_a_valid_number_gets_an_EHF()
    {
        await using var app = await BudstikkeApp.Start();

        var order = await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        app.Ehf.Sent.ShouldHaveSingleItem().Recipient.ShouldBe("0192:987654325");
        app.Email.Sent.ShouldBeEmpty();
        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await app.Timeline(order)).ShouldBe([
            "OrderAccepted",
            "InvoiceIssued",
            "OrderStatusChanged",
            "DispatchPlanned",
            "DispatchAccepted",
        ]);
    }

    [Fact]
    public async Task An_access_point_that_is_down_is_tried_again_before_falling_back()
    {
        await using var app = await BudstikkeApp.Start();
        app.Ehf.Answer = new Deferred("503");

        await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        app.Ehf.Sent.ShouldHaveSingleItem();

        app.Ehf.Answer = new Accepted("receipt");
        await app.Wait(TimeSpan.FromMinutes(30));
        app.Ehf.Sent.Count.ShouldBe(2);
        app.Ehf.Sent.Select(dispatch => dispatch.Key).Distinct().ShouldHaveSingleItem();
        app.Email.Sent.ShouldBeEmpty();
    }
}
