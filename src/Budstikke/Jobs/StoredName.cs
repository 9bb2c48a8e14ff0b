using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Budstikke.Jobs;

/// <summary>The name under which a type stands in the store and in the API: a rename in the code changes nothing
/// there.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StoredAsAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>
/// What types and values of enumerations are called in the store. Both say it themselves: a type by
/// <see cref="StoredAsAttribute"/>, a value by
/// <see cref="JsonStringEnumMemberNameAttribute"/>, which JSON goes by too.
/// </summary>
internal static class StoredName
{
    private static readonly ConcurrentDictionary<Type, string> s_types = new();

    public static string Of<T>() => Of(typeof(T));

    /// <exception cref="InvalidOperationException">The type says none.</exception>
    public static string Of(Type type) =>
        s_types.GetOrAdd(
            type,
            static type =>
                type.GetCustomAttribute<StoredAsAttribute>(inherit: false)?.Name
                ?? throw new InvalidOperationException($"{type.Name} has no name to be stored under.")
        );

    public static string Of<T>(T value)
        where T : struct, Enum => NamesOf<T>.Names[value];

    /// <exception cref="FormatException">No value is called so.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum =>
        NamesOf<T>.Values.TryGetValue(name, out var value)
            ? value
            : throw new FormatException($"\"{name}\" is no {typeof(T).Name}.");

    private static class NamesOf<T>
        where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<T, string> Names = Enum.GetValues<T>()
            .ToDictionary(one => one, Read);

        public static readonly IReadOnlyDictionary<string, T> Values = Names.ToDictionary(
            one => one.Value,
            one => one.Key,
            StringComparer.Ordinal
        );

        private static string Read(T value) =>
            typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no name to be stored under.");
    }
}
