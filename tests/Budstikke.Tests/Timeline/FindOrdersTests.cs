using Budstikke.Orders;
using Budstikke.Tests.Support;
using Budstikke.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Timeline;

/// <summary>Orders by what a person has at hand.</summary>
public sealed class FindOrdersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_order_is_found_by_what_it_and_its_customer_are_known_by(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var order = await app.Submit(Of("Åse Brandvold", "40012345", "aase_b@customer.example"));
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        var invoice = await app.InvoiceOf(order);

        foreach (
            var asked in new[]
            {
                order,
                order.ToLowerInvariant(),
                $" {invoice.Number} ",
                invoice.Kid,
                "åse brandvold",
                "BRANDVOLD",
                "40012345",
                "+47 400 12 345",
                "aase_b@",
            }
        )
            (await Found(app, asked!)).ShouldBe([order], asked);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_no_customers_finds_nothing(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await app.Submit(Samples.ToPerson);

        // A line's name, signs that mean something in SQL, too few characters, and an order that is not there.
        foreach (
            var asked in new[] { "Hair Wash", "%%%", "kari_nordmann", "ka", "", "ODR0000000000", "\u0000\u0000\u0000" }
        )
            (await Found(app, asked)).ShouldBeEmpty(asked);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_newest_come_first_and_no_more_than_a_page_of_them(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var orders = new List<string>();
        for (var i = 0; i < FindOrders.MaxFound + 1; i++)
        {
            orders.Add(await app.Submit(Samples.ToPerson));
            app.Clock.Set(app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        }

        (await Found(app, "Nordmann")).ShouldBe(Enumerable.Reverse(orders).Take(FindOrders.MaxFound));
    }

    private static async Task<IEnumerable<string>> Found(BudstikkeApp app, string asked) =>
        (await app.Services.GetRequiredService<FindOrders>().Run(asked)).Select(row => row.OrderId);

    private static Order Of(string name, string msisdn, string email) =>
        Samples.ToPerson with
        {
            Customer = Samples.ToPerson.Customer with { Name = name, Msisdn = msisdn, Email = email },
        };
}
