using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Relays;

/// <summary>The rows of relays that there is trouble with.</summary>
internal sealed class RelayStore(Database database) : IAsyncDisposable
{
    private const string Columns =
        "relay AS Relay, version AS Version, paused_since AS PausedSince, reason AS Reason, probe_at AS ProbeAt, "
        + "probes AS Probes, probing_until AS ProbingUntil, last_probe AS LastProbe, put_offs AS PutOffs";

    private readonly KeyedReads<Row> _reads = new(
        database,
        $"SELECT {Columns} FROM mail_relays",
        "relay",
        row => row.Relay
    );

    private sealed record Row(
        string Relay,
        long Version,
        long? PausedSince,
        string? Reason,
        long ProbeAt,
        long Probes,
        long ProbingUntil,
        string? LastProbe,
        string PutOffs
    );

    /// <summary>Null: nothing is known against it.</summary>
    public async Task<RelayState?> Find(string relay) =>
        await _reads.One(relay) is { } row
            ? new(
                row.Relay,
                row.Version,
                row.PausedSince,
                row.Reason,
                row.ProbeAt,
                row.Probes,
                row.ProbingUntil,
                row.LastProbe,
                JsonOptions.Restore<PutOffMail[]>(row.PutOffs)
            )
            : null;

    /// <summary>Compare and set, with what else is to be written. False: another node was faster.</summary>
    public async Task<bool> Change(RelayState? before, RelayState? after, IEnumerable<Write> writes)
    {
        try
        {
            await database.Write([Of(before, after), .. writes]);
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _reads.DisposeAsync();

    private static Statement Of(RelayState? before, RelayState? after)
    {
        if (after is null)
            return new(
                "DELETE FROM mail_relays WHERE relay = @relay AND version = @version",
                new { relay = before!.Relay, version = before.Version },
                1
            );
        var parameters = new
        {
            after.Relay,
            after.Version,
            after.PausedSince,
            after.Reason,
            after.ProbeAt,
            after.Probes,
            after.ProbingUntil,
            after.LastProbe,
            putOffs = JsonOptions.Store(after.PutOffs),
            before = before?.Version ?? 0,
        };
        return before is null
            ? new(
                """
                INSERT INTO mail_relays (relay, version, paused_since, reason, probe_at, probes, probing_until,
                  last_probe, put_offs)
                VALUES (@Relay, @Version, @PausedSince, @Reason, @ProbeAt, @Probes, @ProbingUntil, @LastProbe, @putOffs)
                ON CONFLICT (relay) DO NOTHING
                """,
                parameters,
                1
            )
            : new(
                """
                UPDATE mail_relays SET version = @Version, paused_since = @PausedSince, reason = @Reason,
                  probe_at = @ProbeAt, probes = @Probes, probing_until = @ProbingUntil, last_probe = @LastProbe,
                  put_offs = @putOffs
                WHERE relay = @Relay AND version = @before
                """,
                parameters,
                1
            );
    }
}
