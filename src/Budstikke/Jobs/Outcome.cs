namespace Budstikke.Jobs;

/// <summary>What the outside answered, with the evidence as it was given.</summary>
internal abstract record Outcome(string Evidence);

[StoredAs("Accepted")]
internal sealed record Accepted(string Evidence) : Outcome(Evidence);

/// <summary>Not now: the same may be tried again later.</summary>
/// <param name="MayHaveArrived">All was sent, and no answer came: the outcome is unknown.</param>
[StoredAs("Deferred")]
internal sealed record Deferred(string Evidence, bool MayHaveArrived = false) : Outcome(Evidence)
{
    /// <summary>
    /// Why it is so for everybody and not for this one alone: the other side is down, or does not send for us. Without
    /// a word about anyone, since the log has it. Null where it is about this one.
    /// </summary>
    public string? Away { get; init; }

    /// <summary>
    /// Why it is ours or the carrier's fault although only this one was put off: no customer is to blame, so it never
    /// goes on to the next channel for it. Without a word about anyone. Null where it is about the recipient.
    /// </summary>
    public string? PutOff { get; init; }
}

/// <summary>Nothing was tried for this one: the way is closed for everybody until then.</summary>
internal sealed record Held(string Evidence, DateTimeOffset Until) : Outcome(Evidence);

/// <summary>
/// Nobody can be reached this way: it was asked for beforehand, nothing was sent, and it is nobody's refusal.
/// </summary>
/// <param name="Evidence">Who was asked, and what each answered.</param>
/// <param name="Reason">A sentence, for the timeline.</param>
[StoredAs("NotReachable")]
internal sealed record NotReachable(string Evidence, string Reason) : Outcome(Evidence)
{
    /// <summary>What the law has to say to that, as a sentence; null where nothing.</summary>
    public string? Warning { get; init; }
}

/// <summary>Never this way.</summary>
/// <param name="ByData">We refused it ourselves, by its data alone and before anything was sent: so did every earlier
/// try.</param>
[StoredAs("Refused")]
internal sealed record Refused(string Evidence, bool ByData = false) : Outcome(Evidence);
