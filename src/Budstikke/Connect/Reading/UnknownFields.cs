using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Connect.Reading;

/// <summary>A field of a body that no version of the API has. Its value is never seen: it may be a personal
/// number.</summary>
/// <param name="Path">As the client wrote it, cut to what a person reads.</param>
/// <param name="Likely">The field that was probably meant; null where none is like it.</param>
internal sealed record UnknownField(string Path, string? Likely)
{
    public string Warning => $"The field {Path} is not known and was ignored.{Guess}";

    private string Guess => Likely is null ? "" : $" Did you mean {Likely}?";
}

/// <summary>
/// The fields of a body that are taken and ignored. Who writes <c>callbackURL</c> would else wait for calls that never
/// come, and never learn why.
/// </summary>
internal sealed partial class UnknownFields
{
    private const int MaxTold = 10;
    private const int MaxCharacters = 60;
    private const string Lines = "products";
    private const string Line = $"{Lines}.*";

    /// <summary>Fields of older versions, and the type, which some calls say by their path: known, and without
    /// effect.</summary>
    private static readonly string[] s_withoutEffect =
    [
        "dueDateForPaymentLink",
        "sendOrderBy",
        "isCreditCheckAvailable",
        "invoiceAsPaymentOption",
        "invoiceReferences",
        "internalReferences",
        "settings",
        "customerDetails.customerUuid",
        "customerDetails.type",
    ];

    private readonly string[] _paths;

    /// <summary>The names within each object of the body, by its path; the body itself has the path "".</summary>
    private readonly Dictionary<string, byte[][]> _names;

    public UnknownFields(IEnumerable<Field> fields)
    {
        _paths = [.. fields.Select(field => field.Path)];
        _names = _paths
            .Concat(s_withoutEffect)
            .SelectMany(WithParents)
            .Distinct()
            .GroupBy(ParentOf, LeafOf)
            .Where(group => group.Key != Lines)
            .ToDictionary(group => group.Key, group => group.Select(Encoding.UTF8.GetBytes).ToArray());
    }

    /// <summary>The unknown fields of a body, ten at most. A field of the lines is named once, for all lines that have
    /// it.</summary>
    public IReadOnlyList<UnknownField> In(JsonElement body, ProductLines lines)
    {
        Seen? seen = null;
        foreach (var (around, names) in _names)
            if (around == Line)
                for (var i = 0; i < lines.Elements.Count; i++)
                    Find(lines.Elements[i], (around, lines.Keys[i], names), ref seen);
            else
                Find(ObjectAt(body, around), (around, null, names), ref seen);
        return seen is null ? [] : [.. seen.Values];
    }

    private void Find(JsonElement element, (string Path, string? Line, byte[][] Names) around, ref Seen? seen)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            return;
        var next = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (seen?.Count >= MaxTold)
                return;
            if (!IsKnown(property, around.Names, ref next))
                Add(property.Name, around.Path, around.Line, seen ??= []);
        }
    }

    /// <summary>Most clients write the fields in the published order: the search begins where the one before
    /// ended.</summary>
    private static bool IsKnown(JsonProperty property, byte[][] names, ref int next)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var at = (next + i) % names.Length;
            if (!property.NameEquals(names[at]))
                continue;
            next = at + 1;
            return true;
        }
        return false;
    }

    private void Add(string name, string around, string? line, Seen seen)
    {
        var shown = line is null ? around : $"{Lines}.{line}";
        if (!seen.ContainsKey((around, name)))
            seen[(around, name)] = new(Joined(shown, Shown(name)), LikelyFor(name, around));
    }

    private sealed class Seen : Dictionary<(string Around, string Name), UnknownField>;

    private string? LikelyFor(string name, string around)
    {
        if (name.Length > MaxCharacters)
            return null;
        var most = Likeness.MaxDistanceFor(name);
        return (
            from path in _paths
            let distance = Likeness.Distance(name, LeafOf(path))
            where distance <= most
            orderby distance, ParentOf(path) == around descending
            select path
        ).FirstOrDefault();
    }

    private static JsonElement ObjectAt(JsonElement body, string path)
    {
        var element = body;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        return element;
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (var one = path; one.Length > 0; one = ParentOf(one))
            yield return one;
    }

    private static string ParentOf(string path) => path.LastIndexOf('.') is >= 0 and var point ? path[..point] : "";

    private static string LeafOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string Joined(string around, string name) => around.Length == 0 ? name : $"{around}.{name}";

    /// <summary>Without the digits of a person, since it is kept on a timeline from which nothing can be
    /// erased.</summary>
    private static string Shown(string name) => LongNumber().Replace(Cut.To(name, MaxCharacters), "…");

    [GeneratedRegex("[0-9]{6,}")]
    private static partial Regex LongNumber();
}
