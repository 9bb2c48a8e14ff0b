using System.Threading.Channels;
using Budstikke.Callbacks;

namespace Budstikke.Commands;

/// <summary>A callback as it came in, and whether its checksum and its signature were right.</summary>
internal sealed record ReceivedCallback(string Status, string Amount, bool IsGenuine);

/// <summary>The client's side of a demonstration: a receiver on loopback that verifies each callback.</summary>
internal sealed class DemoReceiver(WebApplication app, string url, Channel<ReceivedCallback> received)
    : IAsyncDisposable
{
    private const int MaxKept = 100;

    public string CallbackUrl => $"{url}/callback?shop=demo";

    public ChannelReader<ReceivedCallback> Received => received.Reader;

    /// <param name="secret">The client's, known once it has been added.</param>
    public static async Task<DemoReceiver> Start(Func<string> secret, TimeProvider time)
    {
        var received = Channel.CreateBounded<ReceivedCallback>(MaxKept);
        var app = await CallbackReceiver.Start(
            port: 0,
            call =>
            {
                var isGenuine = CheckCall.Faults(call, secret(), time.GetUtcNow()).Count == 0;
                received.Writer.TryWrite(
                    new(call.Parameter("status") ?? "", call.Parameter("amount") ?? "", isGenuine)
                );
                return isGenuine;
            },
            CancellationToken.None
        );
        return new(app, app.Urls.Single(), received);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
