using System.Net;
using System.Text.RegularExpressions;
using Budstikke.CustomerService;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Users;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.WebConsole;

/// <summary>Every way in, every role, and ids that are one's own, another client's and nobody's.</summary>
public sealed partial class AccessTableTests
{
    private const string Unknown = "ODR0000000000";

    /// <summary>Who may look at a page of his own client. <c>o</c> is an operator who acts for nobody.</summary>
    private static readonly (string Route, string MayOpen)[] s_table =
    [
        ("/", "sabo"),
        ("/orders/{id}", "sabo"),
        ("/orders/{id}/documents/{number}.pdf", "sabo"),
        ("/orders/{id}/documents/{number}.xml", "sabo"),
        ("/orders/{id}/resend", "sa"),
        ("/orders/{id}/cancel", "sa"),
        ("/orders/{id}/credit", "a"),
        ("/orders/{id}/note", "sba"),
        ("/cases", "sabo"),
        ("/cases/{id}", "sabo"),
        ("/trail", "ao"),
        ("/act-for", "o"),
        ("/sessions", "sabo"),
        ("/help", "sabo"),
    ];

    private static readonly string[] s_open =
    [
        "sign-in",
        "welcome/{key}",
        "language",
        "problem/{code}",
        "assets/{name}",
    ];

    [Fact]
    public async Task Whoever_may_not_see_it_is_told_that_it_is_not_there()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        var other = await app.AddClient(BudstikkeApp.SampleClient);
        var foreign = await World.Of(app, other.ClientId);
        var own = await World.Of(app, app.ClientId);
        var wrong = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await console.SignedIn(app, role);
            foreach (var (route, mayOpen) in s_table)
            {
                var may = mayOpen.Contains(LetterOf(role), StringComparison.Ordinal);
                await Expect(browser, own.PathOf(route), may, $"{role} own");
                if (!route.Contains("{id}", StringComparison.Ordinal))
                    continue;
                await Expect(browser, foreign.PathOf(route), may && role == Role.Operator, $"{role} foreign");
                await Expect(browser, World.Nobody.PathOf(route), false, $"{role} unknown");
            }
        }
        wrong.ShouldBeEmpty();

        async Task Expect(ConsoleBrowser browser, string path, bool may, string who)
        {
            var status = (await browser.Open(path)).Status;
            if (status != (may ? HttpStatusCode.OK : HttpStatusCode.NotFound))
                wrong.Add($"{who}: {path} {(int)status}");
        }
    }

    [Fact]
    public async Task Without_a_session_every_page_leads_to_the_sign_in_and_the_table_knows_every_page()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        string[] routes =
        [
            .. console
                .Server.Endpoints.OfType<RouteEndpoint>()
                .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/'))
                .Distinct(),
        ];
        using var browser = console.Browser();

        routes
            .Except(s_open)
            .Except(["sign-out"])
            .Select(route => "/" + route.Replace(".{format}", ".pdf", StringComparison.Ordinal))
            .Except(s_table.Select(row => row.Route))
            .ShouldBeEmpty("each page stands in the table");
        foreach (var route in routes.Except(s_open))
        {
            var path = "/" + Parameter().Replace(route, "x");
            (await browser.Open(path)).Location.ShouldStartWith("/sign-in?to=", Case.Sensitive, path);
            (await browser.Post(path, [])).Location.ShouldBe("/sign-in", path);
        }
    }

    [Theory]
    [InlineData(nameof(Role.Accountant), false)]
    [InlineData(nameof(Role.Support), false)]
    [InlineData(nameof(Role.Operator), true)]
    [InlineData(nameof(Role.Operator), false)]
    public async Task A_button_that_is_not_his_does_nothing_when_it_is_pressed_all_the_same(
        string role,
        bool actsForOther
    )
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        var other = await app.AddClient(BudstikkeApp.SampleClient);
        var order = await app.Submit(Samples.ToPerson, caller: await app.CallerOf(other.ClientId));
        using var browser = await console.SignedIn(app, Enum.Parse<Role>(role));
        if (actsForOther)
            await browser.Submit("/act-for", new() { ["client"] = app.ClientId, ["reason"] = "they called" });
        var token = Token().Match((await browser.Open("/help")).Body).Groups[1].Value;

        foreach (var deed in new[] { "resend", "cancel", "credit" })
            (await browser.Post($"/orders/{order}/{deed}", new() { ["f"] = token, ["note"] = "x" })).Status.ShouldBe(
                HttpStatusCode.NotFound
            );

        (await app.StateOf(order)).ShouldBe("SENT");
    }

    private static char LetterOf(Role role) =>
        role switch
        {
            Role.Support => 's',
            Role.Accountant => 'b',
            Role.Admin => 'a',
            _ => 'o',
        };

    /// <summary>An order that waits, one that is invoiced, and a case, of one client.</summary>
    private sealed record World(string Waiting, string Invoiced, string Number, string Case)
    {
        public static World Nobody { get; } = new(Unknown, Unknown, "1", "CASE0000000000000000");

        public static async Task<World> Of(BudstikkeApp app, string clientId)
        {
            var caller = await app.CallerOf(clientId);
            app.Email.Answer = app.Post.Answer = new Refused("no");
            var invoiced = await app.Submit(Samples.ToPerson, caller: caller);
            await app.RunJobs();
            var waiting = await app.Submit(Samples.ToPerson, caller: caller);
            var cases = await app.Services.GetRequiredService<Cases>().List(clientId: clientId);
            return new(waiting, invoiced, $"{(await app.InvoiceOf(invoiced)).Number}", cases[0].CaseId);
        }

        public string PathOf(string route) =>
            route
                .Replace("/cases/{id}", $"/cases/{Case}", StringComparison.Ordinal)
                .Replace("{id}/cancel", $"{Waiting}/cancel", StringComparison.Ordinal)
                .Replace("{id}", Invoiced, StringComparison.Ordinal)
                .Replace("{number}", Number, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"f\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
