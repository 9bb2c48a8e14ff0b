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

    /// <summary>Of the properties those that the statement names; null where one of them has a type that no column
    /// has.</summary>
    public static NpgsqlParameter[]? TryNamedIn(string sql, object? parameters)
    {
        if (parameters is null)
            return [];
        var named = s_properties
            .GetOrAdd(parameters.GetType(), type => type.GetProperties())
            .Where(property => Names(sql, property.Name))
            .Select(property => (property.Name, property.PropertyType, Value: property.GetValue(parameters)))
            .ToArray();
        return named.All(one =>
            IsKnown(one.Value?.GetType() ?? Nullable.GetUnderlyingType(one.PropertyType) ?? one.PropertyType)
        )
            ? [.. named.Select(one => Of(one.Name, one.PropertyType, one.Value))]
            : null;
    }

    private static bool Names(string sql, string name)
    {
        for (var at = 0; (at = sql.IndexOf('@' + name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (
                at + name.Length + 1 is var end
                && (end == sql.Length || !(char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
            )
                return true;
        return false;
    }

    private static bool IsKnown(Type type) =>
        type == typeof(string)
        || type == typeof(long)
        || type == typeof(string[])
        || type == typeof(long[])
        || type == typeof(byte[]);

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

    /// <summary>A list for each column, in the order of the rows.</summary>
    public static NpgsqlParameter[] Columns(
        IReadOnlyList<(string Name, ColumnType Type)> columns,
        IReadOnlyList<object?[]> rows
    ) => [.. columns.Select((column, i) => Column($"p{i}", column.Type, rows, i))];

    private static NpgsqlParameter Column(string name, ColumnType type, IReadOnlyList<object?[]> rows, int at) =>
        type switch
        {
            ColumnType.Text => new(name, NpgsqlDbType.Array | NpgsqlDbType.Text)
            {
                Value = rows.Select(row => row[at] is string text ? StorableText.Of(text) : null).ToArray(),
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
