using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Budstikke.Callbacks;
using Budstikke.Support;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Budstikke.Tests.SampleClients;

/// <summary>The clients in samples/ that listen, each in a process of its own.</summary>
public sealed class SampleReceiverTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [NeedsProgram("dotnet")]
    public Task The_receiver_in_CSharp_takes_what_is_genuine() =>
        Takes(port => ("dotnet", ["run", PathOf("csharp", "budstikke.cs"), "--", "listen", port]));

    [NeedsProgram("node")]
    public Task The_receiver_in_JavaScript_takes_what_is_genuine() =>
        Takes(port => ("node", [PathOf("javascript", "budstikke.mjs"), "listen", port]));

    [NeedsProgram("python3")]
    public Task The_receiver_in_Python_takes_what_is_genuine() =>
        Takes(port => ("python3", [PathOf("python", "budstikke.py"), "listen", port]));

    [NeedsProgram("php")]
    public Task The_receiver_in_PHP_takes_what_is_genuine() =>
        Takes(port => ("php", ["-S", $"127.0.0.1:{port}", PathOf("php", "budstikke.php")]));

    private static async Task Takes(Func<string, (string Program, string[] Arguments)> client)
    {
        await using var service = await Receiver.Start();
        service.Answer = context =>
            context.Response.WriteAsync("""{"status_code":200,"data":{"uuid":"ODR0000000123","status":"PAID"}}""");
        var port = FreePort();
        var (program, arguments) = client($"{port}");
        using var process = Start(program, arguments, service.Url("").TrimEnd('/'));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        try
        {
            await UntilItListens(port);
            var target = KnownCall.WithChecksum(KnownCall.TargetOf("shop=7&"));
            var body = $$$"""{"type":"order.status","timestamp":"x","data":{"orderUuid":"{{{KnownCall.Order}}}"}}""";

            (await Send(http, target, null, target)).ShouldBe(HttpStatusCode.OK);
            (await Send(http, target, null, "/another")).ShouldBe(HttpStatusCode.Forbidden);
            (await Send(http, $"{target}&a=1", null, $"{target}&a=1")).ShouldBe(HttpStatusCode.Forbidden);
            (await Send(http, "/cb", body, body)).ShouldBe(HttpStatusCode.OK);
            (await Send(http, "/cb", body, "{}")).ShouldBe(HttpStatusCode.Forbidden);
            // What cannot be looked up comes again.
            service.AnswerWith(500);
            (await Send(http, target, null, target)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <param name="signed">What its signature is over.</param>
    private static async Task<HttpStatusCode> Send(HttpClient http, string target, string? body, string signed)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, target);
        var headers = Signature.HeadersOf(
            KnownCall.Id,
            TimeProvider.System.GetUtcNow(),
            signed,
            ["another secret", KnownCall.Secret]
        );
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static Process Start(string program, string[] arguments, string service)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        start.Environment["BUDSTIKKE_URL"] = service;
        start.Environment["BUDSTIKKE_TOKEN"] = "a-token";
        start.Environment["BUDSTIKKE_SECRET"] = KnownCall.Secret;
        start.Environment["BUDSTIKKE_PARAMETERS"] = "shop";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return Process.Start(start)!;
    }

    private static async Task UntilItListens(int port)
    {
        using var patience = new CancellationTokenSource(s_patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        } while (await again.WaitForNextTickAsync(patience.Token));
    }

    /// <summary>Below those that the system hands out: no other test gets it between this look and the
    /// receiver's.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private static string PathOf(params string[] parts) => RepositoryFolder.PathOf(["samples", .. parts]);
}
