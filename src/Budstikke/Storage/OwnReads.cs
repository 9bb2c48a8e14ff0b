namespace Budstikke.Storage;

/// <summary>
/// Group reads of rows that belong to clients. Another client's is not found, and it is not read to see that: how long
/// an answer takes tells nothing of what others have.
/// </summary>
internal sealed class OwnReads<TRow> : IAsyncDisposable
{
    private readonly KeyedReads<TRow> _reads;

    /// <param name="select">Everything in front of the WHERE, with <c>client_id</c> among the tables' columns.</param>
    /// <param name="column">What the keys are; it has an index.</param>
    /// <param name="rest">Behind it: further conditions, the order of a key's rows.</param>
    public OwnReads(
        Database database,
        string select,
        string column,
        Func<TRow, (string ClientId, string Key)> keyOf,
        string rest = ""
    ) =>
        // The column alone finds the rows, by its index: no planner can choose one of all that a client has.
        _reads = new(
            database,
            select,
            $"client_id || '{KeyedReads<TRow>.AfterOwner}' || {column}",
            row => KeyOf(keyOf(row)),
            $"AND {database.Dialect.IsIn(column, "ids")} {rest}"
        );

    /// <summary>Every row of the client's key.</summary>
    public Task<IReadOnlyList<TRow>> All(string clientId, string key) => _reads.All(KeyOf((clientId, key)));

    /// <summary>The row of the client's key, or none.</summary>
    public Task<TRow?> One(string clientId, string key) => _reads.One(KeyOf((clientId, key)));

    private static string KeyOf((string ClientId, string Key) own) =>
        $"{own.ClientId}{KeyedReads<TRow>.AfterOwner}{own.Key}";

    public ValueTask DisposeAsync() => _reads.DisposeAsync();
}
