using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Callbacks;

/// <summary>Servers that do not speak as they should: each is no answer, in its time, and none leads on.</summary>
public sealed class FaultyServerTests
{
    private static readonly CallbackSettings s_open = new() { AllowPrivateAddresses = true, Ports = [new(1, 65_535)] };

    private static readonly CallbackSettings s_impatient = s_open with
    {
        WholeTimeout = TimeSpan.FromMilliseconds(300),
    };

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 TWO-HUNDRED OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("")]
    public async Task What_is_no_answer_of_a_web_server_is_none(string said)
    {
        using var server = Serve(async stream => await stream.WriteAsync(Encoding.Latin1.GetBytes(said)));
        using var call = Call(s_open);

        var result = await call.Get(UrlOf(server), default);

        result.Outcome.ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("No answer: ");
        result.HttpStatus.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_of_HTTP_1_0_that_ends_its_connection_under_the_next_call_is_called_once_more()
    {
        using var server = Serve(async stream =>
        {
            await stream.ReadExactlyAsync(new byte[4]);
            await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            // What is left of the first request, and how the second begins.
            for (var all = new StringBuilder(); !all.ToString().Contains("\r\n\r\nGET", StringComparison.Ordinal); )
            {
                var bytes = new byte[4096];
                if (await stream.ReadAsync(bytes) is var read && read == 0)
                    return;
                all.Append(Encoding.Latin1.GetString(bytes, 0, read));
            }
        });
        using var call = Call(s_open);

        (await call.Get(UrlOf(server), default)).HttpStatus.ShouldBe(200);
        (await call.Get(UrlOf(server), default)).HttpStatus.ShouldBe(200);
    }

    [Fact]
    public async Task Headers_without_an_end_are_cut_off()
    {
        using var server = Serve(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
            while (true)
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-More: {new string('x', 1000)}\r\n"));
        });
        using var call = Call(s_open);

        (await call.Get(UrlOf(server), default)).Outcome.ShouldBeOfType<Deferred>();
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\nhalf of it")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3e8\r\nhalf of it")]
    public async Task A_server_that_closes_in_the_middle_of_its_body_has_said_that_it_knows(string rest)
    {
        using var server = Serve(async stream =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{rest}"))
        );
        using var call = Call(s_open);

        var result = await call.Get(UrlOf(server), default);

        (result.HttpStatus, result.Answer).ShouldBe((200, "half of it"));
        result.Outcome.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task A_status_that_comes_byte_by_byte_has_the_whole_time_and_no_more()
    {
        using var server = Serve(stream => Drip(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        using var call = Call(s_impatient);

        (await call.Get(UrlOf(server), default)).Outcome.ShouldBe(new Deferred("No answer within 0.3 s."));
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_has_the_whole_time_and_what_the_status_says_counts()
    {
        using var server = Serve(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n"u8.ToArray());
            await Drip(stream, new string('x', 100_000));
        });
        using var call = Call(s_impatient);

        var result = await call.Get(UrlOf(server), default);

        result.Outcome.ShouldBe(new Deferred("HTTP 500."));
        result.Answer.Replace("x", "", StringComparison.Ordinal).ShouldBe("");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/stolen")]
    [InlineData("//127.0.0.1:{0}/stolen")]
    [InlineData("http://localhost:{0}/stolen")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/stolen")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_the_inside_leads_nowhere(string location)
    {
        await using var inside = await Receiver.Start();
        await using var outside = await Receiver.Start();
        outside.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location.Replace("{0}", $"{inside.Address.Port}");
            return Task.CompletedTask;
        };
        using var call = Call(s_open);

        var result = await call.Get(outside.Url(), default);

        result.Outcome.ShouldBe(new Deferred("HTTP 302: a redirect is not followed."));
        inside.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("localhost", 0, true)]
    [InlineData("localhost", -3, false)]
    [InlineData("localhost", 3, false)]
    [InlineData("another.example", 0, false)]
    public async Task A_certificate_must_be_of_its_time_and_of_the_host(string host, int days, bool isTrusted)
    {
        using var authority = Authority();
        using var certificate = Issue(authority, host, days);
        using var server = Serve(async stream =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            (await tls.ReadAsync(new byte[4096])).ShouldBeGreaterThan(0);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
        });
        using var call = Call(s_open with { Authorities = [authority] });

        var result = await call.Get(UrlOf(server).Replace("http://127.0.0.1", "https://localhost"), default);

        if (isTrusted)
            result.Outcome.ShouldBe(new Accepted("HTTP 200."));
        else
            result.Outcome.ShouldBe(new Deferred("No answer: SecureConnectionError."));
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_knows_is_refused()
    {
        using var authority = Authority();
        using var certificate = Issue(authority, "localhost", 0);
        using var server = Serve(async stream =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
        });
        using var call = Call(s_open);

        (await call.Get(UrlOf(server).Replace("http://127.0.0.1", "https://localhost"), default)).Outcome.ShouldBe(
            new Deferred("No answer: SecureConnectionError.")
        );
    }

    private static CallbackCall Call(CallbackSettings settings) =>
        new(settings, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), NullLogger<CallbackCall>.Instance);

    private static string UrlOf(TcpListener server) => $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/cb";

    /// <summary>Says the same to each that comes, and closes. Who is called hangs up when it likes.</summary>
    private static TcpListener Serve(Func<NetworkStream, Task> say)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Accept();
        return listener;

        async Task Accept()
        {
            try
            {
                while (true)
                    _ = Answer(await listener.AcceptTcpClientAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException) { }
        }

        async Task Answer(TcpClient client)
        {
            using (client)
                try
                {
                    await say(client.GetStream());
                    client.Client.Shutdown(SocketShutdown.Send);
                    while (await client.GetStream().ReadAsync(new byte[4096]) > 0) { }
                }
                catch (Exception error) when (error is IOException or SocketException or AuthenticationException) { }
        }
    }

    private static async Task Drip(Stream stream, string text)
    {
        using var next = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var one in Encoding.ASCII.GetBytes(text))
        {
            await next.WaitForNextTickAsync();
            await stream.WriteAsync(new[] { one });
        }
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
    }

    /// <param name="days">From now to the middle of its two days.</param>
    private static X509Certificate2 Issue(X509Certificate2 authority, string host, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var middle = DateTimeOffset.UtcNow.AddDays(days);
        using var issued = request.Create(authority, middle.AddDays(-1), middle.AddDays(1), [1, 2, 3, 4]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            whole.Export(X509ContentType.Pfx),
            null,
            X509KeyStorageFlags.Exportable
        );
    }
}
