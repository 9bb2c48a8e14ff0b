using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Campaign;

/// <summary>An order and what the client was answered about it.</summary>
/// <param name="State">What the answers promise that it comes to.</param>
internal sealed record AnsweredOrder(string Key, string OrderId, string State);

/// <summary>A client that repeats each request, at one node after another, until it is answered; an order without a key
/// it sends once.</summary>
internal sealed class ShopClient(NodeSlots nodes, ClientTokens tokens, Func<Temper, string> callbackUrl) : IDisposable
{
    private const string Calls = "/api/v1/connect/orders/";
    private const int Customers = 100;

    /// <summary>Few, so that their orders meet on collective invoices.</summary>
    private const int HeldCustomers = 4;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestOutage = TimeSpan.FromSeconds(90);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConcurrentQueue<AnsweredOrder> _answered = new();
    private readonly ConcurrentQueue<string> _unanswered = new();
    private int _repeats;

    public string ClientId => tokens.ClientId;

    public IReadOnlyCollection<AnsweredOrder> Answered => _answered;

    /// <summary>Orders without a key that were not answered with a 201: they are stored once, or not at all.</summary>
    public IReadOnlyCollection<string> Unanswered => _unanswered;

    /// <summary>Requests that had no answer, or were told to come again.</summary>
    public int Repeats => _repeats;

    /// <summary>The order's ids: of two senders where it is a twin, none where it has no key and was not answered with
    /// one.</summary>
    public async Task<string[]> Send(PlannedOrder order)
    {
        if (order.IsKeyed)
            return await Task.WhenAll(
                Enumerable.Range(order.Index, order.IsTwin ? 2 : 1).Select(firstSlot => Create(order, firstSlot))
            );
        if (await CreateOnce(order) is { } orderId)
            return [orderId];
        _unanswered.Enqueue(order.Key);
        return [];
    }

    /// <summary>What the client does with it then; all is answered when this returns.</summary>
    public async Task End(PlannedOrder order, string[] orderIds)
    {
        if (orderIds.Length == 0)
            return;
        var state = order.Ending switch
        {
            Ending.Cancelled => await Cancel(order, orderIds[0]),
            Ending.PartlyRefunded => await Refund(order, orderIds[0], "20.00", "PARTIAL REFUNDED"),
            Ending.Refunded => await Refund(order, orderIds[0], "51.00", "REFUNDED"),
            _ => "INVOICED",
        };
        foreach (var orderId in orderIds)
            _answered.Enqueue(new(order.Key, orderId, state));
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> Create(PlannedOrder order, int firstSlot)
    {
        var (status, body) = await Insist(firstSlot, HttpMethod.Post, "invoice/create", order.Key, BodyOf(order));
        status.ShouldBe(HttpStatusCode.Created, body);
        return JsonNode.Parse(body)!["data"]!["uuid"]!.GetValue<string>();
    }

    private async Task<string?> CreateOnce(PlannedOrder order)
    {
        using var request = RequestOf(order.Index, HttpMethod.Post, "invoice/create", null, BodyOf(order));
        if (await Answer(request) is not { } answer)
            return null;
        answer.Item1.ShouldBe(HttpStatusCode.Created, answer.Item2);
        return JsonNode.Parse(answer.Item2)!["data"]!["uuid"]!.GetValue<string>();
    }

    private async Task<string> Cancel(PlannedOrder order, string orderId)
    {
        var (status, body) = await Insist(
            order.Index,
            HttpMethod.Post,
            $"cancel/{orderId}",
            $"cancel-{order.Index}",
            """{"cancellationNote":"Regrets it"}"""
        );
        if (status == HttpStatusCode.Accepted)
            return "CANCELLED";
        body.ShouldContain("orderStatusAlreadyInvoiced");
        return "INVOICED";
    }

    private async Task<string> Refund(PlannedOrder order, string orderId, string amount, string state)
    {
        // A refusal would be kept under the key, so the client looks first.
        await UntilInvoiced(order, orderId);
        var (status, body) = await Insist(
            order.Index,
            HttpMethod.Post,
            $"refund/{orderId}",
            $"refund-{order.Index}",
            $$"""{"type":"regular","grandTotal":{{amount}}}"""
        );
        status.ShouldBe(HttpStatusCode.Accepted, body);
        return state;
    }

    private async Task UntilInvoiced(PlannedOrder order, string orderId)
    {
        using var pace = new PeriodicTimer(s_pace);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var (status, body) = await Insist(order.Index, HttpMethod.Get, $"status/{orderId}");
            status.ShouldBe(HttpStatusCode.OK, body);
            if (JsonNode.Parse(body)!["data"]!["status"]!.GetValue<string>() == "INVOICED")
                return;
            waited.Elapsed.ShouldBeLessThan(s_longestOutage, $"{orderId} is not invoiced: {body}");
            await pace.WaitForNextTickAsync();
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> Insist(
        int firstSlot,
        HttpMethod method,
        string call,
        string? key = null,
        string? body = null
    )
    {
        using var pace = new PeriodicTimer(s_pace);
        var waited = Stopwatch.StartNew();
        for (var slot = firstSlot; ; slot++)
        {
            using var request = RequestOf(slot, method, call, key, body);
            if (await Answer(request) is { } answer)
                return answer;
            Interlocked.Increment(ref _repeats);
            waited.Elapsed.ShouldBeLessThan(s_longestOutage, $"No answer to {call}, {key}");
            await pace.WaitForNextTickAsync();
        }
    }

    private HttpRequestMessage RequestOf(int slot, HttpMethod method, string call, string? key, string? body)
    {
        var request = new HttpRequestMessage(method, new Uri(nodes.AddressOf(slot), Calls + call))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", tokens.Token) },
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    /// <summary>Null when the node or its database is not there, or went while it answered.</summary>
    private async Task<(HttpStatusCode, string)?> Answer(HttpRequestMessage request)
    {
        try
        {
            using var answer = await _http.SendAsync(request);
            // A node that was forgotten beside a move still reads the store that was moved away, where newer orders are
            // unknown.
            return
                answer.StatusCode
                    is HttpStatusCode.InternalServerError
                        or HttpStatusCode.ServiceUnavailable
                        or HttpStatusCode.NotFound
                ? null
                : (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        // A node that is killed as it accepts: the HTTP client lets the bare SocketException through.
        catch (Exception error) when (error is HttpRequestException or SocketException or TaskCanceledException)
        {
            return null;
        }
    }

    private string BodyOf(PlannedOrder order)
    {
        var body = JsonNode.Parse(PublishedOrder.Json)!;
        body["callback"]!["callbackUrl"] = callbackUrl(order.Receiver);
        // By it an order is found in the store that nobody was answered about.
        body["products"]![0]!["productId"] = order.Key;
        var customer = body["customerDetails"]!;
        customer["email"] = order.HasMailbox
            ? $"kunde{order.Index % (order.IsHeld ? HeldCustomers : Customers)}@{Recipients.DomainOf(order.Mailbox)}"
            : Recipients.NoMailbox;
        customer["personalNumber"] = null;
        (body["invoiceInterval"], body["separateInvoices"]) = (order.Interval, order.IsSeparate);
        if (order.IsCorporate)
        {
            body["invoiceMaturity"] = 30;
            (customer["type"], customer["name"], customer["organizationId"]) = ("corporate", "Bedrift AS", "987654325");
        }
        return body.ToJsonString();
    }
}
