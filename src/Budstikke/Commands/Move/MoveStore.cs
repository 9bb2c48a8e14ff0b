using System.Security.Cryptography;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Commands.Move;

/// <summary>
/// Moves a store that nobody serves. One transaction on the source keeps everyone else from writing it, from the first
/// look until the copy is proved; it ends with the mark that the store has gone away, and only then is the target's
/// mark taken off. Killed between any two steps, at most one of the two can be used, and the same move run again brings
/// it to its end. A store with a mark is sealed, so that a node which was forgotten, on either side, writes nothing
/// when it wakes.
/// </summary>
internal sealed class MoveStore(
    MoveEnd source,
    MoveEnd target,
    TimeProvider time,
    IProgress<MoveProgress>? progress = null,
    CancellationToken cancel = default
)
{
    private const int MaxLooksForOthers = 50;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(40);

    public async Task<MoveReport> Run()
    {
        using var sourceAlone = StoreLock.Take(source.Database);
        await OpenStore.Named(source.Database, RefuseNoStore);
        await OpenStore.Prepare(source.Database, time, isMove: true);
        await OpenStore.Prepare(target.Database, time, isMove: true);
        using var targetAlone = StoreLock.Take(target.Database);
        await RefuseOthers(source);
        await RefuseOthers(target);
        // Long for a transaction: on SQLite it holds the writer's thread, which nobody else waits for in this process.
        var tables = await source.Database.Write(MoveAlone, cancel: cancel);
        var isSame = IsSame(tables);
        if (isSame)
            await target.Database.Write(
                session => MoveMark.Remove(session, MoveMark.Incomplete),
                CancellationToken.None
            );
        return new(source.Shown, target.Shown, isSame, tables);
    }

    private async Task<IReadOnlyList<MovedTable>> MoveAlone(Session session)
    {
        // A node that starts meanwhile waits for this lock, and sees the mark then.
        await session.Dialect.LockMigrations(session);
        await LockTables(session);
        Refuse(source, await session.Dialect.Others(session));
        var mark = await HalfMoved(session) ?? await Copy(session);
        var tables = await ReadBack(session);
        await (IsSame(tables) ? mark.Set(session, MoveMark.Away) : MoveMark.Remove(session, MoveMark.Away));
        return tables;
    }

    private static bool IsSame(IReadOnlyList<MovedTable> tables) => tables.All(table => table.InTarget is null);

    /// <summary>The mark of a move to this target that was killed between its last two steps; null when there is all to
    /// do.</summary>
    private async Task<MoveMark?> HalfMoved(Session session)
    {
        var left = await target.Database.Read(other => MoveMark.Find(other, MoveMark.Incomplete), cancel);
        var away = await MoveMark.Find(session, MoveMark.Away);
        if (away is not null && left?.Move == away.Move)
            return away;
        await MoveMark.Refuse(session);
        return null;
    }

    private async Task<MoveMark> Copy(Session session)
    {
        var (move, store, now) = (Guid.NewGuid().ToString("N"), await StoreOf(session), time.GetUtcNow());
        await target.Database.Write(other => Begin(other, new(move, store, source.Shown, now)), cancel);
        // Whoever opened it before the mark was there is connected now.
        await RefuseOthers(target);
        await JobQueue.ReleaseAll(session);
        foreach (var table in StoreTables.Known)
            await Copy(session, table);
        return new(move, store, target.Shown, now);
    }

    /// <summary>An empty target, or one that an earlier try of ours left, is emptied and marked.</summary>
    private static async Task Begin(Session session, MoveMark mark)
    {
        await session.Dialect.LockMigrations(session);
        await LockTables(session);
        var left = await MoveMark.Find(session, MoveMark.Incomplete);
        if (left?.Store != mark.Store)
        {
            await MoveMark.Refuse(session);
            await RefuseUsed(session);
        }
        await Seal.Through(
            session,
            async () =>
            {
                foreach (var table in StoreTables.Known.Reverse())
                    await TableRows.Empty(session, table.Table);
            }
        );
        await mark.Set(session, MoveMark.Incomplete);
    }

    private static Task LockTables(Session session) =>
        session.Dialect.LockTables(session, StoreTables.Known.Select(table => table.Table.Name));

    /// <summary>What Storage keeps for itself does not count: a first start leaves it in an empty store.</summary>
    private static async Task RefuseUsed(Session session)
    {
        foreach (var table in StoreTables.Known.Where(table => !MoveMark.IsMadeByAStart(table.Table.Name)))
            if (await TableRows.Any(session, table.Table))
                throw new StorageRefusedException(
                    $"The target (--to) is not empty: it has rows in {table.Table.Name}. Give an empty database."
                );
    }

    private async Task Copy(Session session, StoreTable stored)
    {
        var copied = 0L;
        await foreach (var batch in TableRows.InBatches(TableRows.Of(session, stored.Table, cancel)))
        {
            await target.Database.Write(
                other => Seal.Through(other, () => other.Insert(stored.Table, batch)),
                cancel: cancel
            );
            copied += batch.Count;
            progress?.Report(new("copying", stored.Table.Name, copied));
        }
        if (stored.Identity is { } column)
            await target.Database.Write(
                other => other.Dialect.ContinueIdentity(other, stored.Table.Name, column),
                cancel
            );
    }

    private async Task<IReadOnlyList<MovedTable>> ReadBack(Session session)
    {
        var tables = new List<MovedTable>();
        foreach (var (table, _) in StoreTables.Known)
        {
            var here = await SumOf(session, table);
            var there = await target.Database.Read(other => SumOf(other, table), cancel);
            tables.Add(MovedTable.Of(table.Name, here, there));
        }
        return tables;
    }

    private Task<TableSum> SumOf(Session session, Table table) =>
        TableSum.Of(
            TableRows.Of(session, table, cancel),
            rows => progress?.Report(new("reading back", table.Name, rows))
        );

    /// <summary>A store's key sentinel is its own, also in a copy of its file: what an earlier try left is known by
    /// it.</summary>
    private async Task<string> StoreOf(Session session) =>
        await Secrets.SentinelOf(session) is { } sentinel
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sentinel)))
            : throw NoStore();

    /// <summary>Asked before the schema is brought up to date, because that would create our tables in somebody else's
    /// database.</summary>
    private async Task<bool> RefuseNoStore() =>
        await source.Database.Read(session => session.Dialect.HasTable(session, MoveMark.KeptIn), cancel)
            ? true
            : throw NoStore();

    private StorageRefusedException NoStore() =>
        new($"The source (--from) is no store that was ever served: {source.Shown}. There is nothing to move.");

    /// <summary>A process that has just ended may stay in the server's list for a moment.</summary>
    private static async Task RefuseOthers(MoveEnd end)
    {
        for (var look = 1; ; look++)
        {
            var others = await end.Database.Read(session => session.Dialect.Others(session));
            if (others.Count > 0 && look < MaxLooksForOthers)
                await Task.Delay(s_betweenLooks);
            else
            {
                Refuse(end, others);
                return;
            }
        }
    }

    private static void Refuse(MoveEnd end, IReadOnlyList<string> others)
    {
        if (others.Count > 0)
            throw new StorageRefusedException(
                $"Others use {end.Shown}: {string.Join(", ", others.Distinct())}. Stop every node and close every "
                    + "connection first."
            );
    }
}
