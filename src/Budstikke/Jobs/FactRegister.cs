using Budstikke.Storage;

namespace Budstikke.Jobs;

/// <summary>Which jobs a fact causes. Filled at start by the rooms, each for the facts it waits for.</summary>
/// <param name="wake">Called for the kinds of the jobs that were caused.</param>
internal sealed class FactRegister(Wake wake, ILogger<FactRegister> log)
{
    private readonly Dictionary<Type, List<Func<Fact, IEnumerable<NewJob>>>> _handlers = [];
    private readonly List<Action<Fact>> _listeners = [];
    private readonly List<AlsoWritten> _also = [];

    /// <summary>Every <typeparamref name="T"/> causes the job that <paramref name="job"/> makes of it; null where it
    /// causes none.</summary>
    public void On<T>(Func<T, NewJob?> job)
        where T : Fact => OnEach<T>(fact => job(fact) is { } caused ? [caused] : []);

    /// <summary>Every <typeparamref name="T"/> causes the jobs that <paramref name="jobs"/> makes of it.</summary>
    public void OnEach<T>(Func<T, IEnumerable<NewJob>> jobs)
        where T : Fact
    {
        if (!_handlers.TryGetValue(typeof(T), out var handlers))
            _handlers[typeof(T)] = handlers = [];
        handlers.Add(fact => jobs((T)fact));
    }

    /// <summary>
    /// What makes facts known: rows on the timelines, and jobs, to be written in the transaction that makes them true;
    /// and once it is committed, whoever has work by them is woken and the listeners are told.
    /// </summary>
    public IEnumerable<Write> Announce(IReadOnlyCollection<Fact> facts, DateTimeOffset now) =>
        [.. Follow(facts, now), .. _also.SelectMany(also => also(facts, now))];

    /// <summary>The same for facts that a job leads to: whoever caused the first of them decided nothing
    /// anew.</summary>
    public IEnumerable<Write> Follow(IReadOnlyCollection<Fact> facts, DateTimeOffset now)
    {
        foreach (var fact in facts)
        foreach (var timeline in fact.Timelines)
            yield return new NewRow(
                FactRow.Table,
                fact.ClientId,
                timeline,
                fact.Kind,
                fact.Content(),
                now.ToUnixTimeMilliseconds(),
                fact.CausedBy
            );
        NewJob[] jobs = [.. facts.SelectMany(Jobs)];
        foreach (var row in JobQueue.Rows(jobs, now))
            yield return row;
        if (facts.Count > 0)
            yield return new AfterCommit(() => Tell(facts, jobs));
    }

    /// <summary>The jobs that a fact causes.</summary>
    public IEnumerable<NewJob> Jobs(Fact fact) =>
        _handlers.TryGetValue(fact.GetType(), out var handlers) ? handlers.SelectMany(jobs => jobs(fact)) : [];

    /// <summary>What is written in the same transaction as facts that are announced.</summary>
    public void OnAnnounced(AlsoWritten also) => _also.Add(also);

    /// <summary>Who only counts and notes: called after the commit, and at most once; after a crash never.</summary>
    public void OnCommitted(Action<Fact> listener) => _listeners.Add(listener);

    /// <summary>It throws nothing: what is committed has happened, and whoever wrote it must not believe that it failed
    /// and do it again.</summary>
    private void Tell(IReadOnlyCollection<Fact> facts, IEnumerable<NewJob> jobs)
    {
        wake.Call(jobs.Select(job => job.Kind));
        foreach (var listener in _listeners)
        foreach (var fact in facts)
            Tell(listener, fact);
    }

    private void Tell(Action<Fact> listener, Fact fact)
    {
        try
        {
            listener(fact);
        }
        catch (Exception error)
        {
            log.LogError(
                error,
                "A listener failed at {Kind} of {Timeline}",
                fact.Kind,
                string.Join(' ', fact.Timelines)
            );
        }
    }
}

/// <summary>What is written beside facts that are announced.</summary>
internal delegate IEnumerable<Write> AlsoWritten(IReadOnlyCollection<Fact> facts, DateTimeOffset now);
