using System.Net.Sockets;
using Npgsql;

namespace Budstikke.Storage;

/// <summary>What an error of the server's or of the driver's says.</summary>
internal static class PostgresErrors
{
    /// <summary>The oldest that the stories are told on.</summary>
    private const int MinServerVersion = 15;

    /// <summary>Whether the connection can no longer be trusted. After most errors of the server's or of ours, driver
    /// and server still agree on what comes next; after these nobody knows.</summary>
    public static bool LeavesInDoubt(Exception error) =>
        error switch
        {
            PostgresException server => server.SqlState
                is PostgresErrorCodes.ProtocolViolation
                    or PostgresErrorCodes.InvalidSqlStatementName
                    or PostgresErrorCodes.DuplicatePreparedStatement,
            _ => error is not (ConflictException or StorageRefusedException or OperationCanceledException),
        };

    /// <summary>Whether the error itself says that the transaction was rolled back: the server answered ERROR. A server
    /// that ends the session or loses the connection (57, 08) says nothing of the outcome.</summary>
    public static bool SaysRolledBack(Exception error) =>
        error is PostgresException { Severity: "ERROR" } server && server.SqlState[..2] is not ("08" or "57");

    public static bool SaysTryAgain(Exception error) =>
        error
            is PostgresException
            {
                SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            };

    public static bool SaysAway(Exception error) =>
        error is PostgresException server
            ? server.SqlState[..2] is "08" or "53" or "57" or "58" or "XX" or "25" || IsRefusal(server.SqlState)
            : error is NpgsqlException or TimeoutException or IOException;

    /// <summary>
    /// The server does not let us in, or not to our tables: a wrong password, a role without login (28), a database
    /// that is gone (3D), one that takes no connections just now (55000, which a store that was moved away says too), a
    /// right that was taken away (42501).
    /// </summary>
    private static bool IsRefusal(string state) =>
        state[..2] is "28" or "3D"
        || state is PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.InsufficientPrivilege;

    /// <summary>What is wrong with the setting or the server, for who starts the program; null where it is neither. It
    /// tells no password.</summary>
    public static string? WhyRefused(Exception error, NpgsqlConnectionStringBuilder settings) =>
        error switch
        {
            UnsafeServerException => error.Message,
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } server =>
                $"Storage__Postgres: the user {settings.Username} lacks a right: {server.MessageText}. It must "
                    + $"own the database {settings.Database}, or may create tables in it.",
            PostgresException { SqlState: var state } server when state[..2] is "28" or "3D" or "53" or "57" or "55" =>
                $"Storage__Postgres: the server at {settings.Host}:{settings.Port} refuses the connection: "
                    + $"{server.MessageText}.",
            PostgresException => null,
            NpgsqlException or TimeoutException or SocketException =>
                $"Storage__Postgres: the server at {settings.Host}:{settings.Port} cannot be reached: "
                    + $"{error.GetBaseException().Message}.",
            _ => null,
        };

    /// <param name="serverVersionNum">As the server has it in <c>server_version_num</c>: 150004 is 15.4.</param>
    public static string? WhyTooOld(int serverVersionNum) =>
        serverVersionNum / 10_000 < MinServerVersion
            ? $"Storage__Postgres: the server is PostgreSQL {serverVersionNum / 10_000}, and {MinServerVersion} or "
                + "newer is needed."
            : null;
}
