using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>What every try of a document says alike, whatever the settings have become.</summary>
/// <param name="InstanceId">The UUID that the message's ids are made of.</param>
/// <param name="DocumentId">The invoice's number, as the document has it.</param>
/// <param name="StatusTo">The participant that a Message Level Status was asked to go to.</param>
internal sealed record MessageRow(
    string MessageKey,
    string ClientId,
    string InstanceId,
    string Host,
    string Sender,
    string Participant,
    string DocumentId,
    string? StatusTo,
    long WrittenAt
)
{
    public As4Ids Ids => new(Guid.Parse(InstanceId), Host);
}

/// <summary>A try before this one.</summary>
/// <param name="Digests">What was signed, as JSON.</param>
/// <param name="Ending">Null where its node died before it was known.</param>
internal sealed record TryRow(long Try, string Digests, string? Ending)
{
    public IReadOnlyList<SignedReference> References => JsonOptions.Restore<SignedReference[]>(Digests);

    public TryEnd End => Ending is null ? TryEnd.Unanswered : StoredName.Parse<TryEnd>(Ending);
}

/// <summary>
/// The tables of what was sent, which are its evidence too: a try stands here before its first byte leaves, and its
/// answer as it came, byte by byte.
/// </summary>
internal sealed class As4Store(Database database)
{
    private const int MaxProofless = 64 * 1024;

    private static readonly Table s_messages = new(
        "peppol_messages",
        [
            ("message_key", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("instance_id", ColumnType.Text),
            ("host", ColumnType.Text),
            ("sender", ColumnType.Text),
            ("participant", ColumnType.Text),
            ("document_id", ColumnType.Text),
            ("status_to", ColumnType.Text),
            ("written_at", ColumnType.Bigint),
        ],
        "message_key"
    );

    private static readonly Table s_tries = new(
        "peppol_tries",
        [
            ("message_key", ColumnType.Text),
            ("try", ColumnType.Bigint),
            ("client_id", ColumnType.Text),
            ("address", ColumnType.Text),
            ("receiver", ColumnType.Bytes),
            ("digests", ColumnType.Text),
            ("envelope", ColumnType.Bytes),
            ("begun_at", ColumnType.Bigint),
            ("looked_up", ColumnType.Text),
        ]
    );

    public Task<(MessageRow? Message, IReadOnlyList<TryRow> Tries)> Of(string key) =>
        database.Read(async session =>
        {
            var message = await session.QueryOne<MessageRow>(
                """
                SELECT message_key AS MessageKey, client_id AS ClientId, instance_id AS InstanceId, host AS Host,
                  sender AS Sender, participant AS Participant, document_id AS DocumentId, status_to AS StatusTo,
                  written_at AS WrittenAt
                FROM peppol_messages WHERE message_key = @key
                """,
                new { key }
            );
            var tries = await session.Query<TryRow>(
                "SELECT try AS Try, digests AS Digests, ending AS Ending FROM peppol_tries "
                    + "WHERE message_key = @key ORDER BY try",
                new { key }
            );
            return (message, tries);
        });

    /// <summary>On the disk when this returns: only then may the first byte leave.</summary>
    public Task Begin(MessageRow message, long number, SentTry sent) =>
        database.Write(async session =>
        {
            await session.Insert(
                s_messages,
                [
                    [
                        message.MessageKey,
                        message.ClientId,
                        message.InstanceId,
                        message.Host,
                        message.Sender,
                        message.Participant,
                        message.DocumentId,
                        message.StatusTo,
                        message.WrittenAt,
                    ],
                ]
            );
            await session.Insert(
                s_tries,
                [
                    [
                        message.MessageKey,
                        number,
                        message.ClientId,
                        sent.To.Address.ToString(),
                        sent.To.Certificate.RawData,
                        JsonSerializer.Serialize(sent.Message.References, JsonOptions.Stored),
                        sent.Message.Envelope,
                        sent.At.ToUnixTimeMilliseconds(),
                        string.Join(' ', sent.To.LookedUp),
                    ],
                ]
            );
            return true;
        });

    public Task End(string key, long number, TryEnd end, Exchange exchange, DateTimeOffset now) =>
        database.Write(session =>
            session.Execute(
                """
                UPDATE peppol_tries SET ended_at = @at, ending = @ending, http_status = @status, answer = @answer
                WHERE message_key = @key AND try = @number
                """,
                new
                {
                    key,
                    number,
                    at = now.ToUnixTimeMilliseconds(),
                    ending = StoredName.Of(end),
                    status = (long)exchange.HttpStatus,
                    // What proves nothing may be anything.
                    answer = end is TryEnd.Receipt ? exchange.Answer : [.. exchange.Answer.Take(MaxProofless)],
                }
            )
        );
}

/// <summary>A try as it begins.</summary>
internal sealed record SentTry(PeppolEndpoint To, As4Message Message, DateTimeOffset At);
