using Npgsql;

namespace Budstikke.Storage;

/// <summary>
/// A lock that lives as long as a session of its own, outside of the pool: whoever is killed lets go of it at once, and
/// whoever stands still keeps it. Two integers name it; locks with one are those of lanes and migrations.
/// </summary>
internal sealed class PostgresHold : IAsyncDisposable
{
    private const int TimeoutSeconds = 3;

    /// <summary>A machine that lost its power says nothing: the server asks, and gives up after some six
    /// seconds.</summary>
    private const string SoonGone = "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2";

    public const string ApplicationName = "budstikke-node";

    private readonly NpgsqlConnection _connection;
    private readonly int _kind;

    private PostgresHold(NpgsqlConnection connection, int kind) => (_connection, _kind) = (connection, kind);

    /// <summary>Null where somebody else has it.</summary>
    public static async Task<PostgresHold?> Take(string connectionString, int kind, int key, CancellationToken cancel)
    {
        var connection = await PostgresSource.OpenApart(
            connectionString,
            settings =>
            {
                settings.Timeout = TimeoutSeconds;
                settings.CommandTimeout = TimeoutSeconds;
                settings.ApplicationName = ApplicationName;
                settings.Options = $"{SoonGone} {settings.Options}".TrimEnd();
            },
            cancel
        );
        var hold = new PostgresHold(connection, kind);
        try
        {
            if (await hold.Try("pg_try_advisory_lock", key, cancel))
                return hold;
        }
        catch
        {
            await hold.DisposeAsync();
            throw;
        }
        await hold.DisposeAsync();
        return null;
    }

    public async Task Execute(string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<IReadOnlyList<long>> Numbers(
        string sql,
        CancellationToken cancel,
        params (string Name, object Value)[] values
    )
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var numbers = new List<long>();
        while (await reader.ReadAsync(cancel))
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    /// <summary>Does <paramref name="work"/> in a transaction that has another's lock; false where that one has it
    /// itself.</summary>
    public async Task<bool> InPlaceOf(int key, Func<Task> work, CancellationToken cancel)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancel);
        if (!await Try("pg_try_advisory_xact_lock", key, cancel))
            return false;
        await work();
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task<bool> Try(string how, int key, CancellationToken cancel)
    {
        await using var command = Command($"SELECT {how}(@kind, @key)", [("kind", _kind), ("key", key)]);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private NpgsqlCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var (name, value) in values)
            command.Parameters.Add(new(name, value));
        return command;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
