using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke.Relays;

/// <summary>The servers that carry our mail, in the order in which they are tried.</summary>
internal sealed record RelayList(IReadOnlyList<MailServer> Servers)
{
    /// <summary>Reads <c>Email__Smtp</c>, one or more with blanks between: the relays, or why there are none.</summary>
    /// <param name="hasTokens">See <see cref="MailServer.Parse"/>.</param>
    public static (RelayList? Relays, string? Reason) Parse(string smtp, bool hasTokens)
    {
        var read = smtp.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .DefaultIfEmpty("")
            .Select(one => MailServer.Parse(one, hasTokens))
            .ToList();
        return read.Select(one => one.Reason).OfType<string>().FirstOrDefault() is { } reason
            ? (null, reason)
            : (new([.. read.Select(one => one.Server!)]), null);
    }
}

/// <summary>What is to be done when mail stops, and when it goes again; who is told of it stands at the root.</summary>
/// <param name="Reason">Why it stopped; null when it goes again.</param>
internal delegate IReadOnlyList<NewJob> RelayAlarm(string? Reason, DateTimeOffset Since);

/// <summary>Hands a mail over, and says what became of that.</summary>
/// <param name="sender">Where bounces go; null for nowhere.</param>
internal delegate Task<Outcome> SendMail(EmailAddress? sender, MailMessage mail, CancellationToken cancel);

/// <summary>
/// Hands mail to the first relay that takes any. One that does not let us in is paused for all nodes, by a row that
/// each reads before it sends: no invoice is to pay for it with its tries.
/// </summary>
internal sealed class MailRelays
{
    private const int MaxChanges = 5;
    private readonly RelayList _relays;
    private readonly SmtpSubmission _submission;
    private readonly RelayStore _store;
    private readonly RelayAlarm _alarm;
    private readonly Outages _outages;
    private readonly TimeProvider _time;
    private readonly ILogger<MailRelays> _log;
    private readonly HashSet<string> _paused = [];
    private readonly Lock _lock = new();

    public MailRelays(
        RelayList relays,
        SmtpSubmission submission,
        RelayStore store,
        RelayAlarm alarm,
        Outages outages,
        Meter meter,
        TimeProvider time,
        ILogger<MailRelays> log
    )
    {
        (_relays, _submission, _store, _alarm) = (relays, submission, store, alarm);
        (_outages, _time, _log) = (outages, time, log);
        meter.CreateObservableGauge(
            "budstikke.mail.relays.paused",
            () => PausedNow,
            "{relay}",
            "Mail relays that do not take our mail now, as this node read it last"
        );
    }

    private int PausedNow
    {
        get
        {
            lock (_lock)
                return _paused.Count;
        }
    }

    /// <summary>See <see cref="SmtpVerdict"/>; <see cref="Held"/> where no relay takes mail now, which is no
    /// try.</summary>
    public async Task<Outcome> Send(EmailAddress? sender, MailMessage mail, CancellationToken cancel)
    {
        DateTimeOffset? again = null;
        var why = "";
        foreach (var server in _relays.Servers)
        {
            var (relay, domain, now) = (server.ToString(), mail.To.Address.Domain, _time.GetUtcNow());
            var state = await _store.Find(relay);
            var gate = RelayState.Gate(state, domain, now);
            if (gate.Claimed is { } claimed && !await _store.Change(state, claimed, []))
                gate = new(now + TimeSpan.FromMinutes(1));
            if (gate.Until is null)
            {
                var outcome = SmtpVerdict.Of(await _submission.Send(server, sender, mail, cancel));
                var after = await NoteOf(relay, (gate.Claimed, state), outcome, domain);
                if (outcome is not Deferred { Away: not null } || after is not { IsPaused: true })
                    return outcome;
                (gate, state) = (new(DateTimeOffset.FromUnixTimeMilliseconds(after.ProbeAt)), after);
            }
            why = $"{relay}: {state?.Reason}";
            again = again < gate.Until ? again : gate.Until;
        }
        return new Held($"No mail relay takes our mail now; the last: {why}", again!.Value);
    }

    /// <summary>What the relay said of the mail is its end, whether or not it can be noted what that says of the relay:
    /// a database that is away now would else count as one that was away before anything was sent, and the mail would
    /// go twice. A lease that was taken ends by itself.</summary>
    private async Task<RelayState?> NoteOf(
        string relay,
        (RelayState? Claimed, RelayState? Read) before,
        Outcome outcome,
        string domain
    )
    {
        try
        {
            return await Note(relay, before.Claimed, before.Read, NewsOf(outcome, domain));
        }
        catch (Exception error) when (outcome is not Deferred { Away: not null })
        {
            _log.LogWarning(error, "What a mail said of the relay {Relay} could not be noted", relay);
            return before.Read;
        }
    }

    /// <summary>For whoever watches over the node; null where mail goes.</summary>
    public async Task<string?> Warning()
    {
        List<RelayState> paused = [];
        foreach (var server in _relays.Servers)
            if (await _store.Find(server.ToString()) is { IsPaused: true } state)
                paused.Add(state);
        return paused.Count < _relays.Servers.Count || paused.Count == 0
            ? null
            : $"No mail relay takes our mail since {Text(paused.Max(one => one.PausedSince))}.";
    }

    private static string Text(long? at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at ?? 0).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    private static RelayNews NewsOf(Outcome outcome, string domain) =>
        outcome switch
        {
            Accepted => new RelayNews.Carried(),
            Deferred { Away: { } reason } => new RelayNews.Away(reason),
            Deferred { PutOff: { } reason } => new RelayNews.PutOff(domain, reason),
            _ => new RelayNews.SaidNothing(),
        };

    /// <summary>Writes what a mail says about the relay; where another node was faster, on top of what it
    /// wrote.</summary>
    private async Task<RelayState?> Note(string relay, RelayState? claimed, RelayState? read, RelayNews news)
    {
        var before = claimed ?? read;
        for (var change = 0; change < MaxChanges; change++)
        {
            // As good as always: nothing is known against the relay, and nothing came to be.
            var now = _time.GetUtcNow();
            var after = RelayState.After(before, relay, news, claimed is not null, now);
            Tell(relay, after);
            if (after == before || await _store.Change(before, after, await AlarmOf(relay, before, after, now)))
                return after;
            before = await _store.Find(relay);
            if (claimed is not null && before?.Version != claimed.Version)
                claimed = null;
        }
        return before;
    }

    /// <summary>Mail stops with the last relay and goes again with the first.</summary>
    private async Task<IReadOnlyList<Write>> AlarmOf(
        string relay,
        RelayState? before,
        RelayState? after,
        DateTimeOffset now
    )
    {
        if (before is { IsPaused: true } == after is { IsPaused: true })
            return [];
        foreach (var other in _relays.Servers.Select(server => server.ToString()).Where(other => other != relay))
            if (await _store.Find(other) is not { IsPaused: true })
                return [];
        var since = DateTimeOffset.FromUnixTimeMilliseconds(
            (after?.PausedSince ?? before?.PausedSince) ?? now.ToUnixTimeMilliseconds()
        );
        return [.. JobQueue.Rows(_alarm(after is { IsPaused: true } ? after.Reason : null, since), now)];
    }

    private void Tell(string relay, RelayState? state)
    {
        var what = $"The mail relay {relay}";
        if (state is { IsPaused: true })
            _outages.Failed(what, state.Reason ?? "");
        else
            _outages.Worked(what);
        lock (_lock)
            _ = state is { IsPaused: true } ? _paused.Add(relay) : _paused.Remove(relay);
    }
}
