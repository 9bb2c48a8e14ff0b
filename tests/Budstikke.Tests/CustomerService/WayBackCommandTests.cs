using System.CommandLine;
using Budstikke.Commands;
using Budstikke.Orders;
using Budstikke.Tests.Stories;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.CustomerService;

/// <summary><c>order issue</c>, <c>refund retry</c> and <c>refund withdraw</c> beside a node that serves.</summary>
public sealed class WayBackCommandTests
{
    [Fact]
    public async Task An_order_that_was_rejected_is_issued_when_a_person_says_so()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson);
        await app.Execute("UPDATE orders SET content = replace(content, 'Hair Wash', '')", new { });
        await app.RunJobs();
        await app.Execute(
            "UPDATE orders SET content = replace(content, '\"itemName\":\"\"', '\"itemName\":\"Cut\"')",
            new { }
        );

        (await Run(app, OrderCommand.Of, "issue", order)).ShouldBe(
            (0, $"{order} is invoiced by a serving node, or becomes a case again.", "")
        );
        await app.RunJobs();

        (await app.StateOf(order)).ShouldBe(OrderState.Invoiced);
        (await Run(app, OrderCommand.Of, "issue", order)).ShouldBe(
            (1, "", $"{order} is INVOICED: it does not wait for an invoice.")
        );
        (await Run(app, OrderCommand.Of, "issue", "ODR1")).ShouldBe((1, "", "There is no order ODR1."));
    }

    [Fact]
    public async Task An_order_that_is_held_is_not_issued_alone()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson with { SeparateInvoices = false });

        (await Run(app, OrderCommand.Of, "issue", order)).ShouldBe(
            (1, "", $"{order} is held until 2026-11-24 05:00:00Z: run now closes its period.")
        );
    }

    [Fact]
    public async Task A_refund_that_was_rejected_is_tried_again_or_withdrawn()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await Refunds.Invoiced(app, Samples.ToPerson);
        await app.Execute(
            "UPDATE orders SET content = replace(content, @Amount, @UnlawfulAmount)",
            new { Refunds.Amount, Refunds.UnlawfulAmount }
        );
        await Refunds.Ask(app, order, 1);
        await app.RunJobs();

        (await Run(app, RefundCommand.Of, "retry", order, "1")).ShouldBe(
            (0, $"Refund 1 of {order} is tried again by a serving node, as a new one.", "")
        );
        (await Run(app, RefundCommand.Of, "withdraw", order, "2", "--note", " ")).ShouldBe(
            (2, "", "--note must be 1 to 2000 characters.")
        );
        (await Run(app, RefundCommand.Of, "withdraw", order, "2", "--note", "no")).ShouldBe(
            (1, "", $"Refund 2 of {order} was not rejected: it is credited, or about to be.")
        );
        await app.RunJobs();
        (await Run(app, RefundCommand.Of, "withdraw", order, "2", "--note", "no")).Exit.ShouldBe(0);
    }

    private static async Task<(int Exit, string Output, string Error)> Run(
        BudstikkeApp app,
        Func<BuildService, Command> command,
        params string[] arguments
    )
    {
        var settings = await StoreFolder.Settings(app.Store, app.Folder);
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await command(
                (builder, _, _) =>
                {
                    builder.Configuration.AddInMemoryCollection(settings);
                    return Service.Build(builder, app.Clock);
                }
            )
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString().TrimEnd(), error.ToString().TrimEnd());
    }
}
