using System.Runtime.InteropServices;

namespace Budstikke.Commands;

/// <summary>Whether somebody told the process to stop: a signal, or whoever runs the command.</summary>
internal sealed class StopRequest : IDisposable
{
    private static readonly PosixSignal[] s_signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _cancel;

    public StopRequest(CancellationToken cancel)
    {
        _signals = [.. s_signals.Select(signal => PosixSignalRegistration.Create(signal, _ => _made.TrySetResult()))];
        _cancel = cancel.Register(() => _made.TrySetResult());
    }

    /// <summary>The host hears of a signal by a listener of its own, and may have stopped before this one is
    /// called.</summary>
    public async Task<bool> WasMade()
    {
        await Task.WhenAny(_made.Task, Task.Delay(s_patience));
        return _made.Task.IsCompleted;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _cancel.Dispose();
    }
}
