using System.Net;
using System.Text.RegularExpressions;
using Budstikke.Tests.Support;
using Budstikke.Users;
using Budstikke.WebConsole;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.WebConsole;

/// <summary>The console of an app, and somebody with a browser before it.</summary>
internal sealed class ConsoleOfApp : IAsyncDisposable
{
    private readonly ConsoleServer _server;

    private ConsoleOfApp(ConsoleServer server) => _server = server;

    public Uri Address => _server.Address;

    public ConsoleServer Server => _server;

    public static async Task<ConsoleOfApp> Start(BudstikkeApp app, Uri? publicUrl = null)
    {
        var settings = new ConsoleSettings("http://127.0.0.1:0", publicUrl, CreditLimit: 1000);
        var server = new ConsoleServer(settings, app.Services, NullLoggerFactory.Instance);
        await server.StartAsync(CancellationToken.None);
        return new(server);
    }

    public ConsoleBrowser Browser() => new(Address);

    /// <summary>Somebody of that role, signed in.</summary>
    public async Task<ConsoleBrowser> SignedIn(BudstikkeApp app, Role role, string? clientId = null)
    {
        var name = $"{role}-{Guid.NewGuid():N}@example.com".ToLowerInvariant();
        var own = role == Role.Operator ? "" : clientId ?? app.ClientId;
        var (invited, _) = await new UserStore(app.Acting).Add(new(name, role, own));
        var link = await app.Database.Write(session =>
            OneTimeLinks.New(
                session,
                (invited!.UserId, own),
                OneTimeLinks.Demonstration,
                app.Clock.GetUtcNow(),
                TimeSpan.FromMinutes(10)
            )
        );
        var browser = Browser();
        var entered = await browser.Submit($"/welcome/{link.Key}", []);
        entered.Status.ShouldBe(HttpStatusCode.Redirect);
        return browser;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

internal sealed record Seen(HttpStatusCode Status, string Body, string? Location, HttpResponseMessage Answer);

/// <summary>A browser without script: it keeps cookies, says where a form was, and goes where it is told only when the
/// test does.</summary>
internal sealed partial class ConsoleBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }
    )
    {
        BaseAddress = address,
    };

    public async Task<Seen> Open(string path) => await Of(await _http.GetAsync(path));

    /// <summary>Opens the page and presses the button of its form.</summary>
    public async Task<Seen> Submit(string path, Dictionary<string, string> fields)
    {
        var page = await Open(path);
        var hidden = Hidden()
            .Matches(FormIn(page.Body, path))
            .ToDictionary(one => one.Groups[1].Value, one => one.Groups[2].Value);
        foreach (var (name, value) in fields)
            hidden[name] = value;
        return await Post(path, hidden);
    }

    public async Task<Seen> Post(string path, Dictionary<string, string> fields, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Add("Origin", origin ?? _http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await Of(await _http.SendAsync(request));
    }

    public async Task<Seen> Send(HttpRequestMessage request) => await Of(await _http.SendAsync(request));

    /// <summary>The page's own form, not those of its head and foot.</summary>
    private static string FormIn(string body, string path) =>
        Forms()
            .Matches(body)
            .Select(form => form.Value)
            .FirstOrDefault(form =>
                !form.Contains("/sign-out", StringComparison.Ordinal)
                && !form.Contains("/language", StringComparison.Ordinal)
            )
        ?? "";

    private static async Task<Seen> Of(HttpResponseMessage answer) =>
        new(
            answer.StatusCode,
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()),
            answer.Headers.Location?.ToString(),
            answer
        );

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*? name=\"([^\"]*)\"[^>]*? value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    public void Dispose() => _http.Dispose();
}
