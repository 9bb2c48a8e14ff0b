using System.Net;
using System.Text;
using Budstikke.Mail;
using Budstikke.Relays;
using Budstikke.Tests.Peppol;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Relays;

/// <summary>Tokens instead of a password, from a server that gives them.</summary>
public sealed class AccessTokensTests : IAsyncLifetime
{
    private readonly HttpListener _server = new();
    private readonly List<string> _asked = [];
    private readonly TestClock _clock = new(BudstikkeApp.Monday);
    private readonly string _address = $"http://127.0.0.1:{Dnsmasq.FreePort()}/token/";
    private Task _serving = Task.CompletedTask;
    private int _status = 200;

    public Task InitializeAsync()
    {
        _server.Prefixes.Add(_address);
        _server.Start();
        _serving = Serve();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _server.Stop();
        await _serving;
        _server.Close();
    }

    [Fact]
    public async Task A_token_serves_until_a_minute_before_its_end()
    {
        var tokens = Read();

        (await tokens.Get(default)).ShouldBe("token-1");
        _clock.Set(_clock.GetUtcNow().AddMinutes(58));
        (await tokens.Get(default)).ShouldBe("token-1");
        _clock.Set(_clock.GetUtcNow().AddMinutes(1));
        (await tokens.Get(default)).ShouldBe("token-2");
        tokens.Forget();
        (await tokens.Get(default)).ShouldBe("token-3");

        _asked[0].ShouldBe("grant_type=client_credentials&client_id=us&client_secret=hemmelig&scope=mail");
    }

    [Fact]
    public async Task A_secret_that_is_wrong_is_no_recipients_fault_and_is_not_shown()
    {
        _status = 401;

        var fault = await Should.ThrowAsync<SmtpFault>(() => Read().Get(default));

        fault.Message.ShouldBe("127.0.0.1 gives no token: HTTP 401.");
    }

    [Theory]
    [InlineData("http://login.example/token")]
    [InlineData("ftp://login.example/token")]
    public void A_secret_goes_over_https_alone(string url) =>
        Read(url).Reason.ShouldBe("Email__OAuth__TokenUrl must be an https URL.");

    private AccessTokens Read() => Read(_address).Tokens.ShouldNotBeNull();

    private (AccessTokens? Tokens, string? Reason) Read(string url) =>
        AccessTokens.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Email:OAuth:TokenUrl"] = url,
                        ["Email:OAuth:ClientId"] = "us",
                        ["Email:OAuth:ClientSecret"] = "hemmelig",
                        ["Email:OAuth:Scope"] = "mail",
                    }
                )
                .Build(),
            _clock
        );

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var call = await _server.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream);
                _asked.Add(await reader.ReadToEndAsync());
                call.Response.StatusCode = _status;
                call.Response.ContentType = "application/json";
                await call.Response.OutputStream.WriteAsync(
                    Encoding.UTF8.GetBytes($$"""{"access_token":"token-{{_asked.Count}}","expires_in":3600}""")
                );
                call.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
