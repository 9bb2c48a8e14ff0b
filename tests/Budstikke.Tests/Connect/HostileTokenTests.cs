using System.Text;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Connect;

/// <summary>A token counts in one place alone.</summary>
public sealed class HostileTokenTests
{
    private const string Bearer = "Authorization: Bearer ";

    [Theory]
    [InlineData("Authorization: Bearer TOKEN", 404)]
    [InlineData("authorization: bearer TOKEN", 404)]
    [InlineData("AUTHORIZATION: BEARER TOKEN", 404)]
    [InlineData("Authorization: Bearer   TOKEN  ", 404)]
    [InlineData("Authorization: TOKEN", 401)]
    [InlineData("Authorization: Token TOKEN", 401)]
    [InlineData("Authorization: BearerTOKEN", 401)]
    [InlineData("Authorization: Bearer", 401)]
    [InlineData("Authorization: Bearer TOKENx", 401)]
    [InlineData("Authorization: Bearer xTOKEN", 401)]
    [InlineData("Authorization: Bearer \"TOKEN\"", 401)]
    [InlineData("Authorization: Bearer TOKEN TOKEN", 401)]
    [InlineData("Authorization: Bearer TOKEN, Bearer TOKEN", 401)]
    [InlineData("Authorization: Bearer TOKEN\r\nAuthorization: Bearer TOKEN", 401)]
    [InlineData("Authorization: Basic BASIC", 401)]
    [InlineData("Proxy-Authorization: Bearer TOKEN", 401)]
    [InlineData("Cookie: token=TOKEN; Authorization=Bearer TOKEN", 401)]
    [InlineData("X-Api-Key: TOKEN", 401)]
    [InlineData("X-Authorization: Bearer TOKEN", 401)]
    public async Task A_token_counts_only_as_one_bearer_header(string header, int status) =>
        (await Ask("", header)).ShouldBe(status);

    [Theory]
    [InlineData("?token=TOKEN")]
    [InlineData("?access_token=TOKEN")]
    [InlineData("?Authorization=Bearer%20TOKEN")]
    public async Task A_token_in_the_address_is_none(string query) => (await Ask(query, "Accept: */*")).ShouldBe(401);

    [Theory]
    [InlineData(100, 401)]
    [InlineData(20_000, 401)]
    [InlineData(40_000, 431)]
    public async Task A_very_long_token_is_refused(int characters, int status)
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();

        (await connection.Ask(Get("", Bearer + new string('a', characters)))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_token_differs_by_the_case_of_a_letter()
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();

        (await connection.Ask(Get("", Bearer + app.Added.Token.ToUpperInvariant()))).Status.ShouldBe(401);
    }

    private static async Task<int> Ask(string query, string header)
    {
        await using var app = await BudstikkeApp.Start();
        using var connection = await app.Connect();
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{app.Added.Token}:{app.Added.Token}"));

        var (status, answer) = await connection.Ask(
            Get(query, header)
                .Replace("TOKEN", app.Added.Token, StringComparison.Ordinal)
                .Replace("BASIC", basic, StringComparison.Ordinal)
        );

        answer.ShouldNotContain(app.Added.Token);
        answer.ShouldContain(status == 401 ? "\"unauthenticated\"" : "Order Not Found");
        return status;
    }

    private static string Get(string query, string header) =>
        $"GET /api/v1/connect/orders/status{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + $"{header}\r\n\r\n";
}
