using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;
using NpgsqlTypes;

namespace Budstikke.Storage;

/// <summary>The properties of an object as parameters by their names, for statements that go in one round trip: Dapper has none for a batch.</summary>
internal static class PostgresParameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    public static NpgsqlParameter[] Of(object parameters) =>
        [
            .. s_properties
                .GetOrAdd(parameters.GetType(), type => type.GetProperties())
                .Select(property => Of(property.Name, property.PropertyType, property.GetValue(parameters))),
        ];

    private static NpgsqlParameter Of(string name, Type declared, object? value) =>
        new(name, TypeOf(value?.GetType() ?? Nullable.GetUnderlyingType(declared) ?? declared))
        {
            Value = StorableParameters.Mended(value) ?? DBNull.Value,
        };

    private static NpgsqlDbType TypeOf(Type type) =>
        type == typeof(string) ? NpgsqlDbType.Text
        : type == typeof(long) ? NpgsqlDbType.Bigint
        : type == typeof(string[]) ? NpgsqlDbType.Array | NpgsqlDbType.Text
        : type == typeof(long[]) ? NpgsqlDbType.Array | NpgsqlDbType.Bigint
        : type == typeof(byte[]) ? NpgsqlDbType.Bytea
        : throw new NotSupportedException($"A parameter of a statement cannot be a {type.Name}.");
}
