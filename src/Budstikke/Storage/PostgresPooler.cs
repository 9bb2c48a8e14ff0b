using Dapper;
using Npgsql;

namespace Budstikke.Storage;

/// <summary>
/// Finds out whether what answers for PostgreSQL is a pool that lends its sessions out for a transaction each. Behind
/// one, LISTEN hears nothing, prepared statements meet other sessions, and what a session is told at its start is
/// another's.
/// </summary>
internal static class PostgresPooler
{
    /// <summary>A pool that takes turns may give the same session twice by chance.</summary>
    private const int Rounds = 4;

    private const string WhatToDo =
        "Give the address of the server itself, or of a pool in session mode (PgBouncer: pool_mode=session, "
        + "ignore_startup_parameters=options).";

    /// <summary>Why it is refused; null where the sessions are our own.</summary>
    public static async Task<string?> WhyRefused(PostgresDialect postgres)
    {
        await using var one = postgres.Apart();
        await using var other = postgres.Apart();
        await one.OpenAsync();
        await other.OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var before = await SessionOf(one);
            await using var transaction = await other.BeginTransactionAsync();
            // A pool with a single session would let us wait for it: then it is the one that the transaction holds.
            if (await SessionOf(other) == before || await SessionOf(one) != before)
                return $"Storage__Postgres: a connection pool in transaction mode answers at {postgres.Place}. "
                    + $"Nodes need sessions of their own, to listen and for prepared statements. {WhatToDo}";
        }
        return null;
    }

    /// <summary>Where a pool refuses what our sessions are told at their start; null for every other error.</summary>
    public static string? WhyRefused(PostgresDialect postgres, Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation } refused
        && refused.MessageText.Contains("startup parameter", StringComparison.Ordinal)
            ? $"Storage__Postgres: a connection pool answers at {postgres.Place}, and refuses the connection: "
                + $"{refused.MessageText}. {WhatToDo}"
            : null;

    private static Task<int> SessionOf(NpgsqlConnection connection) =>
        connection.QuerySingleAsync<int>("SELECT pg_backend_pid()");
}
