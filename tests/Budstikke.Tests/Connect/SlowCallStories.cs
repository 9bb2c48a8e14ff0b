using System.Net.Sockets;
using System.Text;
using Budstikke.Connect;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Connect;

/// <summary>Who sends or takes half and then is silent holds little, for a short time, and in nobody's way.</summary>
public sealed class SlowCallStories
{
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";

    /// <summary>What the connection's buffers on both sides cannot hold, by far.</summary>
    private const int ManyAnswers = 400;

    [Fact]
    public async Task A_body_that_stops_just_before_its_end_is_waited_for_no_longer_than_a_body_may_take()
    {
        await using var app = await BudstikkeApp.Start(settings: Settings(("BodySeconds", "1")));
        using var connection = await app.Connect();

        // So much at once that the least rate would let it be silent for an hour.
        var (status, answer) = await connection.Ask(Half(app.Added.Token) + new string(' ', 1_000_000));

        status.ShouldBe(417);
        answer.ShouldContain("The request body could not be read: it came too slowly.");
        answer.ShouldContain("Connection: close");
    }

    [Fact]
    public async Task A_client_has_so_many_bodies_open_and_another_client_is_not_troubled()
    {
        await using var app = await BudstikkeApp.Start(settings: Settings(("OpenBodiesPerClient", "2")));
        var other = (await app.AddClient(BudstikkeApp.SampleClient)).Token;
        using var first = await Begin(app, app.Added.Token);
        using var second = await Begin(app, app.Added.Token);

        using var third = await app.Connect();
        var (status, answer) = await third.Ask(Half(app.Added.Token));
        status.ShouldBe(429);
        answer.ShouldContain("\"message\":\"tooManyRequests\"");
        answer.ShouldContain("Retry-After: 1");
        answer.ShouldContain("Connection: close");

        // A body that comes whole is not one too many, whoever sends it.
        using var whole = await app.Connect();
        (await whole.Ask(Whole(app.Added.Token))).Status.ShouldBe(417);
        using var others = await Begin(app, other);
        await first.Send("}");
        (await first.ReadToEnd()).ShouldStartWith("HTTP/1.1 417 ");
        using var again = await Begin(app, app.Added.Token);
    }

    [Fact]
    public async Task An_address_has_so_many_bodies_open_whoever_sends_them()
    {
        await using var app = await BudstikkeApp.Start(settings: Settings(("OpenBodiesPerAddress", "2")));
        var other = (await app.AddClient(BudstikkeApp.SampleClient)).Token;
        using var first = await Begin(app, app.Added.Token);
        using var second = await Begin(app, other);

        using var third = await app.Connect();
        (await third.Ask(Half(other))).Status.ShouldBe(429);
    }

    [Fact]
    public async Task A_body_that_is_given_up_makes_room()
    {
        await using var app = await BudstikkeApp.Start(settings: Settings(("OpenBodiesPerClient", "1")));
        using (await Begin(app, app.Added.Token))
        using (var second = await app.Connect())
            (await second.Ask(Half(app.Added.Token))).Status.ShouldBe(429);

        // The place is free when the node has noticed.
        for (var said = "HTTP/1.1 429 "; said.StartsWith("HTTP/1.1 429 ", StringComparison.Ordinal); )
        {
            using var connection = await Begin(app, app.Added.Token);
            await connection.Send("}");
            said = await connection.ReadToEnd();
        }
    }

    [Theory]
    [InlineData("AnswerSeconds", "1")]
    [InlineData("OpenAnswersPerClient", "1")]
    [InlineData("OpenAnswersPerAddress", "1")]
    public async Task Answers_that_nobody_takes_end_with_their_connection(string setting, string value)
    {
        await using var app = await BudstikkeApp.Start(settings: Settings((setting, value)));
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var http = await app.Http(withToken: false);
        var asked = Encoding.ASCII.GetBytes(
            $"GET /api/v1/orders/{order}/invoice.pdf HTTP/1.1\r\nHost: localhost\r\n"
                + $"Authorization: Bearer {app.Added.Token}\r\n\r\n"
        );

        // Two that ask and ask and never listen. Where the node let their answers lie, asking would stop some time, and
        // not end.
        using var first = await To(http.BaseAddress!);
        using var second = await To(http.BaseAddress!);
        var ended = await Task.WhenAny(AskUntilCut(first, asked), AskUntilCut(second, asked))
            .WaitAsync(TimeSpan.FromSeconds(60));
        await ended;

        using var caller = await app.Http();
        using var answer = await caller.GetAsync($"/api/v1/orders/{order}/invoice.pdf");
        ((int)answer.StatusCode).ShouldBe(200);
    }

