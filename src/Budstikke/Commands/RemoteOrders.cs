using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Budstikke.Commands;

/// <summary>A service as its client sees it: an order goes in, and its timeline comes out.</summary>
internal sealed class RemoteOrders(Uri service, string token) : IDisposable
{
    public const string CreatePath = "/api/v1/connect/orders/invoice/create";
    public static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(200);
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan s_longestCall = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new()
    {
        BaseAddress = service,
        Timeout = s_longestCall,
        MaxResponseContentBufferSize = MaxAnswerBytes,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <param name="key">Makes a repeat of the same order harmless; null for none.</param>
    public async Task<(HttpStatusCode Status, string Body)> Send(string order, string? key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, CreatePath)
        {
            Content = new StringContent(order, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request, cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>A page of the order's facts, and whether there is a next one.</summary>
    /// <param name="after">The id of the last fact of the page before; null for the first page.</param>
    public async Task<(IReadOnlyList<JsonElement> Facts, bool HasNext)> Timeline(
        string order,
        string? after,
        CancellationToken cancel
    )
    {
        using var answer = await _http.GetAsync(
            $"/api/v1/orders/{order}/timeline{(after is null ? "" : $"?after={after}")}",
            cancel
        );
        answer.EnsureSuccessStatusCode();
        var timeline = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(cancel));
        return ([.. timeline.GetProperty("data").EnumerateArray()], answer.Headers.Contains("link"));
    }

    public void Dispose() => _http.Dispose();
}
