using System.Collections.Concurrent;
using System.Data;
using Budstikke.Storage;
using Npgsql;

namespace Budstikke.Tests.Storage;

/// <param name="Good">How many statements were answered as they must be.</param>
/// <param name="Failed">How many failed, each by its own fault.</param>
/// <param name="Faults">Wrong answers, and errors of others' making.</param>
internal sealed record StatementsResult(long Good, long Failed, IReadOnlyList<string> Faults);

/// <summary>
/// Statements that fail beside good ones of the same texts, at random and side by side over one small pool. Nobody may
/// get another's answer, or an error that is not its own. A longer run is <c>statements</c> of the bench.
/// </summary>
internal sealed class FailingStatements : IAsyncDisposable
{
    private const int Workers = 12;
    private const int StatementsOfAWorker = 150;
    private const int Rows = 400;
    private const int MaxConnections = 8;
    private const int MaxFaults = 20;

    /// <summary>A machine that is short of time is not what is looked for.</summary>
    private const string Patience =
        "Timeout=600;Command Timeout=600;Options=-c idle_in_transaction_session_timeout=0;Auto Prepare Min Usages=2";

    /// <summary>Texts of each kind: few, as many as are kept prepared, and more.</summary>
    private static readonly int[] s_variants = [3, 40, 300];

    private static readonly string TooLong = new('x', 60);

    /// <summary>Whoever reads its row divides by zero.</summary>
    private static readonly string BadKey = RowOf(Rows - 1).Text;
    private static readonly Func<Exception, bool> s_never = _ => false;
    private static readonly Table s_added = Added(key: null);
    private static readonly Table s_addedOnce = Added("n");

    private readonly Database _database;
    private readonly KeyedReads<Row> _grouped;
    private readonly int _variants;
    private readonly ConcurrentQueue<string> _faults = new();
    private long _good;
    private long _failed;
    private long _lastRow;

    private FailingStatements(Database database, int variants)
    {
        (_database, _variants) = (database, variants);
        _grouped = new(
            database,
            $"SELECT n / (({Rows} - 1 - n) / ({Rows} - 1 - n)) AS N, text AS Text FROM fuzz_rows",
            "text",
            row => row.Text
        );
    }

    private sealed record Row(long N, string Text);

    /// <param name="goesOn">Asked with what came of the rounds so far; each has connections of its own.</param>
    /// <param name="autoPrepared">How many statements the driver prepares by itself.</param>
    public static async Task<StatementsResult> Run(
        string connection,
        int seed,
        Func<StatementsResult, bool> goesOn,
        int autoPrepared = 0
    )
    {
        var all = new StatementsResult(0, 0, []);
        for (var round = 0; goesOn(all) && all.Faults.Count < MaxFaults; round++)
        {
            var chance = new Random(seed + round);
            var pool = $"{connection};Maximum Pool Size={chance.Next(1, MaxConnections + 1)};{Patience}";
            await using var database = new Database(new PostgresDialect(pool, autoPrepared));
            await using var statements = new FailingStatements(database, s_variants[chance.Next(s_variants.Length)]);
            var one = await statements.Round(chance);
            all = new(all.Good + one.Good, all.Failed + one.Failed, [.. all.Faults, .. one.Faults]);
        }
        return all;
    }

