using Budstikke.Storage;

namespace Budstikke.Sandbox;

/// <summary>What a simulated channel would have sent.</summary>
internal sealed record OutboxEntry(
    string Key,
    string ClientId,
    string Channel,
    string Recipient,
    string Description,
    long SentAt
);

/// <summary>Everything that simulated channels would have sent, each dispatch once.</summary>
internal sealed class SandboxOutbox(Database database)
{
    /// <summary>The most entries that one reading gives.</summary>
    public const int MaxRead = 200;

    private const string Columns =
        "outbox_key AS Key, client_id AS ClientId, channel AS Channel, recipient AS Recipient, "
        + "description AS Description, sent_at AS SentAt";

    private static readonly Table s_table = new(
        "sandbox_outbox",
        [
            ("outbox_key", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("channel", ColumnType.Text),
            ("recipient", ColumnType.Text),
            ("description", ColumnType.Text),
            ("content", ColumnType.Bytes),
            ("sent_at", ColumnType.Bigint),
        ],
        Key: "outbox_key"
    );

    /// <summary>False when it was there already: a repeat.</summary>
    public async Task<bool> Put(OutboxEntry entry, byte[] content, CancellationToken cancel = default)
    {
        object?[] row =
        [
            entry.Key,
            entry.ClientId,
            entry.Channel,
            entry.Recipient,
            entry.Description,
            content,
            entry.SentAt,
        ];
        var isNew = await database.Write(session => session.Insert(s_table, [row]), cancel: cancel);
        return isNew[0];
    }

    /// <summary>A client's last entries, newest first.</summary>
    public Task<IReadOnlyList<OutboxEntry>> Of(string clientId, CancellationToken cancel = default) =>
        database.Read(
            session =>
                session.Query<OutboxEntry>(
                    $"""
                    SELECT {Columns} FROM sandbox_outbox WHERE client_id = @clientId
                    ORDER BY sent_at DESC, outbox_key DESC LIMIT @MaxRead
                    """,
                    new { clientId, MaxRead = (long)MaxRead }
                ),
            cancel
        );

    /// <summary>Null when this client has no such entry.</summary>
    public Task<OutboxEntry?> Find(string clientId, string key, CancellationToken cancel = default) =>
        database.Read(
            session =>
                session.QueryOne<OutboxEntry>(
                    $"SELECT {Columns} FROM sandbox_outbox WHERE client_id = @clientId AND outbox_key = @key",
                    new { clientId, key }
                ),
            cancel
        );

    /// <summary>The PDF or UBL; null when this client has no such entry.</summary>
    public Task<byte[]?> Content(string clientId, string key, CancellationToken cancel = default) =>
        database.Read(
            session =>
                session.QueryOne<byte[]>(
                    "SELECT content FROM sandbox_outbox WHERE client_id = @clientId AND outbox_key = @key",
                    new { clientId, key }
                ),
            cancel
        );
}
