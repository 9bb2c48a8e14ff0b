using System.Diagnostics;
using System.Net;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Fuzz;

/// <summary>What came of a run of odd requests.</summary>
/// <param name="Answers">How often each status was answered.</param>
/// <param name="Orders">The orders that were taken.</param>
/// <param name="Faults">Requests that were answered as none may be, each with its answer.</param>
internal sealed record FuzzResult(
    IReadOnlyDictionary<int, int> Answers,
    IReadOnlySet<string> Orders,
    IReadOnlyList<string> Faults,
    TimeSpan Longest
)
{
    /// <summary>How many calls of another client were made meanwhile.</summary>
    public int NeighbourCalls { get; init; }

    /// <summary>How many orders it sent.</summary>
    public int NeighbourOrders { get; init; }
}

/// <summary>Sends odd requests side by side, with a good client's beside them, and judges every answer.</summary>
internal static class Fuzzing
{
    /// <summary>So many orders are taken before the odd requests begin, to be asked for.</summary>
    public const int GoodOrders = 3;

    private const int Senders = 8;
    private const int MaxFaults = 20;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(10);
    private const string Taken = "orderAddedSuccessfully";
    private const string NoRules = "noOfficialRulesAreSet";

    public static IDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?>
        {
            ["Connect:RateLimitPerMinute"] = "0",
            ["Connect:RefusedTokensPerMinute"] = "0",
        };

    /// <summary>Odd requests to every route of a service, about two good orders; the third is a neighbour's.</summary>
    /// <param name="app">With <see cref="Settings"/>.</param>
    /// <param name="progress">Given the count so far, now and then.</param>
    public static async Task<FuzzResult> Run(BudstikkeApp app, int seed, int count, Action<int>? progress = null)
    {
        using var neighbour = await Neighbour.In(app);
        using var http = await app.Http();
        http.Timeout = s_hang;
        string[] ids = [await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToCompany)];
        var routes = Route.All(app.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        var order = PublishedOrder.Json;
        using var over = new CancellationTokenSource();
        var beside = Task.Run(() => neighbour.Call(over.Token));
        var result = await Run(http, new(seed, routes, order, ids), count, progress);
        await over.CancelAsync();
        var (calls, orders, faults) = await beside;
        return result with { Faults = [.. result.Faults, .. faults], NeighbourCalls = calls, NeighbourOrders = orders };
    }

    private static async Task<FuzzResult> Run(HttpClient http, OddRequests requests, int count, Action<int>? progress)
    {
        var (answers, orders, faults) = (new Dictionary<int, int>(), new HashSet<string>(), new List<string>());
        var (taken, longest) = (0, TimeSpan.Zero);
        var turn = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(Send)));
        return new(answers, orders, faults, longest);

        async Task Send()
        {
            while (Next() is { } request)
            {
                using (request)
                {
                    var begun = Stopwatch.GetTimestamp();
                    var (status, body, isReplay) = await Answer(http, request);
                    Count(request, status, body, isReplay, Stopwatch.GetElapsedTime(begun));
                }
            }
        }

        HttpRequestMessage? Next()
        {
            lock (turn)
            {
                if (taken == count || faults.Count >= MaxFaults)
                    return null;
                if (++taken % 1000 == 0)
                    progress?.Invoke(taken);
                return requests.Next();
            }
        }

        void Count(HttpRequestMessage request, int status, string body, bool isReplay, TimeSpan time)
        {
            lock (turn)
            {
                answers[status] = answers.GetValueOrDefault(status) + 1;
                longest = time > longest ? time : longest;
                if (status == 201 && body.Contains(Taken, StringComparison.Ordinal) && !isReplay)
                    orders.Add(body);
                // It is the answer of a service to which nobody gave the rules.
                var isAnswer = status is not 0 and < 500 || body.Contains(NoRules, StringComparison.Ordinal);
                if (!isAnswer || !body.StartsWith(Start(status), StringComparison.Ordinal))
                    faults.Add($"{request.Method} {request.RequestUri} gave {status}: {body}");
            }
        }
    }

    /// <summary>Every refusal stands in the envelope; what is not refused may be a document.</summary>
    private static string Start(int status) => status < 400 ? "" : $"{{\"status_code\":{status},";

    private static async Task<(int Status, string Body, bool IsReplay)> Answer(
        HttpClient http,
        HttpRequestMessage request
    )
    {
        try
        {
            using var answer = await http.SendAsync(request);
            return (
                (int)answer.StatusCode,
                await answer.Content.ReadAsStringAsync(),
                answer.Headers.Contains("idempotency-replayed")
            );
        }
        catch (Exception error) when (error is HttpRequestException or WebException or TaskCanceledException)
        {
            return (0, error.Message, false);
        }
    }
}
