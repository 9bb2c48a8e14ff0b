using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Budstikke.Peppol.As4;

/// <summary>How long each phase of a message may take.</summary>
/// <param name="Connect">TCP and TLS.</param>
/// <param name="Send">Until our last byte, for a small message.</param>
/// <param name="SendPerMegabyte">What a large one has beside it.</param>
/// <param name="Answer">From our last byte to the answer's last.</param>
internal sealed record As4Limits(TimeSpan Connect, TimeSpan Send, TimeSpan SendPerMegabyte, TimeSpan Answer)
{
    public static As4Limits Default { get; } =
        new(
            TimeSpan.FromSeconds(15),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(15),
            TimeSpan.FromSeconds(90)
        );

    public TimeSpan SendOf(long bytes) => Connect + Send + (SendPerMegabyte * (bytes / 1_000_000.0));
}

/// <summary>
/// Posts a message to an access point over TLS, and brings back what came, whatever it is. It posts once: whether to
/// repeat is not its matter.
/// </summary>
/// <param name="tlsRoots">Whom the server's certificate must be from; null for those whom the machine believes.</param>
/// <param name="connect">Opens the connection, to addresses that may be called alone.</param>
internal sealed class As4Post(
    As4Limits limits,
    X509Certificate2Collection? tlsRoots,
    Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect
) : IDisposable
{
    /// <summary>A receipt has some 10 kB.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;
    private const int MaxHeaderKilobytes = 32;
    private static readonly TimeSpan s_connectionLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_connectionIdle = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            // A redirect or a proxy would lead to where the look-up has not sent us.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            ConnectTimeout = limits.Connect,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = s_connectionLife,
            PooledConnectionIdleTimeout = s_connectionIdle,
            SslOptions = Tls(tlsRoots),
            ConnectCallback = connect,
        }
    );

    public void Dispose() => _http.Dispose();

    /// <exception cref="OperationCanceledException">The caller cancelled: it may have arrived.</exception>
    public async Task<Exchange> Send(Uri address, As4Message message, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var body = new MultipartBody(message, () => deadline.CancelAfter(limits.Answer));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        deadline.CancelAfter(limits.SendOf(message.Payload.Bytes.Length));
        var status = 0;
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            status = (int)response.StatusCode;
            return await Read(response, body, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Broken(body.MayHaveArrived ? "The answer did not come in time." : "It could not be sent in time.");
        }
        catch (HttpRequestException error)
        {
            return Broken($"{Words(error)}.");
        }
        catch (IOException error)
        {
            return Broken($"The connection broke: {error.Message}");
        }

        Exchange Broken(string fault) => new(status, [], fault, body.MayHaveArrived);
    }

    private static async Task<Exchange> Read(HttpResponseMessage response, MultipartBody body, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancel)) > 0 && read.Length <= MaxAnswerBytes)
            read.Write(buffer, 0, count);
        var status = (int)response.StatusCode;
        return read.Length > MaxAnswerBytes
            ? new(status, [], "The answer is too long.", body.MayHaveArrived)
            : new(status, read.ToArray(), null, body.MayHaveArrived);
    }

    private static string Words(HttpRequestException error) =>
        error.InnerException is AuthenticationException tls
            ? $"The server's TLS is not to be trusted: {tls.Message.TrimEnd('.')}"
            : $"There was no answer: {error.HttpRequestError}";

    private static SslClientAuthenticationOptions Tls(X509Certificate2Collection? roots)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (roots is null)
            return options;
        options.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        return options;
    }
}
