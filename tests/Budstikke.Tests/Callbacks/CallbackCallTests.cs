using System.Net;
using System.Net.Sockets;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Jobs.Network;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Callbacks;

public sealed class CallbackCallTests
{
    private static readonly CallbackSettings s_open = new() { AllowPrivateAddresses = true, Ports = [new(1, 65_535)] };

    private static readonly CallbackSettings s_impatient = s_open with
    {
        WholeTimeout = TimeSpan.FromMilliseconds(200),
    };

    private static readonly CallbackSettings s_publicOnly = s_open with { AllowPrivateAddresses = false };

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    public async Task A_loopback_address_is_refused_however_it_is_written(string url)
    {
        using var call = Call(s_publicOnly, Dns.GetHostAddressesAsync);

        (await call.Get(url, default)).Outcome.ShouldBeOfType<Refused>();
    }

    [Fact]
    public async Task A_name_with_a_private_address_is_to_the_client_as_one_that_is_not_found()
    {
        await using var receiver = await Receiver.Start();
        using var call = Call(s_publicOnly, Resolving(IPAddress.Loopback));

        var result = await call.Get($"http://client.example:{receiver.Address.Port}/cb", default);

        result.Outcome.ShouldBe(new Deferred(CallbackAddress.Refusal));
        receiver.Urls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("https://kari@client.example/")]
    [InlineData("ftp://client.example/")]
    [InlineData("http://private.example/")]
    [InlineData("http://unknown.example/")]
    [InlineData("http://empty.example/")]
    [InlineData("http://localhost/")]
    [InlineData("not a url")]
    public async Task Whatever_is_refused_is_refused_with_one_text(string url)
    {
        using var call = Call(
            s_publicOnly,
            (host, _) =>
                host switch
                {
                    "unknown.example" => Task.FromException<IPAddress[]>(
                        new SocketException((int)SocketError.TryAgain)
                    ),
                    "empty.example" => Task.FromResult<IPAddress[]>([]),
                    _ => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]),
                }
        );

        var result = await call.Get(url, default);

        (result.Outcome as Refused)?.Evidence.ShouldBe(CallbackAddress.Refusal);
        (result.Outcome as Deferred)?.Evidence.ShouldBe(CallbackAddress.Refusal);
        // A name is asked for again, whether it is unknown or leads inside: else the client could tell the two apart.
        (result.Outcome is Deferred).ShouldBe(
            url.Contains(".example") && url.StartsWith("http:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_connection_goes_to_the_addresses_that_were_checked_and_the_name_is_looked_up_once()
    {
        await using var receiver = await Receiver.Start();
        var lookups = new List<string>();
        using var call = Call(
            s_open,
            (host, _) =>
            {
                lookups.Add(host);
                // A name that answers otherwise the second time.
                return Task.FromResult<IPAddress[]>([lookups.Count == 1 ? IPAddress.Loopback : IPAddress.Any]);
            }
        );

        var result = await call.Get($"http://client.example:{receiver.Address.Port}/cb", default);

        result.ShouldBe(new(new Accepted("HTTP 200."), 200));
        lookups.ShouldBe(["client.example"]);
        receiver.Urls.ShouldHaveSingleItem().ShouldStartWith("http://client.example:");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_target_is_not_repeated()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = context =>
        {
            context.Response.Redirect(receiver.Url("/elsewhere?checksum=abc"));
            return Task.CompletedTask;
        };
        using var call = Call(s_open, Dns.GetHostAddressesAsync);

        var result = await call.Get(receiver.Url(), default);

        result.Outcome.ShouldBe(new Deferred("HTTP 302: a redirect is not followed."));
        receiver.Urls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_endless_body_is_cut_off_and_the_answer_counts()
    {
        await using var receiver = await Receiver.Start();
        var end = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            context.RequestAborted.Register(end.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[4096]);
        };
        using var call = Call(s_open, Dns.GetHostAddressesAsync);

        (await call.Get(receiver.Url(), default)).HttpStatus.ShouldBe(200);
        await end.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Any_status_but_2xx_is_no_answer(int status)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(status);
        using var call = Call(s_open, Dns.GetHostAddressesAsync);

        (await call.Get(receiver.Url(), default)).Outcome.ShouldBe(new Deferred($"HTTP {status}."));
    }

    [Fact]
    public async Task A_cookie_is_not_brought_back()
    {
        await using var receiver = await Receiver.Start();
        var cookies = new List<string>();
        receiver.Answer = context =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        };
        using var call = Call(s_open, Dns.GetHostAddressesAsync);

        await call.Get(receiver.Url(), default);
        await call.Get(receiver.Url(), default);

        cookies.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task Calls_to_one_server_share_a_connection_and_each_is_looked_up()
    {
        await using var receiver = await Receiver.Start();
        var (lookups, connections) = (new List<string>(), new List<string>());
        receiver.Answer = context =>
        {
            connections.Add(context.Connection.Id);
            return context.Response.WriteAsync("ok");
        };
        using var call = Call(
            s_open,
            (host, _) =>
            {
                lookups.Add(host);
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            }
        );
        var url = $"http://client.example:{receiver.Address.Port}/cb";

        (await call.Get(url, default)).HttpStatus.ShouldBe(200);
        (await call.Get(url, default)).HttpStatus.ShouldBe(200);

        lookups.Count.ShouldBe(2);
        connections.Count.ShouldBe(2);
        connections.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_gave_up_is_replaced_unnoticed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var call = Call(s_open, Dns.GetHostAddressesAsync);
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/cb";

        for (var i = 0; i < 3; i++)
        {
            var calling = call.Get(url, default);
            // It promises to keep the connection, and closes it.
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[4096]);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

            (await calling).HttpStatus.ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_closed_port_is_no_answer()
    {
        var port = ClosedPort();
        using var call = Call(s_open, Dns.GetHostAddressesAsync);

        var result = await call.Get($"http://127.0.0.1:{port}/", default);

        result.Outcome.ShouldBeOfType<Deferred>().Evidence.ShouldContain("ConnectionRefused");
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_no_answer_yet()
    {
        using var call = Call(
            s_open,
            (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
        );

        (await call.Get("http://client.example/", default)).Outcome.ShouldBe(new Deferred(CallbackAddress.Refusal));
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("/cb")]
    [InlineData("mailto:kari@client.example")]
    public async Task What_is_not_a_web_address_is_never_called(string url)
    {
        using var call = Call(s_open, Resolving(IPAddress.Loopback));

        (await call.Get(url, default)).Outcome.ShouldBeOfType<Refused>();
    }

    [Theory]
    [InlineData("http://a\u200db.example/")]
    [InlineData("http://\u00ad/")]
    [InlineData("http://60.60.60.60.60/")]
    public async Task A_host_without_a_form_that_the_internet_knows_is_never_called(string url)
    {
        using var call = Call(s_open, Dns.GetHostAddressesAsync);
        var label = new string('a', 60);

        var result = await call.Get(url.Replace("60", label, StringComparison.Ordinal), default);

        result.Outcome.ShouldBe(new Refused(CallbackAddress.Refusal, ByData: true));
    }

    [Fact]
    public async Task A_server_that_is_silent_about_TLS_is_waited_for_no_longer_than_a_connection_may_take()
    {
        // The kernel takes the connection; nobody ever answers on it.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var call = Call(
            s_open with
            {
                ConnectTimeout = TimeSpan.FromMilliseconds(50),
            },
            Dns.GetHostAddressesAsync
        );

        var result = await call.Get($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", default);

        result.Outcome.ShouldBe(new Deferred("No connection within 0.05 s."));
    }

    [Fact]
    public async Task A_server_that_takes_the_call_and_says_nothing_is_given_the_whole_time_and_no_more()
    {
        await using var receiver = await Receiver.Start();
        var left = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await left.Task;
        };
        using var call = Call(s_impatient, Dns.GetHostAddressesAsync);

        (await call.Get(receiver.Url(), default)).Outcome.ShouldBe(new Deferred("No answer within 0.2 s."));
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_name_server_that_never_answers_is_given_the_whole_time_and_no_more()
    {
        using var call = Call(s_impatient, (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        (await call.Get("http://client.example/", default)).Outcome.ShouldBe(new Deferred("No answer within 0.2 s."));
    }

    [Fact]
    public void A_call_may_take_five_seconds_to_connect_and_fifteen_in_all()
    {
        var settings = new CallbackSettings();

        (settings.ConnectTimeout.TotalSeconds, settings.WholeTimeout.TotalSeconds).ShouldBe((5, 15));
    }

    private static CallbackCall Call(CallbackSettings settings, ResolveHost resolve) =>
        new(settings, resolve, NullLogger<CallbackCall>.Instance);

    private static ResolveHost Resolving(params IPAddress[] addresses) => (_, _) => Task.FromResult(addresses);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
