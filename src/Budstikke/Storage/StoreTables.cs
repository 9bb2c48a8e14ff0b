using Microsoft.Data.Sqlite;

namespace Budstikke.Storage;

/// <summary>A table with the column whose numbers the database gives, where there is one.</summary>
internal sealed record StoreTable(Table Table, string? Identity);

/// <summary>
/// Every table that the migrations make, in the order in which they make them, so that what is referred to comes first.
/// It is read from an empty database in memory that the migrations are applied to: no list can fall behind them.
/// </summary>
internal static class StoreTables
{
    public static IReadOnlyList<StoreTable> Known { get; } = Read();

    private static List<StoreTable> Read()
    {
        // The path is never opened: the dialect only translates.
        var dialect = new SqliteDialect("schema");
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var (_, sql) in Migrator.Known)
        {
            using var command = connection.CreateCommand();
            command.CommandText = dialect.Translate(sql);
            command.ExecuteNonQuery();
        }
        return
        [
            .. Rows(
                    connection,
                    "SELECT name, '' FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid"
                )
                .Select(table => TableOf(connection, table.Name)),
        ];
    }

    private static StoreTable TableOf(SqliteConnection connection, string name)
    {
        var columns = Rows(connection, $"SELECT name, lower(type) FROM pragma_table_info('{name}') ORDER BY cid");
        return new(
            new(name, [.. columns.Select(column => (column.Name, TypeOf(name, column)))]),
            columns.Where(column => column.Type == "integer").Select(column => column.Name).SingleOrDefault()
        );
    }

    private static ColumnType TypeOf(string table, (string Name, string Type) column) =>
        column.Type switch
        {
            "text" => ColumnType.Text,
            "bigint" or "integer" => ColumnType.Bigint,
            "blob" => ColumnType.Bytes,
            _ => throw new InvalidOperationException(
                $"The type of {table}.{column.Name} is not one of the schema's: {column.Type}"
            ),
        };

    private static List<(string Name, string Type)> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }
}
