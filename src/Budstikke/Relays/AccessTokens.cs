using System.Text.Json.Serialization;
using Budstikke.Mail;

namespace Budstikke.Relays;

/// <summary>
/// The tokens that Microsoft and Google want instead of a password: by the client's own credentials (RFC 6749 § 4.4),
/// each used until shortly before its end.
/// </summary>
internal sealed class AccessTokens(Uri tokenUrl, string clientId, string clientSecret, string? scope, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_beforeEnd = TimeSpan.FromMinutes(1);
    private const int MaxAnswerBytes = 64 * 1024;
    private readonly HttpClient _http = new() { Timeout = s_patience, MaxResponseContentBufferSize = MaxAnswerBytes };
    private readonly SemaphoreSlim _one = new(1);
    private (string Token, DateTimeOffset Until)? _latest;

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] long? ExpiresIn
    );

    /// <summary>Reads <c>Email__OAuth__*</c>: the way to tokens, or why there is none; neither where nothing is
    /// set.</summary>
    public static (AccessTokens? Tokens, string? Reason) Read(IConfiguration settings, TimeProvider time)
    {
        var (url, id) = (settings["Email:OAuth:TokenUrl"], settings["Email:OAuth:ClientId"]);
        var secret = settings["Email:OAuth:ClientSecret"];
        if (string.IsNullOrEmpty(url) && string.IsNullOrEmpty(id) && string.IsNullOrEmpty(secret))
            return (null, null);
        if (string.IsNullOrEmpty(url) || string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
            return (
                null,
                "Email__OAuth__TokenUrl, Email__OAuth__ClientId and Email__OAuth__ClientSecret must be given together."
            );
        var isGood =
            Uri.TryCreate(url, UriKind.Absolute, out var address)
            && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));
        return isGood
            ? (new(address!, id, secret, settings["Email:OAuth:Scope"], time), null)
            : (null, "Email__OAuth__TokenUrl must be an https URL.");
    }

    /// <exception cref="SmtpFault">There is none to be had; never the recipient's fault.</exception>
    public async Task<string> Get(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_latest is { } latest && time.GetUtcNow() < latest.Until)
                return latest.Token;
            var (token, life) = await Ask(cancel);
            _latest = (token, time.GetUtcNow() + life - s_beforeEnd);
            return token;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The server did not take it: the next one is asked for.</summary>
    public void Forget() => _latest = null;

    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    private async Task<(string Token, TimeSpan Life)> Ask(CancellationToken cancel)
    {
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
        };
        if (!string.IsNullOrEmpty(scope))
            form["scope"] = scope;
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await _http.PostAsync(tokenUrl, content, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new SmtpFault($"{tokenUrl.Host} gives no token: HTTP {(int)answer.StatusCode}.");
            var read = await answer.Content.ReadFromJsonAsync<Answer>(cancel);
            return read?.AccessToken is { Length: > 0 } token
                ? (token, TimeSpan.FromSeconds(read.ExpiresIn ?? 300))
                : throw new SmtpFault($"{tokenUrl.Host} gives no token: its answer has none.");
        }
        catch (Exception e)
            when (e is HttpRequestException or System.Text.Json.JsonException
                || (e is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            throw new SmtpFault($"{tokenUrl.Host} gives no token: {e.Message}");
        }
    }
}
