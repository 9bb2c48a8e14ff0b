using System.Text.Json;

namespace Budstikke.Jobs;

/// <summary>Every kind of fact that there is, by the name under which it is stored.</summary>
internal static class FactKinds
{
    private static readonly Dictionary<string, Type> s_types = typeof(Fact)
        .Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Fact)) && !type.IsAbstract)
        .ToDictionary(StoredName.Of, StringComparer.Ordinal);

    public static IReadOnlyCollection<Type> Types => s_types.Values;

    /// <summary>
    /// What a timeline says, without whose fact it is, which stands beside the content. Null where this program knows
    /// no such kind, or not in this shape: a newer one may have written it.
    /// </summary>
    /// <param name="content">JSON.</param>
    public static Fact? Read(string kind, string content)
    {
        if (!s_types.TryGetValue(kind, out var type))
            return null;
        try
        {
            return (Fact?)JsonSerializer.Deserialize(content, type, JsonOptions.Stored);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
