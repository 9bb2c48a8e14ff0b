using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Tests.Support;

namespace Budstikke.Bench;

/// <summary>
/// A client's long documents beside its many short ones, on one number series: a run of long orders beside refunds, and
/// a long credit note beside single orders. Each is taken alone first and then both together, by a node of its own over
/// HTTP; all times are those of the facts.
/// </summary>
internal static class MixtureBench
{
    private const int RunOrders = 200;
    private const int LinesOfRun = 200;
    private const int RefundsPerSecond = 11;
    private const int LinesOfNote = 1000;
    private const int Notes = 5;
    private const int OrdersPerSecond = 57;
    private const int WarmUpOrders = 60;

    /// <param name="pace">Its time is how long each stream of short ones goes.</param>
    public static Task<IReadOnlyList<Figure>> Run(IReadOnlyList<Store> stores, Pace pace, CancellationToken cancel) =>
        Figures.Take(
            [.. stores.Select(store => new Measurement($"{store},", stop => Measure(store, pace.Time, stop)))],
            pace with
            {
                WarmUp = false,
            },
            cancel
        );

    private static async Task<IReadOnlyList<Reading>> Measure(Store store, TimeSpan time, CancellationToken cancel)
    {
        await using var ground = await Ground.Open(store);
        await ground.Serve(1);
        using var client = new MixtureClient(ground, cancel);
        await WarmUp(client);
        return
        [
            .. await RunBesideRefunds(client, (int)(RefundsPerSecond * time.TotalSeconds)),
            .. await NoteBesideOrders(client, (int)(OrdersPerSecond * time.TotalSeconds)),
        ];
    }

    /// <summary>Cold code would be counted to whoever comes first.</summary>
    private static async Task WarmUp(MixtureClient client)
    {
        var orders = await client.Send(WarmUpOrders, lines: LinesOfRun);
        await client.Rest();
        foreach (var order in orders)
            await client.Refund(order, 1);
        await client.Rest();
    }

    private static async Task<IReadOnlyList<Reading>> RunBesideRefunds(MixtureClient client, int count)
    {
        var refunded = new Queue<string>(await client.Send(2 * count, lines: 1));
        await client.Rest();
        var stream = new Paced("refunds", count, RefundsPerSecond, () => client.Refund(refunded.Dequeue(), 1))
        {
            Asked = nameof(RefundRequested),
            Done = nameof(CreditNoteIssued),
        };
        var whole = new Single("run", nameof(RunBegun), nameof(RunEnded), client.RunNow)
        {
            Prepare = () => client.Send(RunOrders, LinesOfRun, isHeld: true),
        };
        return await Compare(client, whole, stream);
    }

    private static async Task<IReadOnlyList<Reading>> NoteBesideOrders(MixtureClient client, int count)
    {
        var noted = new Queue<string>(await client.Send(2 * Notes, LinesOfNote));
        await client.Rest();
        var stream = new Paced("orders", count, OrdersPerSecond, () => client.Send(1, lines: 1))
        {
            Asked = nameof(Orders.OrderAccepted),
            Done = nameof(InvoiceIssued),
        };
        var whole = new Single(
            "credit note",
            nameof(RefundRequested),
            nameof(CreditNoteIssued),
            () => client.Refund(noted.Dequeue(), LinesOfNote)
        )
        {
            Count = Notes,
        };
        return await Compare(client, whole, stream);
    }

    private static async Task<IReadOnlyList<Reading>> Compare(MixtureClient client, Single single, Paced stream)
    {
        await single.Prepare();
        var alone = await client.Take(single, null);
        var streamAlone = await client.Take(null, stream);
        await single.Prepare();
        var beside = await client.Take(single, stream);
        return [.. Readings(single.Name, alone.Single, beside.Single), .. Of(stream.Name, streamAlone, beside)];
    }

    private static IEnumerable<Reading> Of(string name, Times alone, Times beside) =>
        [
            .. Readings(name, alone.Stream, beside.Stream),
            new($"{name} alone, median of each", "s", alone.Median),
            new($"{name} beside, median of each", "s", beside.Median),
            new($"{name} alone, longest of each", "s", alone.Longest),
            new($"{name} beside, longest of each", "s", beside.Longest),
        ];

    private static IEnumerable<Reading> Readings(string name, double alone, double beside) =>
        [
            new($"{name} alone", "s", alone),
            new($"{name} beside", "s", beside),
            new($"{name} beside / alone", "", beside / alone),
        ];
}

/// <summary>A long piece of work, from its first fact to its last.</summary>
internal sealed record Single(string Name, string Asked, string Done, Func<Task> Begin)
{
    /// <summary>How many are begun, a second apart; the median counts.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What it needs each time that it is taken.</summary>
    public Func<Task> Prepare { get; init; } = () => Task.CompletedTask;
}

/// <summary>Short pieces of work, so many a second.</summary>
internal sealed record Paced(string Name, int Count, int PerSecond, Func<Task> Ask)
{
    public required string Asked { get; init; }

    public required string Done { get; init; }
}

/// <param name="Stream">From the first that was asked for to the last that was done, in seconds.</param>
internal sealed record Times(double Single, double Stream, double Median, double Longest);
