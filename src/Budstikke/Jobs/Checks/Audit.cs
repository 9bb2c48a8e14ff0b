using System.Data.Common;
using Budstikke.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Budstikke.Jobs.Checks;

/// <summary>
/// One audit under way. It reads in pages, each by one statement, which both databases answer from one snapshot: an
/// order and its jobs are seen as they stood together, so what a serving node settles meanwhile is never half seen, and
/// no reading holds the store up for long.
/// </summary>
internal sealed class Audit(
    Database database,
    SharedClock clock,
    CaseCounts cases,
    IProgress<VerifyProgress>? progress,
    CancellationToken cancel
)
{
    /// <summary>Rows of a page where rows are small.</summary>
    public const int PageRows = 500;

    /// <summary>A page of a store that nothing has read for long.</summary>
    private const int StatementSeconds = 300;
    private readonly List<Tally> _tallies = [];

    /// <summary>The type of bytes, for a cast: SQLite keeps what it was given, and a meddled content may be
    /// text.</summary>
    public string Bytes { get; } = database.Dialect.Translate("{bytes}");

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    public long Now => At.ToUnixTimeMilliseconds();

    /// <summary>The time now, which is later than whatever was read before: an audit of a large store takes long, and
    /// the nodes go on working beside it.</summary>
    public async Task<long> Later() => (await database.Read(clock.Read, cancel)).ToUnixTimeMilliseconds();

    public CaseCounts Cases => cases;

    public IReadOnlyList<Tally> Tallies => _tallies;

    /// <summary>
    /// One check; where damage breaks it off, that is a finding, and the others go on. Of an error that the database
    /// did not say only the kind is shown: its words may hold what stands in a row.
    /// </summary>
    public async Task Run(Func<Audit, Task> check)
    {
        try
        {
            await check(this);
        }
        catch (Exception error)
            when (error is not OperationCanceledException && (IsDamage(error) || !database.Dialect.IsUnavailable(error))
            )
        {
            var said = error is DbException ? error.Message : error.GetType().Name;
            (_tallies.Count > 0 ? _tallies[^1] : Begin("store")).Find(
                "The check",
                $"It was broken off, and what it has not seen may be wrong too: {said}"
            );
        }
    }

    private static bool IsDamage(Exception error) =>
        error
            is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB }
                or PostgresException
                {
                    SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted
                };

    public Tally Begin(string check)
    {
        var tally = new Tally(check);
        _tallies.Add(tally);
        Tell(tally);
        return tally;
    }

    public Task<IReadOnlyList<T>> Query<T>(string sql, object parameters) =>
        database.Read(session => Query<T>(session, sql, parameters), cancel);

    /// <summary>SQL that counts the rows of a group for which the condition holds.</summary>
    public static string CountWhere(string condition) =>
        $"CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS bigint)";

    /// <param name="count">See <see cref="CaseCounts"/>.</param>
    public async Task<long> Count(string count, SoughtCase sought) =>
        (await Query<long>($"SELECT {count}", new { caseId = sought.CaseId, caseLane = sought.Lane })).Single();

    /// <summary>SQLite gives a computed column its type with its first value, so the rows' shape is asked for when
    /// there is a row.</summary>
    private static async Task<IReadOnlyList<T>> Query<T>(Session session, string sql, object parameters)
    {
        await using var reader = await session.Connection.ExecuteReaderAsync(
            sql,
            parameters,
            commandTimeout: StatementSeconds
        );
        var rows = new List<T>();
        if (!await reader.ReadAsync())
            return rows;
        var parse = reader.GetRowParser<T>();
        do rows.Add(parse(reader));
        while (await reader.ReadAsync());
        return rows;
    }

    /// <summary>Reads all rows page by page; the statement takes <c>@after</c> (the last row's key) and
    /// <c>@rows</c>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<T>> Pages<T>(Paged<T> paged)
    {
        var after = paged.First;
        while (true)
        {
            var parameters = new DynamicParameters(paged.Parameters);
            parameters.Add("after", after);
            parameters.Add("rows", (long)paged.Rows);
            var page = await Query<T>(paged.Sql, parameters);
            if (page.Count == 0)
                yield break;
            yield return page;
            after = paged.KeyOf(page[^1]);
        }
    }

    /// <summary>Looks at each row of a table with a judgement that needs nothing but the row.</summary>
    public async Task Judge<T>(Paged<T> paged, Action<T> judge, params Tally[] tallies)
    {
        await foreach (var page in Pages(paged))
        {
            foreach (var row in page)
                judge(row);
            Tell(tallies);
        }
    }

    public void Tell(params Tally[] tallies)
    {
        foreach (var tally in tallies)
            progress?.Report(tally.Progress);
    }
}

/// <summary>How a table is read in pages.</summary>
/// <param name="KeyOf">What the pages are ordered by.</param>
internal sealed record Paged<T>(string Sql, Func<T, object> KeyOf)
{
    /// <summary>Below every key.</summary>
    public object First { get; init; } = "";

    public int Rows { get; init; } = Audit.PageRows;

    public object? Parameters { get; init; }
}
