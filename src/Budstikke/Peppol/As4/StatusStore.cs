using System.Security.Cryptography.X509Certificates;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

/// <summary>A response that counts, as it is kept.</summary>
internal sealed record NotedStatus(
    ReceivedMessage Message,
    BusinessResponse Response,
    LateStatus Status,
    byte[] Envelope,
    byte[] Document,
    DateTimeOffset At
);

/// <summary>Finds what a response is about, and keeps it with what it causes: each once, however often it is
/// sent.</summary>
internal sealed class StatusStore(Database database, OnLateStatus jobs, Wake wake)
{
    /// <summary>An invoice number may be sent again, to the same buyer.</summary>
    private const int MaxSent = 20;

    private static readonly Table s_statuses = new(
        "peppol_statuses",
        [
            ("status_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("message_key", ColumnType.Text),
            ("kind", ColumnType.Text),
            ("code", ColumnType.Text),
            ("reason", ColumnType.Text),
            ("envelope", ColumnType.Bytes),
            ("document", ColumnType.Bytes),
            ("received_at", ColumnType.Bigint),
        ],
        "status_id"
    );

    public Task<IReadOnlyList<SentMessage>> SentFor(BusinessResponse response, ReceivedMessage message) =>
        database.Read<IReadOnlyList<SentMessage>>(async session =>
        {
            var rows = await session.Query<SentRow>(
                "SELECT message_key AS MessageKey, client_id AS ClientId, sender AS Sender, "
                    + "participant AS Participant FROM peppol_messages WHERE "
                    + (
                        response.Kind == ResponseKind.MessageStatus
                            ? "instance_id = @about"
                            : "participant = @sender AND sender = @receiver AND document_id = @about"
                    )
                    + " ORDER BY written_at DESC LIMIT @max",
                new
                {
                    about = response.About,
                    sender = message.Sender,
                    receiver = message.Receiver,
                    max = (long)MaxSent,
                }
            );
            var sent = new List<SentMessage>();
            foreach (var row in rows)
                sent.Add(
                    new(
                        row.ClientId,
                        row.MessageKey,
                        row.Sender,
                        row.Participant,
                        [.. (await Receivers(session, row)).Select(X509CertificateLoader.LoadCertificate)]
                    )
                );
            return sent;
        });

    public async Task Note(NotedStatus noted)
    {
        var caused = jobs(noted.Status);
        await database.Write(async session =>
        {
            var isNew = await session.Insert(
                s_statuses,
                [
                    [
                        $"{PeppolTrust.NameOf(noted.Message.Signer)}/{noted.Response.InstanceId}",
                        noted.Status.ClientId,
                        noted.Status.Key,
                        StoredName.Of(noted.Response.Kind),
                        noted.Response.Code,
                        noted.Response.Reason,
                        noted.Envelope,
                        noted.Document,
                        noted.At.ToUnixTimeMilliseconds(),
                    ],
                ]
            );
            if (isNew[0])
                await session.CarryOut([.. JobQueue.Rows(caused, noted.At)]);
            return isNew[0];
        });
        wake.Call(caused.Select(job => job.Kind));
    }

    private static async Task<IEnumerable<byte[]>> Receivers(Session session, SentRow row) =>
        (
            await session.Query<ReceiverRow>(
                "SELECT try AS Try, receiver AS Receiver FROM peppol_tries WHERE message_key = @MessageKey",
                new { row.MessageKey }
            )
        ).Select(one => one.Receiver);

    private sealed record ReceiverRow(long Try, byte[] Receiver);

    private sealed record SentRow(string MessageKey, string ClientId, string Sender, string Participant);
}
