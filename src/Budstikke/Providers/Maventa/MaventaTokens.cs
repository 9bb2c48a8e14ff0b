using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Budstikke.Providers.Maventa;

/// <summary>The access token of each company: by OAuth 2 client credentials, renewed before it ends.</summary>
internal sealed class MaventaTokens(MaventaCall call, MaventaSettings settings, TimeProvider time)
{
    /// <summary>What the interface asks for its usual calls.</summary>
    private const string Scope = "eui";
    private const int MaxKept = 10_000;
    private const int UsualSeconds = 3600;
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<ProviderLogin, Kept> _kept = new();

    private sealed record Kept(string Token, DateTimeOffset Until);

    /// <summary>Two who ask at once may both be given one: each is good.</summary>
    public async Task<(string? Token, MaventaAnswer? Refusal)> For(ProviderLogin login, CancellationToken cancel)
    {
        if (_kept.TryGetValue(login, out var kept) && kept.Until > time.GetUtcNow())
            return (kept.Token, null);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = login.Company,
                ["client_secret"] = login.Key,
                ["vendor_api_key"] = settings.VendorKey,
                ["scope"] = Scope,
            }
        );
        var answer = await call.Send(HttpMethod.Post, "oauth2/token", form, token: null, cancel);
        if (!answer.IsSuccess || answer.Text("access_token") is not { Length: > 0 } token)
            return (null, Without(answer, login));
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[login] = new(token, time.GetUtcNow() + LifeOf(answer) - s_early);
        return (token, null);
    }

    /// <summary>It was refused, whatever life it was given.</summary>
    public void Forget(ProviderLogin login, string token)
    {
        if (_kept.TryGetValue(login, out var kept) && kept.Token == token)
            _kept.TryRemove(new(login, kept));
    }

    /// <summary>An answer may repeat what it was asked with.</summary>
    private MaventaAnswer Without(MaventaAnswer answer, ProviderLogin login) =>
        answer with
        {
            Body = (answer.IsSuccess ? "an answer without a token" : answer.Body)
                .Replace(login.Key, "(key)", StringComparison.Ordinal)
                .Replace(settings.VendorKey, "(vendor key)", StringComparison.Ordinal),
        };

    private static TimeSpan LifeOf(MaventaAnswer answer) =>
        TimeSpan.FromSeconds(
            answer.Json is { } json
            && json.TryGetProperty("expires_in", out var life)
            && life.ValueKind == JsonValueKind.Number
            && int.TryParse(life.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : UsualSeconds
        );
}
