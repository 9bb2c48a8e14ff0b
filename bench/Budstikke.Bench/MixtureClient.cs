using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Budstikke.Tests.Nodes;

namespace Budstikke.Bench;

/// <summary>What a mixture is made with, over HTTP, and the times of what came of it.</summary>
internal sealed class MixtureClient(Ground ground, CancellationToken cancel) : IDisposable
{
    private const decimal LineAmount = 51;
    private const int AtOnce = 16;
    private static readonly TimeSpan s_lead = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http = new()
    {
        BaseAddress = ground.Addresses[0],
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ground.Token) },
    };

    private int _customers;

    /// <summary>Each is another person's.</summary>
    public async Task<IReadOnlyList<string>> Send(int count, int lines, bool isHeld = false)
    {
        var orders = new string[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, count, parallel, async (i, _) => orders[i] = await Send(lines, isHeld));
        return orders;
    }

    private async Task<string> Send(int lines, bool isHeld)
    {
        var order = JsonNode.Parse(ground.Order)!;
        var line = order["products"]![0]!;
        order["products"] = new JsonArray([.. Enumerable.Range(0, lines).Select(_ => line.DeepClone())]);
        order["orderSummary"]!["subTotal"] = LineAmount * lines;
        order["orderSummary"]!["grandTotal"] = LineAmount * lines;
        order["orderDate"] = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        order["invoiceInterval"] = isHeld ? 1 : 0;
        order["customerDetails"]!["personalNumber"] = null;
        order["customerDetails"]!["msisdn"] = $"{40_000_000 + Interlocked.Increment(ref _customers)}";
        var answer = await Post("create", order, HttpStatusCode.Created);
        return answer["data"]!["uuid"]!.GetValue<string>();
    }

    /// <summary>The first lines of it, whole.</summary>
    public Task Refund(string order, int lines) =>
        Post(
            $"../refund/{order}",
            new JsonObject { ["type"] = "regular", ["grandTotal"] = LineAmount * lines },
            HttpStatusCode.Accepted
        );

    private async Task<JsonNode> Post(string call, JsonNode body, HttpStatusCode expected)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/v1/connect/orders/invoice/{call}", body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.StatusCode == expected
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{answer.StatusCode}: {text}");
    }

    public Task RunNow() => NodeProcess.RunToEnd(ground.Settings, "run", "now");

    /// <summary>Until nothing is left to do.</summary>
    public async Task Rest()
    {
        var clock = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(s_look);
        while (await Count("SELECT count(*) FROM jobs") > 0)
        {
            if (clock.Elapsed > s_longest)
                throw new TimeoutException($"After {s_longest} there were jobs left.");
            await pace.WaitForNextTickAsync(cancel);
        }
    }

    private Task<long> Count(string sql, object? parameters = null) =>
        ground.Database.Read(session => session.QuerySingle<long>(sql, parameters), cancel);

    /// <summary>One of them, or both: then the stream begins a little before the single.</summary>
    public async Task<Times> Take(Single? single, Paced? stream)
    {
        await Rest();
        var before = await Count("SELECT coalesce(max(fact_id), 0) FROM facts");
        var asking = stream is null ? Task.CompletedTask : Ask(stream);
        for (var i = 0; i < single?.Count; i++)
        {
            await Task.Delay(s_lead, cancel);
            await single.Begin();
        }
        await asking;
        await Rest();
        var each = stream is null ? [] : await Each(stream.Asked, stream.Done, before);
        return new(
            single is null ? 0 : Median(await Each(single.Asked, single.Done, before)),
            each.Count == 0 ? 0 : new Span(each.Min(one => one.AskedAt), each.Max(one => one.DoneAt)).Seconds,
            each.Count == 0 ? 0 : Median(each),
            each.Count == 0 ? 0 : each.Max(one => one.Seconds)
        );
    }

    private static double Median(IReadOnlyCollection<Span> spans) =>
        spans.Select(one => one.Seconds).Order().ElementAt(spans.Count / 2);

    /// <summary>Each is asked for in its time, whether those before it are answered or not.</summary>
    private async Task Ask(Paced stream)
    {
        var asked = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / stream.PerSecond));
        while (asked.Count < stream.Count && await pace.WaitForNextTickAsync(cancel))
            asked.Add(stream.Ask());
        await Task.WhenAll(asked);
    }

    private Task<IReadOnlyList<Span>> Each(string asked, string done, long before) =>
        ground.Database.Read(
            session =>
                session.Query<Span>(
                    """
                    SELECT min(CASE WHEN kind = @asked THEN at END) AS AskedAt,
                      max(CASE WHEN kind = @done THEN at END) AS DoneAt
                    FROM facts WHERE fact_id > @before AND kind IN (@asked, @done) GROUP BY order_id
                    """,
                    new
                    {
                        asked,
                        done,
                        before,
                    }
                ),
            cancel
        );

    public void Dispose() => _http.Dispose();

    private sealed record Span(long AskedAt, long DoneAt)
    {
        public double Seconds => (DoneAt - AskedAt) / 1000.0;
    }
}
