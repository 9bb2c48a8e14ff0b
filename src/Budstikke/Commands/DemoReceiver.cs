using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Budstikke.Commands;

/// <summary>A callback as it came in, and whether its checksum was right.</summary>
internal sealed record ReceivedCallback(string Status, string Amount, bool IsChecksumRight);

/// <summary>The client's side of a demonstration: a receiver on loopback that checks each callback as the documented
/// verifier does.</summary>
internal sealed class DemoReceiver(WebApplication app, string url, Channel<ReceivedCallback> received)
    : IAsyncDisposable
{
    private const int MaxKept = 100;

    public string CallbackUrl => $"{url}/callback?shop=demo";

    public ChannelReader<ReceivedCallback> Received => received.Reader;

    /// <param name="secret">The client's, known once it has been added.</param>
    public static async Task<DemoReceiver> Start(Func<string> secret)
    {
        var received = Channel.CreateBounded<ReceivedCallback>(MaxKept);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var callback = new RequestDelegate(context =>
        {
            received.Writer.TryWrite(Read(context.Request.Query, secret()));
            return Task.CompletedTask;
        });
        app.MapGet("/callback", callback);
        await app.StartAsync();
        return new(app, app.Urls.Single(), received);
    }

    private static ReceivedCallback Read(IQueryCollection query, string secret)
    {
        var values = query
            .Where(parameter => parameter.Key != "checksum")
            .Select(parameter => parameter.Value.ToString());
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(values) + secret));
        return new(
            query["status"].ToString(),
            query["amount"].ToString(),
            Convert.ToHexStringLower(expected) == query["checksum"].ToString()
        );
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