    /// <summary>These are not written by the calls, and need no token.</summary>
    [Theory]
    [InlineData("GET /docs/swagger-ui-bundle.js")]
    [InlineData("GET /health/live")]
    [InlineData("OPTIONS /openapi/v1.json")]
    public async Task What_anybody_can_ask_for_and_nobody_takes_ends_with_its_connection_too(string asked)
    {
        await using var app = await BudstikkeApp.Start(settings: Settings(("AnswerSeconds", "1")));
        using var http = await app.Http(withToken: false);
        using var socket = await To(http.BaseAddress!);

        var request = Encoding.ASCII.GetBytes($"{asked} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await AskUntilCut(socket, [.. Enumerable.Repeat(request, 100).SelectMany(bytes => bytes)])
            .WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Answers_that_are_taken_come_whole_however_many()
    {
        await using var app = await BudstikkeApp.Start(
            settings: Settings(("OpenAnswersPerClient", "1"), ("AnswerSeconds", "30"))
        );
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        using var connection = await app.Connect();
        var ask =
            $"GET /api/v1/orders/{order}/invoice.pdf HTTP/1.1\r\nHost: localhost\r\n"
            + $"Authorization: Bearer {app.Added.Token}\r\n";

        var reading = connection.ReadToEnd();
        for (var i = 1; i < ManyAnswers; i++)
            await connection.Send(ask + "\r\n");
        await connection.Send(ask + "Connection: close\r\n\r\n");

        (await reading).Split("HTTP/1.1 200 OK").Length.ShouldBe(ManyAnswers + 1);
    }

    [Fact]
    public void What_nobody_sets_is_half_a_minute_five_hundred_and_two_thousand()
    {
        var slow = SlowCalls.Of(new ConfigurationBuilder().Build());

        (slow.BodyTime, slow.AnswerTime).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        foreach (var crowd in new[] { slow.Bodies, slow.Answers })
        {
            Enumerable.Range(0, 2_000).Count(_ => crowd.TryEnter("a", "1") is not null).ShouldBe(500);
            Enumerable.Range(0, 2_000).Count(_ => crowd.TryEnter(null, "1") is not null).ShouldBe(1_500);
        }
    }

    [Theory]
    [InlineData("BodySeconds")]
    [InlineData("AnswerSeconds")]
    [InlineData("OpenBodiesPerClient")]
    [InlineData("OpenBodiesPerAddress")]
    [InlineData("OpenAnswersPerClient")]
    [InlineData("OpenAnswersPerAddress")]
    public void A_setting_that_is_no_number_is_named_and_zero_is_no_limit(string name)
    {
        Should
            .Throw<SettingRefusedException>(() => SlowCalls.Of(Configured(name, "-1")))
            .Message.ShouldStartWith($"Connect__{name} must be a number from 0 to ");
        var slow = SlowCalls.Of(Configured(name, "0"));
        if (name.EndsWith("Seconds", StringComparison.Ordinal))
            (name[0] == 'B' ? slow.BodyTime : slow.AnswerTime).ShouldBeNull();
    }

    private static IConfiguration Configured(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(Settings((name, value))).Build();

    private static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) =>
        new(settings.Select(one => KeyValuePair.Create($"Connect:{one.Name}", (string?)one.Value)))
        {
            ["Connect:RateLimitPerMinute"] = "0",
        };

    private static string Head(string token, int length) =>
        $"POST {SendInvoice} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n"
        + "Content-Type: application/json\r\n"
        + $"Content-Length: {length}\r\n\r\n";

    /// <summary>A body of which the last byte is missing, short or long.</summary>
    private static string Half(string token) => Head(token, 1_000_002) + "{";

    private static string Whole(string token) => Head(token, 2) + "{}";

    /// <summary>Its body is open at the node when this returns.</summary>
    private static async Task<RawConnection> Begin(BudstikkeApp app, string token)
    {
        var connection = await app.Connect();
        // The node asks for a body when it begins to wait for it.
        await connection.Send(Head(token, 2).Replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        (await connection.ReadLine()).ShouldBe("HTTP/1.1 100 Continue");
        await connection.Send("{");
        return connection;
    }

    private static async Task<Socket> To(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    private static async Task AskUntilCut(Socket socket, byte[] asked)
    {
        try
        {
            while (true)
                await socket.SendAsync(asked);
        }
        catch (SocketException)
        {
            // The node has closed the connection.
        }
    }
}
