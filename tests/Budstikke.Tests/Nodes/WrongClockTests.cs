using System.Diagnostics;
using Budstikke.Tests.Campaign;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>A real node whose clock is wrong at its start, is set right, jumps, and is set right again.</summary>
public sealed class WrongClockTests
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [NeedsOwnClocks]
    public async Task A_node_whose_clock_is_wrong_stands_by_and_goes_on_by_itself_when_it_is_right()
    {
        var folder = StoreFolder.New();
        var settings = await StoreFolder.Settings(Store.Postgres, folder);
        var token = await NodeProcess.AddTestClient(settings);
        using var clocks = new NodeClocks();
        foreach (var (name, value) in clocks.SettingsOf(0))
            settings[name] = value;
        clocks.Set(0, s_month);
        using (var node = await NodeProcess.Serve(settings))
        {
            (await node.WhyNotReady()).ShouldBe("This node's clock is 30 days ahead of the database's.");
            (await node.Send(token, "too early", PublishedOrder.Json)).ShouldBeNull();

            clocks.Set(0, TimeSpan.Zero);
            await Until(node, why => why is null);
            List<string?> answers = [await node.Send(token, "first", PublishedOrder.Json)];

            clocks.Set(0, -s_month);
            await Until(node, why => why == "This node's clock is 30 days behind the database's.");
            (await node.Send(token, "too late", PublishedOrder.Json)).ShouldBeNull();

            clocks.Set(0, TimeSpan.Zero);
            await Until(node, why => why is null);
            answers.Add(await node.Send(token, "second", PublishedOrder.Json));
            await InvoicedOnce.ShouldHold(WithoutClock(settings), answers);
        }
        await StoreFolder.Delete(folder);
    }

    private static Dictionary<string, string?> WithoutClock(Dictionary<string, string?> settings) =>
        settings
            .Where(setting => setting.Key.Contains(':', StringComparison.Ordinal))
            .ToDictionary(setting => setting.Key, setting => setting.Value);

    private static async Task Until(NodeProcess node, Func<string?, bool> isSo)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var waited = Stopwatch.StartNew();
        while (await node.WhyNotReady() is var why && !isSo(why))
        {
            waited.Elapsed.ShouldBeLessThan(s_longestWait, why);
            await pace.WaitForNextTickAsync();
        }
    }
}
