using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Budstikke.Storage;

/// <summary>
/// Ends one connection of the pool for good. The driver has no call for that: ClearPool ends all that nobody uses just
/// now, and so does a session that the server ends. But it breaks a connection whose message it could not finish: a
/// parameter that fails while it is read is such a message. The server never sees it, and closes its end.
/// </summary>
internal static class PostgresBreak
{
    public static void Break(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT @unreadable", connection)
        {
            Parameters = { new("unreadable", NpgsqlDbType.Bytea) { Value = new Unreadable() } },
        };
        try
        {
            // It sends nothing and waits for nothing. The call that waits would read the answer while the message is
            // still written.
            command.ExecuteNonQuery();
        }
        catch (Exception)
        {
            // This error does not matter: the caller has one of its own to report.
        }
        // If a later driver keeps the connection open after this, clearing the whole pool is coarse but sure.
        if (connection.State != ConnectionState.Closed)
            NpgsqlConnection.ClearPool(connection);
    }

    /// <summary>A stream that says it is one byte long and cannot be read.</summary>
    private sealed class Unreadable : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => 1;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("Not to be read.");

        public override long Seek(long offset, SeekOrigin origin) => offset;

        public override void SetLength(long value) { }

        public override void Write(byte[] buffer, int offset, int count) { }

        public override void Flush() { }
    }
}
