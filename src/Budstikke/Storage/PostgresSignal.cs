using Npgsql;

namespace Budstikke.Storage;

/// <summary>
/// Short texts between nodes over LISTEN and NOTIFY. Always a connection of its own outside of the pool: inside a
/// writing transaction NOTIFY makes the commits wait for each other.
/// </summary>
internal sealed class PostgresSignal : IAsyncDisposable
{
    public const string ApplicationName = "budstikke-wake";
    private const string Channel = "budstikke_wake";

    /// <summary>A listener only waits: without this it would never learn that its server has gone.</summary>
    private const int KeepAliveSeconds = 10;

    private const int OpenTimeoutSeconds = 5;
    private readonly NpgsqlConnection _connection;

    private PostgresSignal(NpgsqlConnection connection) => _connection = connection;

    public static async Task<PostgresSignal> Open(string connectionString, CancellationToken cancel) =>
        new(
            await PostgresSource.OpenApart(
                connectionString,
                settings =>
                {
                    settings.KeepAlive = KeepAliveSeconds;
                    settings.Timeout = OpenTimeoutSeconds;
                    settings.CommandTimeout = OpenTimeoutSeconds;
                    settings.ApplicationName = ApplicationName;
                },
                cancel
            )
        );

    public async Task Say(string word, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", _connection)
        {
            Parameters =
            {
                new() { Value = Channel },
                new() { Value = word },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Hears until the connection is lost or <paramref name="cancel"/> asks for the end; either is an
    /// exception.</summary>
    public async Task Listen(Action begun, Action<string> heard, CancellationToken cancel)
    {
        _connection.Notification += (_, notification) => heard(notification.Payload);
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", _connection))
            await command.ExecuteNonQueryAsync(cancel);
        begun();
        while (true)
            await _connection.WaitAsync(cancel);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
