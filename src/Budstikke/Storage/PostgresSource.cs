using Npgsql;

namespace Budstikke.Storage;

/// <summary>Where connections to PostgreSQL come from, and what each of their sessions is asked for before anybody
/// works with it.</summary>
internal static class PostgresSource
{
    /// <summary>
    /// A node that is frozen or cut off in the middle of a transaction would keep its locks for as long, and the other
    /// nodes from its lanes and from the numbers of its clients: its claims end, its locks would not.
    /// </summary>
    private const int IdleTransactionSeconds = 15;

    /// <summary>
    /// A node that waits has its statements planned while no job is there, and an empty table is best read whole. The
    /// plan is kept, and then every claim and settling of a burst reads the backlog until the server has gathered
    /// statistics, a minute later. All that is read in a hurry has an index. What must read a table whole still does,
    /// and is not to be compiled for its seeming cost.
    /// </summary>
    private const string PlannerOptions = "-c enable_seqscan=off -c jit=off";

    /// <summary>
    /// A commit must be on the disk before it is answered, whatever the server, the database or the role have been set
    /// to since the node began. A session asks for that itself, unless the server waits for more: that a standby has
    /// applied it. The other two belong to the whole server, and can only be looked at.
    /// </summary>
    private const string AskForDurability = """
        SELECT set_config('synchronous_commit',
          CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
          current_setting('fsync'), current_setting('full_page_writes')
        """;

    /// <param name="autoPrepared">How many statements the driver prepares by itself.</param>
    public static NpgsqlConnectionStringBuilder SettingsOf(string connectionString, int autoPrepared)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Never the driver's own way, whatever the setting says: see PostgresPrepared.
            MaxAutoPrepare = autoPrepared,
            // Resetting a session would cost seven statements at every return to the pool. It is not needed: our
            // settings and locks are LOCAL, and end with their transaction.
            NoResetOnClose = true,
        };
        settings.ApplicationName ??= "budstikke";
        // Options of the start hold for every session of the pool. The user's own come after them.
        settings.Options = (
            $"-c idle_in_transaction_session_timeout={IdleTransactionSeconds}s {PlannerOptions} "
            + $"{settings.Options}"
        ).TrimEnd();
        return settings;
    }

    /// <summary>Of several servers in one string only the one that takes writes is meant, also by whoever asks what
    /// became of a commit.</summary>
    public static NpgsqlDataSource Of(NpgsqlConnectionStringBuilder settings)
    {
        var hasMany = NamesMany(settings);
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(settings.ConnectionString)
            {
                TargetSessionAttributes = hasMany ? null : settings.TargetSessionAttributes,
            }.ConnectionString
        );
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Connections are opened asynchronously."),
            AskFor
        );
        return hasMany ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    /// <summary>An open connection of its own, outside of the pool; the caller disposes it.</summary>
    /// <param name="ask">What it is to be like.</param>
    public static async Task<NpgsqlConnection> OpenApart(
        string connectionString,
        Action<NpgsqlConnectionStringBuilder> ask,
        CancellationToken cancel
    )
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        ask(settings);
        if (NamesMany(settings))
            settings.TargetSessionAttributes = "primary";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static bool NamesMany(NpgsqlConnectionStringBuilder settings) =>
        settings.Host?.Contains(',', StringComparison.Ordinal) == true;

    /// <exception cref="UnsafeServerException">A power cut could take what the server has answered for.</exception>
    private static async Task AskFor(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(AskForDurability, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        foreach (var (setting, column) in new[] { ("fsync", 1), ("full_page_writes", 2) })
            if (reader.GetString(column) != "on")
                throw new UnsafeServerException(setting, reader.GetString(column));
    }
}

/// <summary>The server acknowledges before its disk does. It counts as away until it is set right.</summary>
internal sealed class UnsafeServerException(string setting, string value)
    : IOException($"PostgreSQL runs with {setting}={value}: accepted orders could be lost. Turn it on.");
