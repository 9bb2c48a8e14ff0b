using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Budstikke.Jobs.Network;

namespace Budstikke.Peppol;

/// <summary>What came of a GET: a status and a body, or why there is none.</summary>
/// <param name="Status">Null where no answer came.</param>
internal sealed record HttpReply(HttpStatusCode? Status, byte[] Body, string? WhyNone = null)
{
    public static HttpReply None(string why) => new(null, [], why);
}

/// <summary>
/// HTTPS to servers whose addresses the network's directory gave: bounded in time and size, redirected by nobody, and
/// never to an address within the own network.
/// </summary>
internal sealed class PeppolHttp(PeppolSettings settings, ResolveHost resolve) : IDisposable
{
    /// <summary>A signed answer has some 10 kB.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For everything together, from the name's look-up to the last byte. Only tests have less
    /// patience.</summary>
    public TimeSpan WholeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http = new(CheckedConnection.Handler(s_connectTimeout, settings.TlsRoots));

    /// <summary>Why a URL may not be called, before its name is looked up; null when it may.</summary>
    public string? WhyNot(Uri url) =>
        url.Scheme != Uri.UriSchemeHttps ? $"{url.Scheme} is not https"
        : url.UserInfo.Length > 0 ? "a user name stands in it"
        : !PublicAddress.CanBeLookedUp(url) ? "its host cannot be a name on the internet"
        : IPAddress.TryParse(url.IdnHost, out var literal) ? WhyNot([literal])
        : null;

    /// <summary>Why none of a host's addresses may be called; null when all may.</summary>
    public string? WhyNot(IReadOnlyCollection<IPAddress> addresses) =>
        addresses.Count == 0 ? "its host has no address"
        : settings.AllowPrivateAddresses || addresses.All(PublicAddress.Is) ? null
        : "its host has an address that is not on the public internet";

    public async Task<HttpReply> Get(Uri url, CancellationToken cancel)
    {
        if (WhyNot(url) is { } reason)
            return HttpReply.None($"not called: {reason}");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(WholeTimeout);
        try
        {
            var addresses = await CheckedConnection.AddressesOf(url, resolve, deadline.Token);
            if (WhyNot(addresses) is { } refused)
                return HttpReply.None($"not called: {refused}");
            using var message = new HttpRequestMessage(HttpMethod.Get, url);
            message.Headers.UserAgent.Add(new("Budstikke", null));
            CheckedConnection.Allow(message, addresses);
            using var response = await _http.SendAsync(message, deadline.Token);
            return await Read(response, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return HttpReply.None(
                deadline.IsCancellationRequested
                    ? $"no answer within {WholeTimeout.TotalSeconds} s"
                    : $"no connection within {s_connectTimeout.TotalSeconds} s"
            );
        }
        catch (SocketException error)
        {
            return HttpReply.None($"its host was not found: {error.SocketErrorCode}");
        }
        catch (HttpRequestException error)
        {
            return HttpReply.None($"no answer: {EvidenceOf(error)}");
        }
        catch (IOException error)
        {
            return HttpReply.None($"the answer broke off: {error.GetType().Name}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<HttpReply> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return new(response.StatusCode, []);
        return await LimitedBody.Read(response.Content, MaxBodyBytes, cancel) is { } body
            ? new(response.StatusCode, body)
            : HttpReply.None($"the answer has more than {MaxBodyBytes / 1024} KiB");
    }

    private static string EvidenceOf(HttpRequestException error) =>
        error.InnerException switch
        {
            SocketException socket => $"{error.HttpRequestError}, {socket.SocketErrorCode}",
            AuthenticationException => $"{error.HttpRequestError}, its TLS certificate or protocol is not accepted",
            _ => $"{error.HttpRequestError}",
        };
}
