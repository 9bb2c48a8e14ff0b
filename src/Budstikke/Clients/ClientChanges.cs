using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Trail;

namespace Budstikke.Clients;

/// <summary>What of a client is another after a change.</summary>
internal static class ClientChanges
{
    private const string Account = "seller.account";
    private const string Email = "seller.email";

    /// <summary>How many of an account's digits are shown.</summary>
    private const int ShownDigits = 4;

    /// <summary>What is another than before, by the names of the store.</summary>
    public static IReadOnlyList<Changed> Of(ChangedClient changed)
    {
        var before = Values(changed.Before).ToDictionary(StringComparer.Ordinal);
        var after = Values(changed.After).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. before
                .Keys.Union(after.Keys)
                .Select(what => new Changed(what, before.GetValueOrDefault(what), after.GetValueOrDefault(what)))
                .Where(one => one.Before != one.After),
        ];
    }

    /// <summary>All seller data and settings there are, so that a new one shows by itself.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(Client client) =>
        [
            .. Values("seller", client.Seller),
            .. Values("settings", client.Settings),
            .. client.Accounts.SelectMany(Values),
        ];

    /// <summary>Of a key it is shown that it is another, and nothing of it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Values(ProviderAccount account) =>
        [
            KeyValuePair.Create($"{account.Provider}.company", account.Company),
            KeyValuePair.Create($"{account.Provider}.key", $"(secret, {Mark(account.Key)})"),
        ];

    private const int MarkBytes = 3;

    private static string Mark(string ciphertext) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ciphertext)).AsSpan(0, MarkBytes));

    private static IEnumerable<KeyValuePair<string, string>> Values(string of, object part) =>
        Values(of, JsonSerializer.SerializeToElement(part, JsonOptions.Stored));

    private static IEnumerable<KeyValuePair<string, string>> Values(string of, JsonElement part) =>
        part.EnumerateObject()
            .SelectMany(value =>
                value.Value.ValueKind == JsonValueKind.Object
                    ? Values($"{of}.{value.Name}", value.Value)
                    : [KeyValuePair.Create($"{of}.{value.Name}", Shown(value.Value))]
            );

    /// <summary>The same for a trail that is kept for years: of the account the last digits, of the address its first
    /// letter and its domain.</summary>
    public static IReadOnlyList<Changed> Masked(ChangedClient changed) =>
        [
            .. Of(changed)
                .Select(one => one with { Before = Masked(one.What, one.Before), After = Masked(one.What, one.After) }),
        ];

    private static string? Masked(string what, string? value) =>
        value is null ? null
        : what == Account ? MaskedAccount(value)
        : what == Email ? Hidden(value, (i, text) => i > 0 && i < text.IndexOf('@', StringComparison.Ordinal))
        : value;

    public static string MaskedAccount(string account) => Hidden(account, (i, text) => i < text.Length - ShownDigits);

    private static string Hidden(string text, Func<int, string, bool> isHidden) =>
        string.Concat(text.Select((c, i) => isHidden(i, text) ? '*' : c));

    private static string Shown(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
