namespace Budstikke.Mail;

/// <summary>Connections that wait some seconds for the next message to the same server.</summary>
internal sealed class SmtpPool : IAsyncDisposable
{
    private readonly SmtpLimits _limits;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<MailServer, Stack<(SmtpConnection Connection, long Since)>> _idle = [];
    private readonly Dictionary<MailServer, SemaphoreSlim> _places = [];
    private readonly ITimer _sweeper;
    private bool _isClosed;

    public SmtpPool(SmtpLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _sweeper = time.CreateTimer(_ => CloseOld(), null, limits.IdleTime, limits.IdleTime);
    }

    /// <summary>Waits until one more connection to the server is allowed; the place is given back by its
    /// disposal.</summary>
    public async Task<IDisposable> Enter(MailServer server, CancellationToken cancel)
    {
        SemaphoreSlim? places;
        lock (_lock)
            if (!_places.TryGetValue(server, out places))
                _places[server] = places = new(_limits.Connections);
        await places.WaitAsync(cancel);
        return new Place(places);
    }

    /// <summary>The connection that was used last and still lives, or null.</summary>
    public SmtpConnection? Take(MailServer server, WrittenMail mail)
    {
        lock (_lock)
        {
            while (_idle.TryGetValue(server, out var stack) && stack.TryPop(out var idle))
            {
                if (IsYoung(idle.Since) && idle.Connection.IsQuiet && idle.Connection.CanCarry(mail))
                    return idle.Connection;
                _ = idle.Connection.Quit();
            }
        }
        return null;
    }

    /// <summary>Keeps a connection for the next message, or closes it where there are enough.</summary>
    public void Return(MailServer server, SmtpConnection connection)
    {
        lock (_lock)
        {
            if (!_idle.TryGetValue(server, out var stack))
                _idle[server] = stack = new();
            if (
                !_isClosed
                && stack.Count < _limits.Connections
                && connection.MessagesSent < _limits.MessagesPerConnection
            )
                stack.Push((connection, _time.GetTimestamp()));
            else
                _ = connection.Quit();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        List<SmtpConnection> open;
        lock (_lock)
        {
            _isClosed = true;
            open = [.. _idle.Values.SelectMany(stack => stack).Select(idle => idle.Connection)];
            _idle.Clear();
        }
        await Task.WhenAll(open.Select(connection => connection.Quit()));
    }

    private bool IsYoung(long since) => _time.GetElapsedTime(since) < _limits.IdleTime;

    private void CloseOld()
    {
        lock (_lock)
            foreach (var (server, stack) in _idle.ToArray())
            {
                foreach (var (connection, _) in stack.Where(idle => !IsYoung(idle.Since)))
                    _ = connection.Quit();
                var young = stack.Where(idle => IsYoung(idle.Since)).Reverse().ToArray();
                if (young.Length == 0)
                    _idle.Remove(server);
                else
                    _idle[server] = new(young);
            }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
