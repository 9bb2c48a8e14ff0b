using System.Net.Sockets;
using System.Security.Authentication;

namespace Budstikke.Mail;

/// <summary>The time-outs of one message: of each step, and of all together.</summary>
internal sealed class SmtpClock : IDisposable
{
    private readonly CancellationToken _caller;
    private CancellationTokenSource _step;
    private readonly CancellationTokenSource _whole;

    public SmtpClock(SmtpLimits limits, CancellationToken caller)
    {
        Limits = limits;
        _caller = caller;
        _whole = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _whole.CancelAfter(limits.Whole);
        _step = NewStep();
    }

    public SmtpLimits Limits { get; }

    /// <summary>Does one step of the conversation; only the caller's own cancellation passes as such.</summary>
    public async Task Step(TimeSpan timeout, Func<CancellationToken, ValueTask> step, string doing)
    {
        if (_step.IsCancellationRequested)
        {
            // The step before ran out of time; the message may still go over another connection.
            _step.Dispose();
            _step = NewStep();
        }
        _step.CancelAfter(timeout);
        try
        {
            await step(_step.Token);
            _step.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested)
        {
            var waited = _whole.IsCancellationRequested ? Limits.Whole : timeout;
            throw new SmtpFault($"Timed out while {doing}, after {waited.TotalSeconds:0.###} s.");
        }
        catch (Exception e)
            when (e is IOException or SocketException or AuthenticationException or InvalidOperationException)
        {
            throw new SmtpFault($"The connection failed while {doing}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _step.Dispose();
        _whole.Dispose();
    }

    private CancellationTokenSource NewStep() => CancellationTokenSource.CreateLinkedTokenSource(_whole.Token);
}
