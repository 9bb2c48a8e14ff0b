using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Jobs.Network;

/// <summary>The addresses of a name. The one way from a URL that comes from outside to the network.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancel);

/// <summary>HTTP to nowhere but the addresses that were checked for the request.</summary>
internal static class CheckedConnection
{
    private const int MaxHeaderKilobytes = 16;
    private static readonly HttpRequestOptionsKey<IPAddress[]> s_checked = new("checked addresses");

    /// <summary>Of the URL's host; to be judged before they are allowed.</summary>
    public static Task<IPAddress[]> AddressesOf(Uri url, ResolveHost resolve, CancellationToken cancel) =>
        IPAddress.TryParse(url.IdnHost, out var address)
            ? Task.FromResult<IPAddress[]>([address])
            : resolve(url.IdnHost, cancel).WaitAsync(cancel);

    public static void Allow(HttpRequestMessage message, IPAddress[] addresses) =>
        message.Options.Set(s_checked, addresses);

    /// <param name="authorities">
    /// Whom a server's certificate must be from; null for the authorities that the machine believes.
    /// </param>
    public static SocketsHttpHandler Handler(TimeSpan connectTimeout, X509Certificate2Collection? authorities) =>
        new()
        {
            // A redirect or a proxy would lead to where nothing was checked.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            SslOptions = TrustIn(authorities),
            ConnectCallback = Connect,
        };

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(s_checked, out var addresses))
            throw new InvalidOperationException("The addresses of this call were not checked.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions TrustIn(X509Certificate2Collection? authorities)
    {
        if (authorities is null)
            return new();
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return new() { CertificateChainPolicy = policy };
    }
}
