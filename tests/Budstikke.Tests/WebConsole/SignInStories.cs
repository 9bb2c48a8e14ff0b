using System.Net;
using System.Text.RegularExpressions;
using Budstikke.Tests.Support;
using Budstikke.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.WebConsole;

/// <summary>How somebody gets in, and what keeps everybody else out.</summary>
public sealed partial class SignInStories
{
    private const string Password = "korrekt hest batteri";

    [Theory, OnSqlite, OnPostgres]
    public async Task An_invited_user_chooses_a_password_and_an_app_and_signs_in_with_them(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await using var console = await ConsoleOfApp.Start(app);
        var (link, name) = await Invite(app);
        using var first = console.Browser();

        // A mail scanner that opens the link uses nothing up.
        await first.Open(link);
        var page = await first.Open(link);
        var secret = SecretIn().Match(page.Body).Groups[1].Value;
        var done = await first.Submit(
            link,
            new()
            {
                ["password"] = Password,
                ["secret"] = secret,
                ["code"] = CodeOf(app, secret),
            }
        );

        done.Status.ShouldBe(HttpStatusCode.OK);
        var codes = Recovery().Matches(done.Body).Select(one => one.Groups[1].Value).ToList();
        codes.Count.ShouldBe(10);
        (await first.Open("/")).Body.ShouldContain("Hva har du for hånden?");
        (await first.Open(link)).Status.ShouldBe(HttpStatusCode.NotFound);

        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(1));
        using var second = console.Browser();
        (await SignIn(second, name, Password, CodeOf(app, secret))).Location.ShouldBe("/");
        (await SignIn(console.Browser(), name, Password, CodeOf(app, secret))).Status.ShouldBe(
            HttpStatusCode.Unauthorized,
            "a code is taken once"
        );
        (await SignIn(console.Browser(), name, Password, codes[0])).Location.ShouldBe("/");
        (await SignIn(console.Browser(), name, Password, codes[0])).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_does_not_know_all_three_is_not_told_which_was_wrong()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        var (name, secret) = await SetUp(app, console);
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(1));

        string[] answers =
        [
            (await SignIn(console.Browser(), "nobody", Password, CodeOf(app, secret))).Body,
            (await SignIn(console.Browser(), name, "another password", CodeOf(app, secret))).Body,
            (await SignIn(console.Browser(), name, Password, "000000")).Body,
        ];

        answers.Select(Bare).Distinct().ShouldHaveSingleItem();
        answers[0].ShouldContain("Det stemmer ikke.");
    }

    [Fact]
    public void Guessing_is_slowed_down_by_address_and_locks_nobody_out_by_name()
    {
        var tries = new FailedTries(new TestClock(BudstikkeApp.Monday));
        for (var i = 0; i < FailedTries.MaxInWindow; i++)
            tries.Take("192.0.2.1").ShouldBeTrue();

        tries.Take("192.0.2.1").ShouldBeFalse();
        tries.Take("192.0.2.2").ShouldBeTrue();
        tries.GiveBack("192.0.2.2");
        for (var i = 0; i < FailedTries.MaxInWindow; i++)
            tries.Take("192.0.2.2").ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_ends_by_idleness_by_age_by_its_user_and_with_its_user()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var idle = await console.SignedIn(app, Role.Support);
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(31));
        (await idle.Open("/")).Location.ShouldBe("/sign-in?to=%2F");

        using var old = await console.SignedIn(app, Role.Support);
        for (var hour = 0; hour < 24; hour++)
        {
            app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(29));
            await old.Open("/");
        }
        app.Clock.Set(app.Clock.GetUtcNow().AddMinutes(29));
        (await old.Open("/")).Status.ShouldBe(HttpStatusCode.Redirect, "twelve hours are over");

        using var left = await console.SignedIn(app, Role.Support);
        (await left.Submit("/sessions", [])).Location.ShouldBe("/sessions?done");
        (await left.Open("/")).Status.ShouldBe(HttpStatusCode.Redirect);

        using var disabled = await console.SignedIn(app, Role.Support);
        var users = new UserStore(app.Acting);
        foreach (var user in (await users.List()).Where(user => user.DisabledAt is null))
            (await users.Disable(user.Name)).ShouldBeNull();
        (await disabled.Open("/")).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_form_of_another_site_or_of_another_session_changes_nothing()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var mine = await console.SignedIn(app, Role.Support);
        using var other = await console.SignedIn(app, Role.Support);
        var order = await app.Submit(Samples.ToPerson);
        var fields = new Dictionary<string, string> { ["note"] = "away" };
        var token = Token().Match((await mine.Open("/")).Body).Groups[1].Value;
        var others = Token().Match((await other.Open("/")).Body).Groups[1].Value;
        var path = $"/orders/{order}/cancel";

        (await mine.Post(path, fields)).Status.ShouldBe(HttpStatusCode.Forbidden, "no token");
        fields["f"] = others;
        (await mine.Post(path, fields)).Status.ShouldBe(HttpStatusCode.Forbidden, "another session's");
        fields["f"] = token;
        (await mine.Post(path, fields, "https://evil.example")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await mine.Post(path, fields, "null")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await app.StateOf(order)).ShouldBe("SENT");
    }

    [Fact]
    public async Task A_defect_has_a_page_that_says_what_to_look_at()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var kari = await console.SignedIn(app, Role.Support);
        await kari.Open("/sessions");
        app.Database.Fault = _ => throw new InvalidOperationException("the disk said something secret");

        var failed = await kari.Submit("/sessions", []);

        app.Database.Fault = null;
        failed.Status.ShouldBe(HttpStatusCode.InternalServerError);
        failed.Body.ShouldContain("Noe gikk galt hos oss");
        failed.Body.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\nSet-Cookie: a=b", "/")]
    [InlineData("/cases", "/cases")]
    [InlineData(null, "/")]
    public void The_way_back_after_the_sign_in_leads_nowhere_else(string? to, string expected) =>
        Budstikke.WebConsole.Doorkeeper.Local(to).ShouldBe(expected);

    [Fact]
    public async Task Each_answer_forbids_frames_foreign_script_and_keeping_it()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);

        var page = await console.Browser().Open("/sign-in");

        var policy = page.Answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        page.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Body.ShouldNotContain("<script>");
        page.Body.ShouldNotContain("style=");
    }

    [Fact]
    public async Task Another_name_that_leads_here_is_not_answered_and_behind_https_the_cookie_is_for_it_alone()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app, new Uri("https://konsoll.example"));
        using var browser = console.Browser();

        (await browser.Open("/sign-in")).Status.ShouldBe(HttpStatusCode.MisdirectedRequest);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in")
        {
            Headers = { Host = "konsoll.example" },
        };
        var page = await browser.Send(request);

        page.Status.ShouldBe(HttpStatusCode.OK);
        var cookie = page.Answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Host-budstikke-visit=");
        cookie.ShouldContain("; secure");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
    }

    [Fact]
    public async Task The_API_does_not_take_the_cookie_and_the_console_takes_no_token()
    {
        await using var app = await BudstikkeApp.Start();
        await using var console = await ConsoleOfApp.Start(app);
        using var http = await app.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, "/"));
        request.Headers.Authorization = new("Bearer", app.Added.Token);

        using var browser = console.Browser();
        (await browser.Send(request)).Location.ShouldBe("/sign-in?to=%2F");
        app.Services.GetRequiredService<TimeProvider>().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("passwordpassword")]
    [InlineData("123456789012")]
    [InlineData("budstikke2026")]
    [InlineData("aaaabbbbaaaabbbb")]
    public void A_password_that_is_short_or_guessed_first_is_refused(string password) =>
        Passwords.Check(password, "kari@example.com").ShouldNotBeNull();

    [Fact]
    public void A_code_is_what_another_program_makes_of_the_secret()
    {
        var secret = Totp.NewSecret();
        var now = BudstikkeApp.Monday;

        var theirs = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(now.UtcDateTime);

        Totp.CodeAt(secret, now).ShouldBe(theirs);
        var step = Totp.StepOf(theirs, secret, now.AddSeconds(30), 0)!.Value;
        Totp.StepOf(theirs, secret, now, step).ShouldBeNull();
        Totp.StepOf(theirs, secret, now.AddSeconds(61), 0).ShouldBeNull();
    }

    private static async Task<(string Link, string Name)> Invite(BudstikkeApp app)
    {
        var (invited, _) = await new UserStore(app.Acting).Add(new("Kari@Example.com", Role.Support, app.ClientId));
        return ($"/welcome/{invited!.Key}", "kari@example.com");
    }

    private static async Task<(string Name, string Secret)> SetUp(BudstikkeApp app, ConsoleOfApp console)
    {
        var (link, name) = await Invite(app);
        using var browser = console.Browser();
        var secret = SecretIn().Match((await browser.Open(link)).Body).Groups[1].Value;
        await browser.Submit(
            link,
            new()
            {
                ["password"] = Password,
                ["secret"] = secret,
                ["code"] = CodeOf(app, secret),
            }
        );
        return (name, secret);
    }

    private static async Task<Seen> SignIn(ConsoleBrowser browser, string name, string password, string code)
    {
        using (browser)
            return await browser.Submit(
                "/sign-in",
                new()
                {
                    ["name"] = name,
                    ["password"] = password,
                    ["code"] = code,
                }
            );
    }

    private static string CodeOf(BudstikkeApp app, string secret) => Totp.CodeAt(secret, app.Clock.GetUtcNow());

    /// <summary>Without what differs by visitor alone.</summary>
    private static string Bare(string body) => Token().Replace(body, "");

    [GeneratedRegex("name=\"secret\" value=\"([A-Z2-7]+)\"")]
    private static partial Regex SecretIn();

    [GeneratedRegex("<li><code>([0-9a-f]+)</code>")]
    private static partial Regex Recovery();

    [GeneratedRegex("name=\"f\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
