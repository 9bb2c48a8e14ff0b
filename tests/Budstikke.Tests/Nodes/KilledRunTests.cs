using System.Text.Json.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>Real processes: the one that goes through an invoice run is killed with -9, and another goes on.</summary>
public sealed class KilledRunTests
{
    private const int Orders = 30;

    [NeedsPostgres]
    public Task A_node_is_killed_in_the_middle_of_a_run_and_another_ends_it() => KillInTheRun(Store.Postgres);

    [Fact]
    public Task A_single_node_is_killed_in_its_run_and_ends_it_when_started_again() => KillInTheRun(Store.Sqlite);

    private static async Task KillInTheRun(Store store)
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(store, folder);
        settings["Node:RunSliceOrders"] = "1";
        var token = await NodeProcess.AddTestClient(settings);
        var answers = new string?[Orders];
        using (var victim = await NodeProcess.Serve(settings))
        {
            for (var i = 0; i < Orders; i++)
                answers[i] = await victim.Send(token, $"order-{i}", HeldOrder(i));
            (await NodeProcess.RunToEnd(settings, "run", "now")).ShouldBe((0, ""));
            await using var database = InvoicedOnce.Open(settings);
            await InvoicedOnce.Until(database, "SELECT count(*) FROM invoices", issued => issued >= 5);
            victim.Kill();
        }
        using (await NodeProcess.Serve(settings))
            await InvoicedOnce.ShouldHold(settings, answers);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await StoreFolder.Delete(folder);
    }

    /// <summary>Of a customer of its own, held to the end of the month.</summary>
    private static string HeldOrder(int i)
    {
        var order = JsonNode.Parse(PublishedOrder.Json)!;
        order["orderDate"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        order["invoiceInterval"] = 1;
        order["customerDetails"]!["personalNumber"] = null;
        order["customerDetails"]!["msisdn"] = $"{40000000 + i}";
        order["callback"] = null;
        return order.ToJsonString();
    }
}