    private async Task<StatementsResult> Round(Random chance)
    {
        await _database.Write(session =>
            session.Execute(
                $"""
                DROP TABLE IF EXISTS fuzz_rows, fuzz_added, fuzz_counts;
                CREATE TABLE fuzz_rows AS SELECT n::bigint AS n, 'row ' || n AS text
                  FROM generate_series(0, {Rows - 1}) n;
                CREATE TABLE fuzz_added (n bigint PRIMARY KEY, text text NOT NULL CHECK (length(text) < 50));
                CREATE TABLE fuzz_counts AS SELECT 'worker ' || n AS name, 0::bigint AS value
                  FROM generate_series(0, {Workers
                    - 1}) n
                """
            )
        );
        var written = await Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(worker => (worker, chance.Next()))
                .Select(one => Task.Run(() => Work(one)))
        );
        var counted = await _database.Read(session =>
            session.Query<long>("SELECT value FROM fuzz_counts ORDER BY length(name), name")
        );
        if (!counted.SequenceEqual(written))
            _faults.Enqueue($"Committed: {string.Join(' ', written)}, counted: {string.Join(' ', counted)}");
        return new(_good, _failed, [.. _faults]);
    }

    /// <summary>How many of the worker's writes were committed.</summary>
    private async Task<long> Work((int Worker, int Seed) one)
    {
        var chance = new Random(one.Seed);
        var written = 0L;
        for (var i = 0; i < StatementsOfAWorker && _faults.IsEmpty; i++)
        {
            var variant = $"/* {chance.Next(_variants)} */";
            var kind = chance.Next(20);
            if (kind < 5)
                written += await Write(chance, variant, $"worker {one.Worker}") ? 1 : 0;
            else
                await (
                    kind < 11 ? Echo(chance, variant)
                    : kind < 15 ? List(chance, variant)
                    : kind < 19 ? Grouped(chance)
                    : Odd(chance, variant)
                );
        }
        return written;
    }

    private Task<bool> Echo(Random chance, string variant)
    {
        var (number, name) = (chance.NextInt64(10, 1_000_000), $"echo {chance.Next()}");
        // What no store can hold is mended on its way.
        var odd = chance.Next(6) switch
        {
            0 => "\0",
            1 => "\ud800",
            _ => "",
        };
        var fails = chance.Next(3) == 0;
        return Read<Row>(
            "echo",
            $"SELECT @number / @divisor * @number AS N, @text::text AS Text {variant}",
            new
            {
                number,
                divisor = fails ? 0 : number,
                text = name + odd,
            },
            [new(number, odd.Length == 0 ? name : name + "\ufffd")],
            fails ? State(PostgresErrorCodes.DivisionByZero) : s_never
        );
    }

    /// <summary>Where it fails, many rows may have been sent before.</summary>
    private Task<bool> List(Random chance, string variant)
    {
        long[] keys = chance.Next(2) == 0 ? [.. Enumerable.Range(0, Rows)] : [chance.Next(Rows - 1), Rows - 1];
        var isBad = chance.Next(4) == 0;
        return Read(
            "list",
            "SELECT n AS N, left(text, 20 / (@bad - n)::int + 20) AS Text FROM fuzz_rows WHERE n = ANY(@keys) "
                + $"ORDER BY n {variant}",
            new { keys, bad = isBad ? Rows - 1L : Rows * 1000L },
            [.. keys.Select(RowOf)],
            isBad ? State(PostgresErrorCodes.DivisionByZero) : s_never
        );
    }

    private Task<bool> Grouped(Random chance)
    {
        var row = RowOf(chance.Next(Rows - 1));
        return chance.Next(20) == 0
            ? Try("grouped", async () => await _grouped.One(BadKey) is null, State(PostgresErrorCodes.DivisionByZero))
            : Try("grouped", async () => await _grouped.One(row.Text) == row, s_never);
    }

    private Task<bool> Odd(Random chance, string variant) =>
        chance.Next(40) switch
        {
            0 => Read<long>(
                "ended",
                $"SELECT 1 FROM pg_terminate_backend(pg_backend_pid()) {variant}",
                new { },
                [],
                State(PostgresErrorCodes.AdminShutdown)
            ),
            < 20 => Read<long>(
                "unreadable",
                $"SELECT 'no number' {variant}",
                new { },
                [],
                error => error is DataException
            ),
            _ => Read<long>(
                "no such column",
                $"SELECT missing FROM fuzz_rows {variant}",
                new { },
                [],
                State(PostgresErrorCodes.UndefinedColumn)
            ),
        };

    private Task<bool> Read<T>(string what, string sql, object parameters, T[] expected, Func<Exception, bool> fails) =>
        Try(
            what,
            async () => (await _database.Read(session => session.Query<T>(sql, parameters))).SequenceEqual(expected),
            fails
        );

    private Task<bool> Write(Random chance, string variant, string name)
    {
        var n = Interlocked.Increment(ref _lastRow);
        var count = Update("fuzz_counts SET value = value + 1", 1);
        var row = new NewRow(s_added, n, "added");
        (Write[] Writes, Func<Exception, bool> Fails) one = chance.Next(10) switch
        {
            0 => ([count, row, row], State(PostgresErrorCodes.UniqueViolation)),
            1 => ([count, new NewRow(s_added, n, TooLong)], State(PostgresErrorCodes.CheckViolation)),
            2 => ([count, new NewRow(s_added, n, null), row], State(PostgresErrorCodes.NotNullViolation)),
            3 => ([count, Update("fuzz_missing SET value = 1", 1), row], State(PostgresErrorCodes.UndefinedTable)),
            4 => ([count, Update("fuzz_counts SET value = value", 2)], error => error is ConflictException),
            _ => ([count, row], s_never),
        };
        return Try(
            "write",
            () =>
                _database.Write(async session =>
                {
                    await session.CarryOut(one.Writes);
                    return (
                        await session.Insert(
                            s_addedOnce,
                            [
                                [n, "old"],
                                [-n, "new"],
                                [-n, "twin"],
                            ]
                        )
                    ).SequenceEqual([false, true, false]);
                }),
            one.Fails
        );

        Statement Update(string what, int rows) =>
            new($"UPDATE {what} WHERE name = @name {variant}", new { name }, rows);
    }

    /// <summary>Whether it was answered, and right.</summary>
    private async Task<bool> Try(string what, Func<Task<bool>> work, Func<Exception, bool> fails)
    {
        try
        {
            var isRight = await work();
            if (!isRight || fails != s_never)
                _faults.Enqueue($"{what}: {(isRight ? "it should have failed" : "not its own answer")}");
            Interlocked.Increment(ref _good);
            return isRight;
        }
        catch (Exception error)
        {
            if (!fails(error))
                _faults.Enqueue($"{what}: {error}");
            Interlocked.Increment(ref _failed);
            return false;
        }
    }

    private static Row RowOf(long n) => new(n, $"row {n}");

    private static Func<Exception, bool> State(string code) =>
        error => error is PostgresException { SqlState: var state } && state == code;

    private static Table Added(string? key) =>
        new("fuzz_added", [("n", ColumnType.Bigint), ("text", ColumnType.Text)], key);

    public ValueTask DisposeAsync() => _grouped.DisposeAsync();
}
