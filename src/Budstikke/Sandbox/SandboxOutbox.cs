using Budstikke.Storage;

namespace Budstikke.Sandbox;

/// <summary>What a simulated channel would have sent.</summary>
/// <param name="SentAt">Unix milliseconds.</param>
/// <param name="MediaType">Null where an older node wrote it.</param>
internal sealed record OutboxEntry(
    string Key,
    string ClientId,
    string Channel,
    string Recipient,
    string Description,
    long SentAt,
    string? MediaType
)
{
    private const string Unknown = "application/octet-stream";

    /// <summary>Of the content.</summary>
    public string ContentType => MediaType ?? Unknown;

    /// <summary>For a file that has the content: the key has letters, digits and hyphens.</summary>
    public string FileName =>
        ContentType switch
        {
            "application/pdf" => $"{Key}.pdf",
            "application/xml" => $"{Key}.xml",
            "message/rfc822" => $"{Key}.eml",
            "text/plain" => $"{Key}.txt",
            _ => Key,
        };
}

/// <summary>Everything that simulated channels would have sent, each dispatch once.</summary>
internal sealed class SandboxOutbox(Database database)
{
    /// <summary>The most entries that one reading gives.</summary>
    public const int MaxRead = 200;

    private const string Columns =
        "outbox_key AS Key, client_id AS ClientId, channel AS Channel, recipient AS Recipient, "
        + "description AS Description, sent_at AS SentAt, media_type AS MediaType";

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
            ("media_type", ColumnType.Text),
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
            entry.MediaType,
        ];
        var isNew = await database.Write(session => session.Insert(s_table, [row]), cancel: cancel);
        return isNew[0];
    }

    /// <summary>A client's last entries, newest first.</summary>
    /// <param name="after">The key of the last entry of the page before; null for the first page.</param>
    /// <param name="limit">At most <see cref="MaxRead"/>.</param>
    public Task<IReadOnlyList<OutboxEntry>> Of(
        string clientId,
        string? after = null,
        int limit = MaxRead,
        CancellationToken cancel = default
    ) => Page("client_id = @clientId", new(clientId, after, limit), cancel);

    /// <summary>Those of all clients, for whoever runs the service.</summary>
    public Task<IReadOnlyList<OutboxEntry>> OfAll(CancellationToken cancel = default) =>
        Page("1 = 1", new(null, null, MaxRead), cancel);

    private sealed record Asked(string? ClientId, string? After, int Limit);

    private Task<IReadOnlyList<OutboxEntry>> Page(string condition, Asked asked, CancellationToken cancel)
    {
        var behind = asked.After is null
            ? ""
            : "AND (sent_at, outbox_key) < (SELECT o.sent_at, o.outbox_key FROM sandbox_outbox o "
                + $"WHERE o.outbox_key = @After AND o.{condition})";
        return database.Read(
            session =>
                session.Query<OutboxEntry>(
                    $"""
                    SELECT {Columns} FROM sandbox_outbox WHERE {condition} {behind}
                    ORDER BY sent_at DESC, outbox_key DESC LIMIT @limit
                    """,
                    new
                    {
                        clientId = asked.ClientId,
                        asked.After,
                        limit = (long)Math.Clamp(asked.Limit, 1, MaxRead + 1),
                    }
                ),
            cancel
        );
    }

    /// <summary>Whosever it is, for whoever runs the service.</summary>
    public async Task<(OutboxEntry Entry, byte[] Content)?> FindOfAny(string key)
    {
        var entry = await database.Read(session =>
            session.QueryOne<OutboxEntry>($"SELECT {Columns} FROM sandbox_outbox WHERE outbox_key = @key", new { key })
        );
        return entry is null ? null : (entry, await Content(entry.ClientId, key) ?? []);
    }

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

    /// <summary>The PDF, the UBL or the mail; null when this client has no such entry.</summary>
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
