using System.Net;
using System.Net.Sockets;
using System.Text;
using Budstikke.Connect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Connect;

/// <summary>Bodies as they come over a real connection.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const string TooLarge = "The request body must not be larger than 1048576 bytes.";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _server = Start();
    private readonly HttpClient _client = new() { Timeout = s_patience };

    private Uri Address =>
        new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/vnd.api+json")]
    public async Task Json_by_any_of_its_names_is_read(string contentType) =>
        (await Send("{}"u8.ToArray(), contentType)).ShouldBe((200, "2 bytes"));

    [Theory]
    [InlineData(null, "The content type must be application/json.")]
    [InlineData("", "The content type must be application/json.")]
    [InlineData("text/plain", "The content type must be application/json.")]
    [InlineData("text/json", "The content type must be application/json.")]
    [InlineData("application/x-www-form-urlencoded", "The content type must be application/json.")]
    [InlineData("application/jsonp", "The content type must be application/json.")]
    [InlineData("nonsense", "The content type must be application/json.")]
    [InlineData("application/json; charset=iso-8859-1", "The charset of the content type must be utf-8.")]
    [InlineData("application/json; charset=utf-16", "The charset of the content type must be utf-8.")]
    public async Task Another_type_or_charset_is_told_so(string? contentType, string text) =>
        (await Send("{}"u8.ToArray(), contentType)).ShouldBe((417, text));

    [Fact]
    public async Task A_packed_body_is_told_so() =>
        (
            await Send(
                "{}"u8.ToArray(),
                "application/json",
                request => request.Content!.Headers.ContentEncoding.Add("gzip")
            )
        ).ShouldBe((417, "The request body must be sent without content encoding."));

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(Body.MaxBytes, false)]
    [InlineData(Body.MaxBytes, true)]
    public async Task A_body_of_a_mebibyte_is_read_to_its_last_byte(int bytes, bool isChunked) =>
        (
            await Send(
                new byte[bytes],
                "application/json",
                request => request.Headers.TransferEncodingChunked = isChunked
            )
        ).ShouldBe((200, $"{bytes} bytes"));

    [Theory]
    [InlineData(Body.MaxBytes + 1, false)]
    [InlineData(Body.MaxBytes + 1, true)]
    [InlineData(10_000_000, false)]
    [InlineData(10_000_000, true)]
    [InlineData(Body.MaxThrownAwayBytes, false)]
    public async Task The_sender_of_a_larger_one_sees_the_answer_and_keeps_the_connection(int bytes, bool isChunked)
    {
        (
            await Send(
                new byte[bytes],
                "application/json",
                request => request.Headers.TransferEncodingChunked = isChunked
            )
        ).ShouldBe((417, TooLarge));
        (await Send("{}"u8.ToArray(), "application/json")).ShouldBe((200, "2 bytes"));
    }

    [Theory]
    [InlineData("content-length: 900000000")]
    [InlineData("transfer-encoding: chunked")]
    public async Task Beyond_sixteen_mebibytes_the_connection_is_closed(string length)
    {
        using var connection = new TcpClient { SendTimeout = 30_000, ReceiveTimeout = 30_000 };
        await connection.ConnectAsync(IPAddress.Loopback, Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{length}\r\n\r\n")
        );
        const int Mebibyte = 1024 * 1024;
        var piece = new byte[Mebibyte];
        var isChunked = length.StartsWith("transfer", StringComparison.Ordinal);
        for (var i = 0; i < 17; i++)
        {
            if (isChunked)
                await stream.WriteAsync("100000\r\n"u8.ToArray());
            await stream.WriteAsync(piece);
            if (isChunked)
                await stream.WriteAsync("\r\n"u8.ToArray());
        }
        var answer = await ReadUntilClosed(stream);
        answer.ShouldStartWith("HTTP/1.1 417 ");
        answer.ShouldContain("Connection: close");
        answer.ShouldEndWith(TooLarge);
    }

    [Fact]
    public async Task A_wrongly_chunked_body_is_told_so()
    {
        using var connection = new TcpClient { SendTimeout = 30_000, ReceiveTimeout = 30_000 };
        await connection.ConnectAsync(IPAddress.Loopback, Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            (
                "POST / HTTP/1.1\r\nhost: x\r\n"u8
                + "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"u8
                + "xyz\r\n"u8
            ).ToArray()
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(s_patience);
        answer.ShouldStartWith("HTTP/1.1 417 ");
        answer.ShouldContain("The request body could not be read");
    }

    /// <summary>The server gives the rest five seconds to come, and then cuts it off: to the sender that is a
    /// reset.</summary>
    private static async Task<string> ReadUntilClosed(NetworkStream stream)
    {
        var answer = new StringBuilder();
        var piece = new byte[4096];
        try
        {
            while (await stream.ReadAsync(piece).AsTask().WaitAsync(s_patience) is > 0 and var length)
                answer.Append(Encoding.ASCII.GetString(piece, 0, length));
        }
        catch (IOException)
        {
            // Closed all the same.
        }
        return answer.ToString();
    }

    private async Task<(int Status, string Text)> Send(
        byte[] body,
        string? contentType,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        change?.Invoke(request);
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static WebApplication Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(async context =>
        {
            var body = await Body.Read(context.Request, context.RequestAborted);
            context.Response.StatusCode = body.Fault is null ? 200 : 417;
            var text = body.Fault ?? $"{body.Bytes.Length} bytes";
            context.Response.ContentLength = text.Length;
            await context.Response.WriteAsync(text);
        });
        return server;
    }
}
