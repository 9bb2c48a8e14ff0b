using System.Threading.Channels;

namespace Budstikke.Storage;

/// <summary>Somebody in the line, and where the answer goes.</summary>
internal readonly record struct Waiting<TAsk, TAnswer>(TAsk Ask, TaskCompletionSource<TAnswer> Answer);

/// <summary>Group work: what is asked while a batch is worked on shares the next one. The line is bounded, and so is a
/// batch.</summary>
internal sealed class WaitingLine<TAsk, TAnswer> : IAsyncDisposable
{
    private const int MaxWaiting = 4096;
    private const int MaxBatch = 256;

    private readonly Channel<Waiting<TAsk, TAnswer>> _line = Channel.CreateBounded<Waiting<TAsk, TAnswer>>(MaxWaiting);
    private readonly Task[] _workers;

    /// <param name="workers">How many batches are worked on side by side.</param>
    /// <param name="work">Gives each of a batch an answer or an error, and throws none itself.</param>
    public WaitingLine(int workers, Func<IReadOnlyList<Waiting<TAsk, TAnswer>>, Task> work) =>
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(() => Work(work)))];

    public int Count => _line.Reader.Count;

    /// <summary>False at once where the line is full, or closed; there is no answer then.</summary>
    public bool TryAsk(TAsk ask, out Task<TAnswer> answer)
    {
        var waiting = New(ask);
        answer = waiting.Answer.Task;
        return _line.Writer.TryWrite(waiting);
    }

    /// <summary>Waits for room in the line.</summary>
    public async Task<TAnswer> Ask(TAsk ask)
    {
        var waiting = New(ask);
        await _line.Writer.WriteAsync(waiting);
        return await waiting.Answer.Task;
    }

    private static Waiting<TAsk, TAnswer> New(TAsk ask) =>
        new(ask, new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task Work(Func<IReadOnlyList<Waiting<TAsk, TAnswer>>, Task> work)
    {
        while (await _line.Reader.WaitToReadAsync())
        {
            var batch = new List<Waiting<TAsk, TAnswer>>();
            while (batch.Count < MaxBatch && _line.Reader.TryRead(out var next))
                batch.Add(next);
            if (batch.Count > 0)
                await work(batch);
        }
    }

    /// <summary>Lets nobody else into the line, and answers who stands in it.</summary>
    public async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await Task.WhenAll(_workers);
    }
}
