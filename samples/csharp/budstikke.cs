#:sdk Microsoft.NET.Sdk
#:property PublishAot=false

// A client of Budstikke in one file:  dotnet run budstikke.cs -- send ORDER.json | verify URL | listen PORT
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

return args switch
{
    ["send", var file] => await Send(await File.ReadAllTextAsync(file)),
    ["verify", var url] => Say(IsGenuine(new Uri(url).Query, Setting("BUDSTIKKE_SECRET"))),
    ["listen", var port] => await Listen(int.Parse(port)),
    _ => Usage(),
};

// Sends an order. The key makes a repeat harmless: after a timeout, send the same body under the same key.
async Task<int> Send(string order)
{
    var url = Environment.GetEnvironmentVariable("BUDSTIKKE_URL") ?? "http://127.0.0.1:5080";
    using var http = new HttpClient { BaseAddress = new Uri(url) };
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Setting("BUDSTIKKE_TOKEN"));
    http.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
    using var body = new StringContent(order, Encoding.UTF8, "application/json");
    using var answer = await http.PostAsync("/api/v1/connect/orders/invoice/create", body);
    var text = await answer.Content.ReadAsStringAsync();
    if (answer.StatusCode != HttpStatusCode.Created)
    {
        Console.Error.WriteLine(text); // A 417 lists every error of the order in "errors".
        return 1;
    }
    Console.WriteLine(JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("uuid"));
    return 0;
}

// The checksum is the SHA-256 of the decoded values of all other parameters, in the order of the URL, and then the
// secret.
static bool IsGenuine(string query, string secret)
{
    var (values, claimed) = ("", "");
    foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
    {
        var parts = pair.Split('=', 2);
        var value = Uri.UnescapeDataString((parts.ElementAtOrDefault(1) ?? "").Replace('+', ' '));
        if (parts[0] == "checksum")
            claimed = value;
        else
            values += value;
    }
    var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(values + secret)));
    return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(claimed));
}

// Takes callbacks on loopback and says whether each is genuine. What is not gets a 403 and must change nothing.
async Task<int> Listen(int port)
{
    using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/", $"http://localhost:{port}/" } };
    listener.Start();
    Console.WriteLine($"Listening on http://127.0.0.1:{port}/");
    while (true)
    {
        var context = await listener.GetContextAsync();
        var url = context.Request.RawUrl ?? "";
        var query = url.Contains('?') ? url[url.IndexOf('?')..] : "";
        var isGenuine = IsGenuine(query, Setting("BUDSTIKKE_SECRET"));
        context.Response.StatusCode = isGenuine ? 200 : 403;
        context.Response.Close();
        Console.WriteLine($"{(isGenuine ? "genuine" : "NOT genuine")} {url}");
    }
}

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");

static int Say(bool isGenuine)
{
    Console.WriteLine(isGenuine ? "genuine" : "NOT genuine");
    return isGenuine ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("send ORDER.json | verify URL | listen PORT");
    return 2;
}
