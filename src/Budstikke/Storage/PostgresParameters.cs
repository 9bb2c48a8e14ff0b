using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;
using NpgsqlTypes;

namespace Budstikke.Storage;

/// <summary>What Dapper has no parameters for: the statements of a batch, and many rows in one statement.</summary>
internal static class PostgresParameters
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_properties = new();

    /// <summary>The properties of an object as parameters by their names.</summary>
    public static NpgsqlParameter[] Of(object parameters) =>
        [
            .. s_properties
                .GetOrAdd(parameters.GetType(), type => type.GetProperties())
                .Select(property => Of(property.Name, property.PropertyType, property.GetValue(parameters))),
        ];

    private static NpgsqlParameter Of(string name, Type declared, object? value) =>
        new(name, TypeOf(value?.GetType() ?? Nullable.GetUnderlyingType(declared) ?? declared))
        {
            Value = value ?? DBNull.Value,
        };

    private static NpgsqlDbType TypeOf(Type type) =>
        type == typeof(string) ? NpgsqlDbType.Text
        : type == typeof(long) ? NpgsqlDbType.Bigint
        : type == typeof(string[]) ? NpgsqlDbType.Array | NpgsqlDbType.Text
        : type == typeof(long[]) ? NpgsqlDbType.Array | NpgsqlDbType.Bigint
        : type == typeof(byte[]) ? NpgsqlDbType.Bytea
        : throw new NotSupportedException($"A parameter of a statement cannot be a {type.Name}.");

    /// <summary>A list for each column, in the order of the rows.</summary>
    public static NpgsqlParameter[] Columns(Table table, IReadOnlyList<object?[]> rows) =>
        [.. table.Columns.Select((column, i) => Column($"p{i}", column.Type, rows, i))];

    private static NpgsqlParameter Column(string name, ColumnType type, IReadOnlyList<object?[]> rows, int at) =>
        type switch
        {
            ColumnType.Text => new(name, NpgsqlDbType.Array | NpgsqlDbType.Text)
            {
                Value = rows.Select(row => (string?)row[at]).ToArray(),
            },
            ColumnType.Bigint => new(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            {
                Value = rows.Select(row => row[at] is { } value ? Convert.ToInt64(value) : (long?)null).ToArray(),
            },
            _ => new(name, NpgsqlDbType.Array | NpgsqlDbType.Bytea)
            {
                Value = rows.Select(row => (byte[]?)row[at]).ToArray(),
            },
        };
}
