using Dapper;

namespace Budstikke.Storage;

/// <summary>Learns from the server what became of a commit whose answer was lost.</summary>
internal sealed class PostgresCommits(PostgresDialect dialect)
{
    private const string NeverBegun = "never begun";

    /// <summary>
    /// A standby says nothing: it may not have heard of the commit yet. After a crash a server may not have come to the
    /// number again; asked for its status, it would say that it lies in the future.
    /// </summary>
    private const string Status = $"""
        SELECT CASE WHEN pg_is_in_recovery() THEN NULL
          WHEN @transaction::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) THEN '{NeverBegun}'
          ELSE pg_xact_status(@transaction::xid8) END
        """;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a caller waits for the answer: a server's restart, as a rule, is shorter. Tests make it
    /// short.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="Dialect.WasCommitted"/>
    public async Task<bool> WasCommitted(string transaction, Func<Session, Task<bool>> wasWritten)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (; ; )
        {
            if (await TryLook(transaction, wasWritten, limit.Token) is { } wasCommitted)
                return wasCommitted;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"Whether transaction {transaction} was committed could not be learnt.");
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    /// <summary>Null: nothing was learnt, and the question is to be asked again.</summary>
    private async Task<bool?> TryLook(
        string transaction,
        Func<Session, Task<bool>> wasWritten,
        CancellationToken cancel
    )
    {
        try
        {
            await using var connection = await dialect.Source.OpenConnectionAsync(cancel);
            var status = await connection.QuerySingleAsync<string?>(
                new CommandDefinition(Status, new { transaction }, cancellationToken: cancel)
            );
            return status switch
            {
                // On the same connection, so that the same server is asked.
                "committed" => await wasWritten(new Session(connection, null, dialect)),
                "aborted" or NeverBegun => false,
                // The status is "in progress": the server has not noticed yet that the connection is gone, or is still
                // writing the commit.
                _ => null,
            };
        }
        catch (Exception error) when (dialect.IsUnavailable(error) || error is OperationCanceledException)
        {
            // A server that starts, a login that is refused, a right that is missing: none of it says what became of
            // the commit.
            return null;
        }
    }
}
