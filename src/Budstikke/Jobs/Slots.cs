namespace Budstikke.Jobs;

/// <summary>
/// How many calls a pump has under way, and to whom. A receiver that failed last, or that takes long, is a suspect: it
/// has a few calls at a time, and those are nobody else's. Whoever else is called never waits for it for longer than
/// <see cref="SlowAfter"/>, since a call that is older counts among the suspects' too.
/// </summary>
/// <param name="concurrency">Calls at a time to all that are no suspects, and to nobody in particular.</param>
internal sealed class Slots(int concurrency, TimeProvider time)
{
    /// <summary>Calls at a time to one suspect.</summary>
    public const int OfOneSuspect = 4;

    /// <summary>How many of the ordinary slots no single receiver can take, so that others always find some
    /// free.</summary>
    public const int FreeForOthers = 16;

    /// <summary>The suspects' calls of all receivers together, as so many times the concurrency.</summary>
    private const int SuspectsShare = 3;

    /// <summary>How many jobs wait here for their turn with one suspect that answers at once; more than these wait in
    /// the store.</summary>
    private const int MaxWaitingForSuspect = 32;
    private const int MaxKnown = 10_000;
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_shortestPark = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPark = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_betweenFar = TimeSpan.FromMilliseconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiter> _waiters = [];
    private readonly HashSet<Call> _young = [];
    private int _suspectCalls;

    /// <summary>A call under way.</summary>
    internal sealed class Call
    {
        public required string? Receiver { get; init; }

        public long Begun { get; init; }

        public bool IsOfSuspect { get; set; }
    }

    /// <param name="Call">Null where there is no slot: look again then.</param>
    internal sealed record Entry(Call? Call, DateTimeOffset LookAgainAt = default);

    private sealed record Waiter(string? Name, Receiver? Receiver, TaskCompletionSource<Entry> Entry);

    private sealed class Receiver
    {
        /// <summary>Its calls among the others'.</summary>
        public int Young { get; set; }

        /// <summary>Its calls among the suspects'.</summary>
        public int OfSuspect { get; set; }

        public int Waiting { get; set; }

        public bool HasFailed { get; set; }

        public TimeSpan Took { get; set; }

        /// <summary>By when the suspect can have been called for all that were put off.</summary>
        public DateTimeOffset FreeAt { get; set; }

        public bool IsSuspect => HasFailed || Took > SlowAfter || OfSuspect > 0;

        public bool IsIdle => Young + OfSuspect + Waiting == 0;
    }

    /// <summary>Calls that others' slots do not count.</summary>
    public int SuspectCalls
    {
        get
        {
            lock (_lock)
                return _suspectCalls;
        }
    }

    /// <summary>Waits for a slot, where one can be expected soon.</summary>
    /// <param name="receiver">Null: nobody who could be slow.</param>
    public Task<Entry> Enter(string? receiver)
    {
        lock (_lock)
        {
            MarkSlow();
            var known = receiver is null ? null : Known(receiver);
            if (TryAdmit(receiver, known) is { } entry)
                return Task.FromResult(entry);
            var waiter = new Waiter(receiver, known, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.AddLast(waiter);
            if (known is not null)
                known.Waiting++;
            return waiter.Entry.Task;
        }
    }

    /// <param name="hasFailed">The other side did not do what it was called for.</param>
    public void Leave(Call call, bool hasFailed)
    {
        lock (_lock)
        {
            _young.Remove(call);
            if (call.IsOfSuspect)
                _suspectCalls--;
            if (call.Receiver is { } name && _receivers.TryGetValue(name, out var receiver))
            {
                if (call.IsOfSuspect)
                    receiver.OfSuspect--;
                else
                    receiver.Young--;
                receiver.HasFailed = hasFailed;
                receiver.Took = time.GetElapsedTime(call.Begun);
                if (!receiver.IsSuspect)
                    receiver.FreeAt = default;
            }
            LetIn();
        }
    }

    /// <summary>To be called now and then: calls that have become old leave their slots to others.</summary>
    public void Look()
    {
        lock (_lock)
            if (MarkSlow())
                LetIn();
    }

    private bool MarkSlow()
    {
        var old = _young
            .Where(call => call.Receiver is not null && time.GetElapsedTime(call.Begun) > SlowAfter)
            .ToList();
        foreach (var call in old)
        {
            _young.Remove(call);
            call.IsOfSuspect = true;
            _suspectCalls++;
            var receiver = _receivers[call.Receiver!];
            receiver.Young--;
            receiver.OfSuspect++;
            receiver.Took = time.GetElapsedTime(call.Begun);
        }
        return old.Count > 0;
    }

    private void LetIn()
    {
        for (var next = _waiters.First; next is not null; )
        {
            var (waiting, waiter) = (next, next.Value);
            next = next.Next;
            if (waiter.Receiver is not null)
                waiter.Receiver.Waiting--;
            if (TryAdmit(waiter.Name, waiter.Receiver) is { } entry)
            {
                _waiters.Remove(waiting);
                waiter.Entry.SetResult(entry);
            }
            else if (waiter.Receiver is not null)
                waiter.Receiver.Waiting++;
        }
    }

    /// <summary>Null: it can wait here.</summary>
    private Entry? TryAdmit(string? name, Receiver? receiver)
    {
        if (receiver is not { IsSuspect: true })
            return _young.Count < concurrency && (receiver?.Young ?? 0) < OfOne() ? Begin(name, receiver) : null;
        if (receiver.OfSuspect + receiver.Young < OfOneSuspect && _suspectCalls < concurrency * SuspectsShare)
            return Begin(name, receiver);
        return receiver.Took < s_atOnce && receiver.Waiting < MaxWaitingForSuspect ? null : Park(receiver);
    }

    private int OfOne() => Math.Max(concurrency - FreeForOthers, OfOneSuspect);

    private Entry Begin(string? name, Receiver? receiver)
    {
        var call = new Call
        {
            Receiver = name,
            Begun = time.GetTimestamp(),
            IsOfSuspect = receiver is { IsSuspect: true },
        };
        if (call.IsOfSuspect)
        {
            receiver!.OfSuspect++;
            _suspectCalls++;
        }
        else
        {
            if (receiver is not null)
                receiver.Young++;
            _young.Add(call);
        }
        return new(call);
    }

    /// <summary>Puts calls off one behind another, as far apart as the suspect can take them.</summary>
    private Entry Park(Receiver receiver)
    {
        var now = time.GetUtcNow();
        var from = receiver.FreeAt > now ? receiver.FreeAt : now;
        var at = from + receiver.Took / OfOneSuspect;
        // Further off they follow more closely than it can take them: it may be well again by then. So close that a
        // hundred thousand of them are put off no more often than they can be claimed beside everybody's.
        receiver.FreeAt = at < now + s_longestPark ? at : Later(now + s_longestPark, from + s_betweenFar);
        return new(null, receiver.FreeAt > now + s_shortestPark ? receiver.FreeAt : now + s_shortestPark);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private Receiver Known(string name)
    {
        if (_receivers.TryGetValue(name, out var known))
            return known;
        if (_receivers.Count >= MaxKnown)
            foreach (var idle in _receivers.Where(one => one.Value.IsIdle).Take(MaxKnown / 10).ToList())
                _receivers.Remove(idle.Key);
        return _receivers[name] = new();
    }
}
