using System.Globalization;
using System.Text.Json;

namespace Budstikke.Connect.Reading;

/// <summary>The lines of a body, which stand in an array or in an object under their indexes.</summary>
/// <param name="Keys">How an error names each.</param>
internal sealed record ProductLines(IReadOnlyList<string> Keys, IReadOnlyList<JsonElement> Elements)
{
    private const int MaxKeyDigits = 9;
    private static readonly string[] s_indexes = [.. Enumerable.Range(0, FieldTable.MaxLines).Select(Index)];

    public static ProductLines None { get; } = new([], []);

    /// <summary>Null when it is no list. Of too long a list only the first lines are taken: more will not be looked
    /// at.</summary>
    public static (ProductLines Lines, int? Items) Of(JsonElement products) =>
        products.ValueKind switch
        {
            JsonValueKind.Array => (OfArray(products), products.GetArrayLength()),
            JsonValueKind.Object => OfObject(products),
            _ => (None, null),
        };

    private static ProductLines OfArray(JsonElement products)
    {
        var count = Math.Min(products.GetArrayLength(), FieldTable.MaxLines);
        return new(new ArraySegment<string>(s_indexes, 0, count), [.. products.EnumerateArray().Take(count)]);
    }

    /// <summary>In the order of the body; of a key that is there twice, the last counts, in the place of the
    /// first.</summary>
    private static (ProductLines Lines, int? Items) OfObject(JsonElement products)
    {
        var places = new Dictionary<string, int>();
        var elements = new List<JsonElement>();
        foreach (var property in products.EnumerateObject())
        {
            if (!IsIndex(property.Name))
                return (None, null);
            if (places.TryGetValue(property.Name, out var place))
                elements[place] = property.Value;
            else if (places.TryAdd(property.Name, elements.Count))
                elements.Add(property.Value);
        }
        return (new([.. places.Keys], elements), elements.Count);
    }

    private static bool IsIndex(string key) =>
        key.Length is > 0 and <= MaxKeyDigits && !key.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
