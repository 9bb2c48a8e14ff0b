#:sdk Microsoft.NET.Sdk
#:property PublishAot=false

// A client of Budstikke in one file (.NET 10):
//   dotnet run budstikke.cs -- send ORDER.json [KEY]
//   dotnet run budstikke.cs -- listen PORT
//   dotnet run budstikke.cs -- verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]
// BUDSTIKKE_TOKEN and BUDSTIKKE_SECRET are what `client add` showed, BUDSTIKKE_URL is where the service is.
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

const int ToleranceSeconds = 300;
const int MaxBodyBytes = 64 * 1024;
string[] ours = ["orderUuid", "status", "paymentMethod", "amount", "createdAt", "timestamp", "checksum"];

// What our own callback URLs have in their query; anything else was put there by somebody else.
string[] own = (Environment.GetEnvironmentVariable("BUDSTIKKE_PARAMETERS") ?? "").Split(
    ' ',
    StringSplitOptions.RemoveEmptyEntries
);
var baseUrl = Environment.GetEnvironmentVariable("BUDSTIKKE_URL") ?? "http://127.0.0.1:5080";
using var http = new HttpClient { BaseAddress = new Uri(baseUrl), Timeout = TimeSpan.FromSeconds(10) };

try
{
    return await Run();
}
catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
{
    Console.Error.WriteLine($"No answer from {baseUrl}: {error.Message}");
    return 3;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

async Task<int> Run() =>
    args switch
    {
        ["send", var file] => await Send(file, Guid.NewGuid().ToString()),
        ["send", var file, var key] => await Send(file, key),
        ["verify", var url, var id, var timestamp, var signature] => await Verify(
            new(url, id, timestamp, signature),
            Now()
        ),
        ["verify", var url, var id, var timestamp, var signature, var now] => await Verify(
            new(url, id, timestamp, signature),
            long.Parse(now)
        ),
        ["listen", var port] => await Listen(int.Parse(port)),
        _ => Usage(),
    };

// Sends an order. The key makes a repeat harmless: where no answer came, send the same order under the same key. A shop
// takes the order's own number for it.
async Task<int> Send(string file, string key)
{
    var order = OfToday(await File.ReadAllTextAsync(file));
    Console.Error.WriteLine($"Idempotency-Key: {key} (to repeat this order without risk: send {file} {key})");
    using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connect/orders/invoice/create");
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Setting("BUDSTIKKE_TOKEN"));
    request.Headers.Add("Idempotency-Key", key);
    request.Content = new StringContent(order, Encoding.UTF8, "application/json");
    using var answer = await http.SendAsync(request);
    var text = await answer.Content.ReadAsStringAsync();
    if (answer.StatusCode != HttpStatusCode.Created)
    {
        Console.Error.WriteLine(text); // A 417 lists every error of the order in "errors".
        return 1;
    }
    Console.WriteLine(JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("uuid"));
    return 0;
}

// The sample order is of the day on which it is sent; an order of your own has its date.
static string OfToday(string order) =>
    order.Replace("{{$timestamp}}", new DateTimeOffset(DateTime.UtcNow.Date).ToUnixTimeSeconds().ToString());

// Why a callback must not be believed; null where it is the service's.
string? FaultOf(Call call, long now)
{
    var secret = Setting("BUDSTIKKE_SECRET");
    return (call.Body is null ? FaultOfQuery(call.Query, secret) : null)
        ?? (
            !long.TryParse(call.Timestamp, out var sent) || Math.Abs(now - sent) > ToleranceSeconds
                ? "not within five minutes"
            : !IsSigned(call, secret) ? "wrong signature"
            : null
        );
}

// The checksum has nothing between the values, so that one could be moved into another: names are looked at first, and
// the signature afterwards.
string? FaultOfQuery(string query, string secret)
{
    var parameters = query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Decode(pair[0]), Value: Decode(pair.ElementAtOrDefault(1) ?? "")))
        .ToList();
    var names = parameters.Select(one => one.Name).ToList();
    if (names.Except([.. own, .. ours]).Any())
        return "unknown parameter";
    if (names.Distinct().Count() < names.Count)
        return "repeated parameter";
    if (ours.Except(names).Any())
        return "missing parameter";
    var values = string.Concat(parameters.Where(one => one.Name != "checksum").Select(one => one.Value));
    var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(values + secret)));
    return AreSame(expected, parameters.Single(one => one.Name == "checksum").Value) ? null : "wrong checksum";
}

