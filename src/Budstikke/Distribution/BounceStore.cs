using System.Text;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>The mails that came to a bounce address: each is kept once, together with what it causes.</summary>
internal sealed class BounceStore(Database database, Wake wake)
{
    /// <summary>The most that one reading gives.</summary>
    public const int MaxRead = 500;

    /// <summary>What servers tell, and the beginning of what they return.</summary>
    private const int MaxKeptBytes = 64 * 1024;

    private const string Columns =
        "bounce_id AS BounceId, client_id AS ClientId, dispatch_key AS DispatchKey, way AS Way, kind AS Kind, "
        + "ending AS Ending, sender AS Sender, subject AS Subject, said AS Said, mail_bytes AS MailBytes, "
        + "received_at AS ReceivedAt";

    private static readonly Table s_bounces = new(
        "bounces",
        [
            ("bounce_id", ColumnType.Text),
            ("client_id", ColumnType.Text),
            ("dispatch_key", ColumnType.Text),
            ("way", ColumnType.Text),
            ("kind", ColumnType.Text),
            ("ending", ColumnType.Text),
            ("sender", ColumnType.Text),
            ("subject", ColumnType.Text),
            ("said", ColumnType.Text),
            ("mail_bytes", ColumnType.Bigint),
            ("mail", ColumnType.Bytes),
            ("received_at", ColumnType.Bigint),
        ],
        "bounce_id"
    );

    /// <summary>A mail that was kept before causes nothing again.</summary>
    public async Task Keep(BounceRow row, ReadOnlyMemory<byte> mail, Settlement causes)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt);
        var isNew = await database.Write(async session =>
        {
            var inserted = await session.Insert(
                s_bounces,
                [
                    [
                        row.BounceId,
                        row.ClientId,
                        row.DispatchKey,
                        row.Way,
                        row.Kind,
                        row.Ending,
                        row.Sender,
                        row.Subject,
                        row.Said,
                        row.MailBytes,
                        Masked(mail[..Math.Min(mail.Length, MaxKeptBytes)].Span),
                        row.ReceivedAt,
                    ],
                ]
            );
            if (inserted[0])
                await session.CarryOut([.. causes.Writes, .. JobQueue.Rows(causes.Jobs, now)]);
            return inserted[0];
        });
        if (isNew)
            wake.Call(causes.Jobs.Select(job => job.Kind));
    }

    /// <summary>A person may answer with his number. Latin-1 leaves every other byte as it is.</summary>
    private static byte[] Masked(ReadOnlySpan<byte> mail) =>
        Encoding.Latin1.GetBytes(MaskedText.Of(Encoding.Latin1.GetString(mail)));

    /// <summary>The newest first.</summary>
    /// <param name="all">Those too that came to something by themselves.</param>
    public Task<IReadOnlyList<BounceRow>> List(bool all) =>
        database.Read(session =>
            session.Query<BounceRow>(
                $"SELECT {Columns} FROM bounces "
                    + (all ? "" : "WHERE ending IN (@tooLate, @unproven, @unmatched) ")
                    + "ORDER BY received_at DESC, bounce_id LIMIT @max",
                new
                {
                    tooLate = StoredName.Of(BounceEnding.TooLate),
                    unproven = StoredName.Of(BounceEnding.Unproven),
                    unmatched = StoredName.Of(BounceEnding.Unmatched),
                    max = (long)MaxRead,
                }
            )
        );

    /// <summary>The beginning of a mail as it came; null where there is no such mail.</summary>
    public Task<byte[]?> Mail(string bounceId) =>
        database.Read(session =>
            session.QueryOne<byte[]>("SELECT mail FROM bounces WHERE bounce_id = @bounceId", new { bounceId })
        );
}
