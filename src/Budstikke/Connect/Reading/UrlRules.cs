using System.Diagnostics.CodeAnalysis;

namespace Budstikke.Connect.Reading;

/// <summary>Absolute, http or https, with a host, and nothing in it that would have to be written differently.</summary>
internal sealed record IsUrl : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Text && TryRead(value.Text, out _);

    public override string Text(string name) => $"The {name} must be a valid URL.";

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
/// PHP, in which callbacks are verified, sees a parameter's name once: a name twice, or one that we append, would break the checksum.
/// </summary>
internal sealed record NoNameTwice(params string[] Ours) : Rule
{
    /// <summary>A longer URL is refused for its length, and not looked at.</summary>
    private const int MaxJudgedCharacters = 2_048;

    public override bool Holds(in Value value, Surroundings around) =>
        value is not { Kind: ValueKind.Text, Text.Length: <= MaxJudgedCharacters }
        || !IsUrl.TryRead(value.Text, out var url)
        || HasNoNameTwice(url.Query);

    public override string Text(string name) => $"The {name} format is invalid.";

    private bool HasNoNameTwice(string query)
    {
        if (query.Length <= 1)
            return true;
        var seen = new HashSet<string>(Ours);
        foreach (var pair in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (!seen.Add(NameToPhp(pair)))
                return false;
        return true;
    }

    /// <summary>Decoded; a point and a space become a low line, and what a bracket opens is an index (PHP manual, "Variables From
    /// External Sources").</summary>
    private static string NameToPhp(string pair)
    {
        var end = pair.IndexOf('=', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString((end < 0 ? pair : pair[..end]).Replace('+', ' ')).TrimStart(' ');
        var index = name.IndexOf('[', StringComparison.Ordinal);
        return (index > 0 ? name[..index] : name).Replace('.', '_').Replace(' ', '_');
    }
}
