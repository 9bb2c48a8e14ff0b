using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Operations;

/// <summary>The log names the order as a field, and never a person's number.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Trouble_on_the_way_is_logged_with_the_orders_uuid()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        app.EInvoice.Answer = new Refused("no agreement");
        app.Email.Answer = new Refused("550 kari@customer.example unknown");

        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        log.Lines.ShouldContain(line => line.Text.Contains("DispatchRefused") && line.OrderId == order);
        log.Lines.ShouldAllBe(line =>
            !line.Text.Contains(Samples.PersonalNumber) && !line.Text.Contains("kari@customer.example")
        );
    }

    [Fact]
    public async Task A_handler_that_fails_is_logged_with_the_orders_uuid_and_a_trace()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        app.Email.While = _ => throw new InvalidOperationException("a defect");

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var line = log.Lines.Where(one => one.Level == LogLevel.Error).ShouldHaveSingleItem();
        line.OrderId.ShouldBe(order);
        line.Text.ShouldContain("send-email failed");
        line.Text.ShouldContain("trace");
    }
}
