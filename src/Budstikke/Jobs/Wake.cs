namespace Budstikke.Jobs;

/// <summary>Tells idle pumps that work was enqueued; polling is the guarantee, this only makes it soon.</summary>
internal sealed class Wake
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Call() =>
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes at the next call. Taken before looking for work, so that a call in between is not missed.</summary>
    public Task Next => _next.Task;
}
