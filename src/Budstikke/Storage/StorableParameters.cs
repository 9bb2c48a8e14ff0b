using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Dapper;

namespace Budstikke.Storage;

/// <summary>The parameters of a query whose texts both databases can hold.</summary>
internal sealed class StorableParameters : SqlMapper.IDynamicParameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_texts = new();
    private readonly object _given;

    private StorableParameters(object given) => _given = given;

    /// <summary>As given, as nearly always; only texts that cannot be stored cost more than a look.</summary>
    public static object? Of(object? given) =>
        given is null || s_texts.GetOrAdd(given.GetType(), TextsOf).All(text => CanBeStored(text.GetValue(given)))
            ? given
            : new StorableParameters(given);

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        ((SqlMapper.IDynamicParameters)new DynamicParameters(_given)).AddParameters(command, identity);
        foreach (IDbDataParameter parameter in command.Parameters)
            parameter.Value = Mended(parameter.Value);
    }

    public static object? Mended(object? value) =>
        value switch
        {
            string text => StorableText.Of(text),
            string[] texts => texts.Select(StorableText.Of).ToArray(),
            _ => value,
        };

    private static PropertyInfo[] TextsOf(Type type) =>
        [
            .. type.GetProperties()
                .Where(one => one.GetIndexParameters().Length == 0)
                .Where(one =>
                    one.PropertyType == typeof(string)
                    || one.PropertyType == typeof(string[])
                    || one.PropertyType == typeof(object)
                ),
        ];

    private static bool CanBeStored(object? value) =>
        value switch
        {
            string text => StorableText.CanBeStored(text),
            string[] texts => texts.All(StorableText.CanBeStored),
            _ => true,
        };
}