// Standard Webhooks: an HMAC over id, timestamp and payload. Its key is the secret as it was shown; there may be
// several signatures, while a secret is being replaced.
static bool IsSigned(Call call, string secret)
{
    var signed = Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body ?? call.Target}");
    var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    return call.Signature.Split(' ').Any(signature => AreSame(expected, signature));
}

static bool AreSame(string expected, string claimed) =>
    CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(claimed));

static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

// The state that counts is the one that the API tells, since a callback may come late or twice; null: no order of ours.
async Task<string?> StateOf(string order)
{
    if (!Regex.IsMatch(order, @"\AODR[0-9]{10}\z"))
        return null;
    using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/connect/orders/status/{order}");
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Setting("BUDSTIKKE_TOKEN"));
    using var answer = await http.SendAsync(request);
    if (answer.StatusCode == HttpStatusCode.NotFound)
        return null;
    answer.EnsureSuccessStatusCode();
    var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    return body.GetProperty("data").GetProperty("status").GetString();
}

async Task<(bool IsGenuine, string Words)> Judge(Call call, long now)
{
    if (FaultOf(call, now) is { } fault)
        return (false, $"NOT genuine: {fault}");
    return await StateOf(call.Order) is { } state
        ? (true, $"genuine: {call.Order} is {state}")
        : (false, "NOT genuine: not an order of ours");
}

async Task<int> Verify(Call call, long now)
{
    var (isGenuine, words) = await Judge(call, now);
    Console.WriteLine(words);
    return isGenuine ? 0 : 1;
}

// Takes callbacks on loopback. What is not genuine gets a 403 and must change nothing; what could not be looked up gets
// a 503, and comes again.
async Task<int> Listen(int port)
{
    using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/", $"http://localhost:{port}/" } };
    listener.Start();
    Console.WriteLine($"Listening on http://127.0.0.1:{port}/");
    while (true)
    {
        var context = await listener.GetContextAsync();
        try
        {
            var (isGenuine, words) = await Judge(await Read(context.Request), Now());
            Console.WriteLine(words);
            context.Response.StatusCode = isGenuine ? 200 : 403;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            Console.Error.WriteLine(error.Message);
            context.Response.StatusCode = 503;
        }
        context.Response.Close();
    }
}

static async Task<Call> Read(HttpListenerRequest request)
{
    string? body = null;
    if (request.HttpMethod == "POST")
    {
        var buffer = new byte[MaxBodyBytes];
        var length = await request.InputStream.ReadAtLeastAsync(buffer, MaxBodyBytes, throwOnEndOfStream: false);
        body = Encoding.UTF8.GetString(buffer, 0, length);
    }
    string Header(string name) => request.Headers[name] ?? "";
    return new(request.RawUrl ?? "", Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"))
    {
        Body = body,
    };
}

static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");

static int Usage()
{
    Console.Error.WriteLine(
        "send ORDER.json [KEY] | listen PORT | verify URL WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE [NOW]"
    );
    return 2;
}

// A callback as it came in. Body is null for a GET, which tells its news in the query.
sealed record Call(string Url, string Id, string Timestamp, string Signature)
{
    public string? Body { get; init; }

    // Path and query exactly as they were sent.
    public string Target => Regex.Replace(Url, @"\A[a-z]+://[^/]*", "");

    public string Query => Target.Split('?', 2).ElementAtOrDefault(1) ?? "";

    // Only of a call that is signed.
    public string Order =>
        Body is null
            ? Uri.UnescapeDataString(Regex.Match(Query, "(?:^|&)orderUuid=([^&]*)").Groups[1].Value)
            : JsonDocument.Parse(Body).RootElement.GetProperty("data").GetProperty("orderUuid").GetString() ?? "";
}
