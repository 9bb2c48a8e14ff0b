namespace Budstikke.Jobs;

/// <summary>What the outside answered, with the evidence as it was given.</summary>
internal abstract record Outcome(string Evidence);

internal sealed record Accepted(string Evidence) : Outcome(Evidence);

/// <summary>Not now: the same may be tried again later.</summary>
internal sealed record Deferred(string Evidence) : Outcome(Evidence);

/// <summary>Never this way.</summary>
internal sealed record Refused(string Evidence) : Outcome(Evidence);
