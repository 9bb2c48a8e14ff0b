using System.Security.Cryptography;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Clients;

/// <summary>What a client's callbacks are verified by, while one secret may be taking the place of another.</summary>
/// <param name="Newest">The one that was shown last.</param>
/// <param name="Earlier">Null where it has taken nobody's place, or did so without an overlap.</param>
/// <param name="Overlap">Of the two; null without an earlier one.</param>
internal sealed record CallbackSecrets(string Newest, string? Earlier = null, SecretOverlap? Overlap = null)
{
    /// <summary>
    /// Those that sign. The checksum is made with the first, whose signature stands first as well: there are libraries
    /// that look at that one alone.
    /// </summary>
    public IReadOnlyList<string> At(DateTimeOffset now) =>
        Earlier is null || Overlap is null || !Overlap.IsOpen(now) ? [Newest]
        : Overlap.HasNewChecksum(now) ? [Newest, Earlier]
        : [Earlier, Newest];
}

/// <summary>Unix milliseconds: until when both sign, and from when the checksum is the new one's.</summary>
internal sealed record SecretOverlap(long Until, long ChecksumFrom)
{
    /// <summary>As it is stored: null where the columns say none.</summary>
    public static SecretOverlap? Of(long? until, long? checksumFrom) =>
        until is { } end && checksumFrom is { } from ? new(end, from) : null;

    public bool IsOpen(DateTimeOffset now) => now.ToUnixTimeMilliseconds() < Until;

    public bool HasNewChecksum(DateTimeOffset now) => now.ToUnixTimeMilliseconds() >= ChecksumFrom;
}

/// <summary>How a secret is to take the place of another.</summary>
/// <param name="Overlap">How long the earlier one signs on.</param>
/// <param name="ChecksumFrom">Null: from the end of the overlap.</param>
internal sealed record Rotation(TimeSpan Overlap, DateTimeOffset? ChecksumFrom)
{
    /// <summary>Null where it can be done at the moment.</summary>
    public string? Fault(DateTimeOffset now) =>
        ChecksumFrom is { } from && (from < now || from > now + Overlap)
            ? $"The checksum must change within the overlap, {Moments.Text(now)} to {Moments.Text(now + Overlap)}."
            : null;

    public SecretOverlap? From(DateTimeOffset now)
    {
        if (Overlap == TimeSpan.Zero)
            return null;
        var until = (now + Overlap).ToUnixTimeMilliseconds();
        return new(until, ChecksumFrom?.ToUnixTimeMilliseconds() ?? until);
    }
}

/// <summary>The secret of a client's callbacks: the client has the same.</summary>
internal static class CallbackSecret
{
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(90);
    private const int SecretBytes = 24;
    private const string WasChanged = "The secret was changed by somebody else at this moment: try again.";

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A new one, used by every callback that is sent from now on; or why there is none.</summary>
    public static Task<(string? Secret, string? Refusal)> Rotate(
        Acting acting,
        string clientId,
        (Rotation Rotation, DateTimeOffset Now) how
    ) =>
        acting.Database.Write<(string?, string?)>(async session =>
        {
            if (await SecretRow.Of(session, clientId) is not { } row)
                return (null, ClientStore.Unknown(clientId));
            var next = how.Rotation.From(how.Now);
            if (next is not null && row.Overlap is { } open && open.IsOpen(how.Now))
                return (
                    null,
                    $"{clientId} has an overlap until {Moments.Text(open.Until)}: a third secret would leave out who "
                        + "still has the first. With --overlap 0 both earlier ones end at once."
                );
            var secret = New();
            var rows = await session.Execute(
                """
                UPDATE clients SET callback_secret = @secret, earlier_callback_secret = @earlier,
                  callback_overlap_until = @until, callback_checksum_from = @from
                WHERE client_id = @clientId AND callback_secret = @before
                """,
                new
                {
                    clientId,
                    secret = acting.Secrets.Encrypt(secret),
                    earlier = next is null ? null : row.Newest,
                    until = next?.Until,
                    from = next?.ChecksumFrom,
                    before = row.Newest,
                }
            );
            if (rows != 1)
                return (null, WasChanged);
            await acting.Note(
                session,
                new(clientId, "SecretRotated", clientId)
                {
                    Changes = next is null ? [] : [new("overlapUntil", null, Moments.Text(next.Until))],
                }
            );
            return (secret, null);
        });

    /// <summary>The checksum is the new secret's from now on, and the earlier one signs on. Null when it is done, and
    /// else why it is not.</summary>
    public static Task<string?> SwitchChecksum(Acting acting, string clientId, DateTimeOffset now) =>
        acting.Database.Write<string?>(async session =>
        {
            if (await SecretRow.Of(session, clientId) is not { } row)
                return ClientStore.Unknown(clientId);
            if (row.Overlap is not { } open || !open.IsOpen(now) || open.HasNewChecksum(now))
                return $"The checksum of {clientId} is the newest secret's already.";
            var rows = await session.Execute(
                "UPDATE clients SET callback_checksum_from = @now "
                    + "WHERE client_id = @clientId AND callback_secret = @Newest",
                new
                {
                    clientId,
                    row.Newest,
                    now = now.ToUnixTimeMilliseconds(),
                }
            );
            if (rows != 1)
                return WasChanged;
            await acting.Note(session, new(clientId, "ChecksumSwitched", clientId));
            return null;
        });
}

/// <summary>A client's secrets as they are stored.</summary>
internal sealed record SecretRow(
    string ClientId,
    string Newest,
    string? Earlier,
    long? OverlapUntil,
    long? ChecksumFrom
)
{
    public const string Select =
        "SELECT client_id AS ClientId, callback_secret AS Newest, earlier_callback_secret AS Earlier, "
        + "callback_overlap_until AS OverlapUntil, callback_checksum_from AS ChecksumFrom FROM clients";

    public SecretOverlap? Overlap => SecretOverlap.Of(OverlapUntil, ChecksumFrom);

    public static Task<SecretRow?> Of(Session session, string clientId) =>
        session.QueryOne<SecretRow>($"{Select} WHERE client_id = @clientId", new { clientId });

    public CallbackSecrets Open(Secrets secrets) =>
        new(secrets.Decrypt(Newest), Earlier is null ? null : secrets.Decrypt(Earlier), Overlap);
}
