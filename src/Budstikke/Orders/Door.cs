using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>
/// Group commit: orders that arrive while a transaction is being written share the next one. Each gets its answer after the commit. The
/// line is bounded; whoever finds it full is told to come again, before memory grows.
/// </summary>
internal sealed class Door : IAsyncDisposable
{
    private const int MaxWaiting = 4096;
    private const int MaxBatch = 256;
    private readonly AcceptOrders _accept;
    private readonly Database _database;
    private readonly Wake _wake;
    private readonly Channel<(Submission Submission, TaskCompletionSource<Acceptance> Answer)> _line =
        Channel.CreateBounded<(Submission, TaskCompletionSource<Acceptance>)>(MaxWaiting);
    private readonly Task[] _writers;
    private readonly Histogram<int> _batches;
    private readonly Counter<long> _turnedAway;

    public Door(AcceptOrders accept, Database database, Wake wake, Meter meter)
    {
        meter.CreateObservableGauge("budstikke.door.waiting", () => _line.Reader.Count, "{order}", "Orders in line");
        _batches = meter.CreateHistogram<int>("budstikke.door.batch", "{order}", "Orders in one transaction");
        _turnedAway = meter.CreateCounter<long>("budstikke.door.turned_away", "{order}", "Found the line full");
        (_accept, _database, _wake) = (accept, database, wake);
        _writers = [.. Enumerable.Range(0, database.Dialect.Writers).Select(_ => Task.Run(Write))];
    }

    /// <summary>Null: the line is full, or the node stops; nothing was stored.</summary>
    public async Task<Acceptance?> Accept(Submission submission)
    {
        var answer = new TaskCompletionSource<Acceptance>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_line.Writer.TryWrite((submission, answer)))
            return await answer.Task;
        _turnedAway.Add(1);
        return null;
    }

    private async Task Write()
    {
        while (await _line.Reader.WaitToReadAsync())
        {
            var batch = new List<(Submission Submission, TaskCompletionSource<Acceptance> Answer)>();
            while (batch.Count < MaxBatch && _line.Reader.TryRead(out var next))
                batch.Add(next);
            if (batch.Count > 0)
                await Write(batch);
        }
    }

    private async Task Write(List<(Submission Submission, TaskCompletionSource<Acceptance> Answer)> batch)
    {
        try
        {
            var answers = await _accept.Accept([.. batch.Select(one => one.Submission)]);
            _wake.Call();
            _batches.Record(batch.Count);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Answer.SetResult(answers[i]);
        }
        catch (Exception error) when (batch.Count > 1 && !_database.Dialect.IsUnavailable(error))
        {
            // One order that the database will not take must not fail its neighbours: each alone, and the culprit's caller gets the error.
            foreach (var one in batch)
                await Write([one]);
        }
        catch (Exception error)
        {
            foreach (var one in batch)
                one.Answer.SetException(error);
        }
    }

    /// <summary>Lets nobody else into the line, and answers who stands in it.</summary>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await Task.WhenAll(_writers);
    }
}
