using System.Diagnostics.Metrics;
using Budstikke.Clients;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Group commit: orders that arrive while a transaction is being written share the next one. Each gets its answer after
/// the commit. The line is bounded; whoever finds it full is told to come again, before memory grows.
/// </summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly AcceptOrders _accept;
    private readonly Database _database;
    private readonly WaitingLine<Submission, Acceptance> _line;
    private readonly Histogram<int> _batches;
    private readonly Counter<long> _turnedAway;

    public Door(AcceptOrders accept, Database database, Meter meter)
    {
        (_accept, _database) = (accept, database);
        _line = new(database.Dialect.Writers, Write);
        meter.CreateObservableGauge("budstikke.door.waiting", () => _line.Count, "{order}", "Orders in line");
        _batches = meter.CreateHistogram<int>("budstikke.door.batch", "{order}", "Orders in one transaction");
        _turnedAway = meter.CreateCounter<long>("budstikke.door.turned_away", "{order}", "Found the line full");
    }

    /// <summary>Null: the line is full, or the node stops; nothing was stored.</summary>
    public async Task<Acceptance?> Accept(Submission submission)
    {
        if (_line.TryAsk(submission, out var answer))
            return await answer;
        _turnedAway.Add(1);
        return null;
    }

    /// <summary>What was stored under this key with this body before; null where nothing was.</summary>
    public Task<OrderStored?> Earlier(Caller caller, IdempotencyKey key) => _accept.Earlier(caller, key);

    private async Task Write(IReadOnlyList<Waiting<Submission, Acceptance>> batch)
    {
        AcceptedBatch accepted;
        try
        {
            accepted = await _accept.Accept([.. batch.Select(one => one.Ask)]);
        }
        // A commit whose outcome is unknown counts as unavailable: its orders may be stored, and must not be written
        // again.
        catch (Exception error) when (batch.Count > 1 && !_database.Dialect.IsUnavailable(error))
        {
            // One order that the database will not take must not fail its neighbours: each alone, and the culprit's
            // caller gets the error.
            foreach (var one in batch)
                await Write([one]);
            return;
        }
        catch (Exception error)
        {
            foreach (var one in batch)
                one.Answer.SetException(error);
            return;
        }
        _accept.Remember(accepted);
        _batches.Record(batch.Count);
        for (var i = 0; i < batch.Count; i++)
            batch[i].Answer.SetResult(accepted.Answers[i]);
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
