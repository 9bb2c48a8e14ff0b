using System.Text.RegularExpressions;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Finds the dispatches that a mail names: as the address that bounces go to, wherever that stands in it, or as the
/// Message-ID of what was returned. An address that a forwarding server has put into one of its own is found too.
/// </summary>
internal static partial class DispatchNames
{
    /// <summary>A digest may quote many; ours names one.</summary>
    private const int MaxNames = 8;

    /// <summary>Of each text: the address stands in a header or near the top of what was returned.</summary>
    private const int MaxCharacters = 256 * 1024;

    /// <param name="texts">Where the address may stand, the best place first.</param>
    /// <param name="messageIds">Of what was returned or answered.</param>
    public static IReadOnlyList<NamedDispatch> In(IEnumerable<string> texts, IEnumerable<string> messageIds)
    {
        var addresses = texts.SelectMany(text => KeysOf(text, Address())).Take(MaxNames).ToList();
        var ids = messageIds.SelectMany(text => KeysOf(text, MessageId())).Take(MaxNames);
        return
        [
            .. addresses
                .Select(WithCheck)
                .OfType<NamedDispatch>()
                .Concat(addresses.Concat(ids).Select(key => new NamedDispatch(key, null)))
                .Distinct(),
        ];
    }

    private static IEnumerable<string> KeysOf(string text, Regex named) =>
        named
            .EnumerateKeys(text.Length <= MaxCharacters ? text : Jobs.Cut.To(text, MaxCharacters))
            .Select(key => key.ToLowerInvariant());

    private static IEnumerable<string> EnumerateKeys(this Regex named, string text)
    {
        for (var match = named.Match(text); match.Success; match = match.NextMatch())
            yield return match.Groups["key"].Value;
    }

    private static NamedDispatch? WithCheck(string named) =>
        Checked().Match(named) is { Success: true } parts
            ? new(parts.Groups["key"].Value, parts.Groups["check"].Value)
            : null;

    [GeneratedRegex(@"\+(?<key>[A-Za-z0-9][A-Za-z0-9-]{1,39})@")]
    private static partial Regex Address();

    [GeneratedRegex(@"<(?<key>[A-Za-z0-9]{1,32}-[A-Za-z0-9-]{1,32})@")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"\A(?<key>.+)-(?<check>[a-z2-7]{7})\z")]
    private static partial Regex Checked();
}
