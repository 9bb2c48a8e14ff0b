namespace Budstikke.Storage;

/// <summary>
/// Group reads: what is asked for while a read is on its way shares the next one. Each answer is of a read that began
/// after it was asked for, so it is as new as a read of its own. A key that makes a group's read fail fails alone.
/// </summary>
internal sealed class KeyedReads<TRow> : IAsyncDisposable
{
    /// <summary>There are two, so that one read that hangs on a lost connection does not hold up all others.</summary>
    private const int Readers = 2;

    /// <summary>Between the client and the id, where a key names both: see <see cref="OwnReads{TRow}"/>.</summary>
    public const char AfterOwner = '/';
    private readonly Database _database;
    private readonly string _sql;
    private readonly Func<TRow, string> _keyOf;
    private readonly WaitingLine<string, IReadOnlyList<TRow>> _line;

    /// <param name="select">Everything in front of the WHERE.</param>
    /// <param name="column">What the keys are.</param>
    /// <param name="rest">Behind it: further conditions, the order of a key's rows.</param>
    public KeyedReads(Database database, string select, string column, Func<TRow, string> keyOf, string rest = "")
    {
        (_database, _keyOf) = (database, keyOf);
        _sql = $"{select} WHERE {database.Dialect.IsIn(column, "keys")} {rest}";
        _line = new(Readers, Answer);
    }

    /// <summary>Every row of the key.</summary>
    public Task<IReadOnlyList<TRow>> All(string key) => _line.Ask(key);

    /// <summary>The row of the key, or none.</summary>
    public async Task<TRow?> One(string key) => (await All(key)).SingleOrDefault();

    /// <summary>A key that the database will not take must not fail its neighbours. A database that is away is not
    /// asked for each key.</summary>
    private async Task Answer(IReadOnlyList<Waiting<string, IReadOnlyList<TRow>>> batch)
    {
        if (await Read([.. batch]) is not { } fault)
            return;
        var ofKeys = batch.GroupBy(one => one.Ask, StringComparer.Ordinal).ToList();
        foreach (var ofKey in ofKeys)
        {
            var isAsked = ofKeys.Count > 1 && !_database.Dialect.IsUnavailable(fault);
            if ((isAsked ? await Read([.. ofKey]) : fault) is not { } own)
                continue;
            fault = own;
            foreach (var (_, answer) in ofKey)
                answer.SetException(fault);
        }
    }

    /// <summary>Null where everybody has an answer; otherwise the error, and nobody has one.</summary>
    private async Task<Exception?> Read(Waiting<string, IReadOnlyList<TRow>>[] batch)
    {
        try
        {
            string[] keys = [.. batch.Select(one => one.Ask).Distinct(StringComparer.Ordinal)];
            var rows = await _database.Read(session =>
                session.Query<TRow>(
                    _sql,
                    new { keys = session.Dialect.List(keys), ids = session.Dialect.List([.. keys.Select(IdIn)]) }
                )
            );
            var found = rows.ToLookup(_keyOf, StringComparer.Ordinal);
            foreach (var (key, answer) in batch)
                answer.SetResult([.. found[key]]);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static string IdIn(string key) => key[(key.IndexOf(AfterOwner, StringComparison.Ordinal) + 1)..];

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
