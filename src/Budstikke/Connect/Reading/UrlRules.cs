using System.Diagnostics.CodeAnalysis;
using Budstikke.Callbacks;

namespace Budstikke.Connect.Reading;

/// <summary>Absolute, http or https, with a host, and nothing in it that would have to be written
/// differently.</summary>
internal sealed record IsUrl : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Text && TryRead(value.Text, out _);

    public override string Text(string name) => $"The {name} must be a valid URL.";

    public override string Hint(Surroundings around) => "An absolute URL like https://shop.example/callback.";

    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        foreach (var c in text)
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '\\' or '\uFFFE' or '\uFFFF')
                return false;
        return Uri.TryCreate(text, UriKind.Absolute, out url) && url is { Scheme: "http" or "https", Host.Length: > 0 };
    }
}

/// <summary>
/// Whether it can be called from here, and its checksum be verified there. PHP, in which callbacks are verified, sees a
/// parameter's name once and makes an array of one with a bracket: a name twice, or one that we append, would break the
/// checksum. It is one rule with one text, whatever is wrong: see <see cref="CallbackAddress.Refusal"/>.
/// </summary>
internal sealed record IsCallable(params string[] Ours) : Rule
{
    /// <summary>A longer URL is refused for its length, and not looked at.</summary>
    private const int MaxJudgedCharacters = 2_048;

    public override bool Holds(in Value value, Surroundings around) =>
        value is not { Kind: ValueKind.Text, Text.Length: <= MaxJudgedCharacters }
        || !IsUrl.TryRead(value.Text, out var url)
        || (
            CallbackAddress.Check(url, around.Callbacks) is null
            && HasOnlyNamesForPhp(url.Query)
            && !CallbackUrl.NamesAnOrder(value.Text)
        );

    public override string Text(string name) => $"The {name} format is invalid.";

    /// <summary>All that it must be, and not which of it was not: see <see cref="CallbackAddress.Refusal"/>.</summary>
    public override string Hint(Surroundings around) =>
        $"By {(around.Callbacks.AllowHttp ? "http or https" : "https")}, on port {around.Callbacks.PortsText}, "
        + "without a user name"
        + (around.Callbacks.AllowPrivateAddresses ? "" : ", at a name or an address on the public internet")
        + "; in its query no name twice or with a bracket, no id of an order, and none of "
        + $"{string.Join(", ", Ours)}.";

    private bool HasOnlyNamesForPhp(string query)
    {
        if (query.Length <= 1)
            return true;
        var seen = new HashSet<string>(Ours);
        foreach (var pair in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = NameToPhp(pair);
            if (name.Contains('[', StringComparison.Ordinal) || !seen.Add(name))
                return false;
        }
        return true;
    }

    /// <summary>Decoded; a point and a space become a low line (PHP manual, "Variables From External
    /// Sources").</summary>
    private static string NameToPhp(string pair)
    {
        var end = pair.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString((end < 0 ? pair : pair[..end]).Replace('+', ' ')).TrimStart(' ');
        return name.Replace('.', '_').Replace(' ', '_');
    }
}
